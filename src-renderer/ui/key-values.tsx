import { Fragment, type ReactNode } from 'react';
import { displayText } from '../format/display-text.ts';
import styles from './key-values.module.css';

/** Facts in two columns; a machine told most of them. */
export const KeyValues = ({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={styles.list}>
    {rows.map(([key, value]) => (
      <Fragment key={key}>
        <dt>{key}</dt>
        <dd>{typeof value === 'string' ? displayText(value) : value}</dd>
      </Fragment>
    ))}
  </dl>
);

import { Fragment, type ReactNode } from 'react';
import styles from './key-values.module.css';

/** Facts in two columns. */
export const KeyValues = ({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={styles.list}>
    {rows.map(([key, value]) => (
      <Fragment key={key}>
        <dt>{key}</dt>
        <dd>{value}</dd>
      </Fragment>
    ))}
  </dl>
);

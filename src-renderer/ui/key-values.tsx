import { Fragment, type ReactNode } from 'react';
import { displayText } from '../format/display-text.ts';
import { classes } from './classes.ts';
import styles from './key-values.module.css';

/** Facts in two columns; a machine told most of them. A `wide` one has lines of its own where there is little room. */
export const KeyValues = ({ rows }: { rows: readonly (readonly [string, ReactNode, 'wide'?])[] }) => (
  <dl className={classes(styles.list, rows.some(([, , wide]) => wide) && styles.narrowed)}>
    {rows.map(([key, value, wide]) => (
      <Fragment key={key}>
        <dt className={wide && styles.wide}>{key}</dt>
        <dd className={wide && styles.wide}>{typeof value === 'string' ? displayText(value) : value}</dd>
      </Fragment>
    ))}
  </dl>
);

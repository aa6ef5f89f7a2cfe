import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** Nothing is here: why, and what to do next. */
export const Empty = ({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) => (
  <div className={styles.empty}>
    <strong>{title}</strong>
    {children && <p>{children}</p>}
    {actions && <div className={styles.actions}>{actions}</div>}
  </div>
);

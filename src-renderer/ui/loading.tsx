import type { ReactNode } from 'react';
import styles from './loading.module.css';

export const Spinner = () => <span className={styles.spinner} aria-hidden="true" />;

export const Loading = ({ children }: { children: ReactNode }) => (
  <div className={styles.loading} role="status">
    <Spinner />
    {children}
  </div>
);

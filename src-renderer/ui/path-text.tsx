import { displayText } from '../format/display-text.ts';
import { fromCustomer } from '../format/paths.ts';
import styles from './path-text.module.css';

/** A path in full or from the customer's root on. Bytes that are no UTF-8 show as \xNN; the title has all of it. */
export const PathText = ({ path, customer }: { path: string; customer?: string | undefined }) => (
  <span className={styles.path} title={displayText(path)}>
    {fromCustomer(path, customer)}
  </span>
);

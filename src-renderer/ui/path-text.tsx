import { displayText } from '../format/display-text.ts';
import { fromCustomer, ofCustomer } from '../format/paths.ts';
import styles from './path-text.module.css';

interface Props {
  path: string;
  customer?: string | undefined;
  /** As it stands in backup.config, beside which it is shown. */
  literal?: boolean;
}

/** A path in full, or as its customer names it. Bytes that are no UTF-8 show as \xNN; the title has all of it. */
export const PathText = ({ path, customer, literal = false }: Props) => (
  <span className={styles.path} title={displayText(path)}>
    {literal ? fromCustomer(path, customer) : ofCustomer(path, customer)}
  </span>
);

import type { ReactNode } from 'react';
import styles from './table.module.css';

interface Props {
  label: string;
  /** Column headings; one that begins with `>` stands at the right, one with `-` is only read aloud. */
  columns: readonly string[];
  children: ReactNode;
}

/** A plain table. Rows are `tr`s of the caller's; `tableStyles` has what a cell may need. */
export const Table = ({ label, columns, children }: Props) => (
  <div className={styles.scroll}>
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={column.startsWith('>') ? styles.end : undefined}>
              {column.startsWith('-') ? <span className="sr-only">{column.slice(1)}</span> : column.replace(/^>/, '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

export { styles as tableStyles };

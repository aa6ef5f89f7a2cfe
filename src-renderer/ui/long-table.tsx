import { type ReactNode, useEffect } from 'react';
import { classes } from './classes.ts';
import { type RowProps, useLongRows } from './long-rows.ts';
import styles from './table.module.css';

export interface Column {
  title: string;
  /** Of a long table, whose columns must not move while it scrolls: a share or a length, as CSS has it. */
  width?: string;
  /** At the right. */
  end?: boolean;
  /** Not seen. */
  readAloud?: boolean;
}

interface Props<Item> {
  label: string;
  columns: readonly Column[];
  items: readonly Item[];
  /** Where only a part of the rows is known: where it begins, how many there are in all, and who hears what is in view. */
  from?: number;
  count?: number;
  onShown?: (first: number) => void;
  keyOf: (item: Item) => string;
  /** Of a row as most are, in pixels. */
  rowHeight?: number;
  /** Below which a long one scrolls sideways within itself, in pixels. */
  minWidth?: number;
  /** Gives a `tr` with `row` on it. */
  children: (item: Item, row: RowProps) => ReactNode;
}

/** A table of any length: a long one scrolls within itself and has only the rows in view in the document. */
export function LongTable<Item>(props: Props<Item>) {
  const { label, columns, items, from = 0, count = items.length, onShown, keyOf, rowHeight = 33, children } = props;
  const { minWidth = 900 } = props;
  const { scroll, isLong, shown, before, after, propsOf } = useLongRows(count, rowHeight);
  const [first] = shown;
  useEffect(() => {
    if (first !== undefined) onShown?.(first);
  }, [first, onShown]);
  return (
    <div ref={scroll} className={classes(styles.scroll, isLong && styles.long)} tabIndex={isLong ? 0 : undefined}>
      <table
        className={classes(styles.table, isLong && styles.fixed)}
        aria-label={label}
        aria-rowcount={isLong ? count + 1 : undefined}
        style={isLong ? { minWidth } : undefined}
      >
        {isLong && (
          <colgroup>
            {columns.map(({ title, width }) => (
              <col key={title} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            {columns.map(({ title, end, readAloud }) => (
              <th key={title} scope="col" className={end ? styles.end : undefined}>
                {readAloud ? <span className="sr-only">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {shown.map((index) => {
            const item = items[index - from];
            if (item === undefined) return <Coming key={index} row={propsOf(index)} columns={columns.length} />;
            return <Keyed key={keyOf(item)}>{children(item, propsOf(index))}</Keyed>;
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  );
}

const Keyed = ({ children }: { children: ReactNode }) => children;

/** A row that is asked for. */
const Coming = ({ row, columns }: { row: RowProps; columns: number }) => (
  <tr {...row}>
    <td colSpan={columns} className={styles.soft}>
      …
    </td>
  </tr>
);

/** Stands for rows that are not in the document. */
export const Gap = ({ height }: { height: number }) =>
  height > 0 && (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );

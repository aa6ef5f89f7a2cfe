import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './long-list.module.css';
import { useLongRows } from './long-rows.ts';

interface Props<Item> {
  /** Read aloud. */
  label?: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** Of an item as most are, in pixels, with the gap to the next one. */
  rowHeight: number;
  className?: string | undefined;
  children: (item: Item) => ReactNode;
}

/** A list of any length: a long one scrolls within itself and has only the items in view in the document. */
export function LongList<Item>({ label, items, keyOf, rowHeight, className, children }: Props<Item>) {
  const { scroll, isLong, shown, before, after, propsOf } = useLongRows(items.length, rowHeight);
  const listed = shown.flatMap((index) => {
    const item = items[index];
    if (item === undefined) return [];
    const { ref, 'data-index': at } = propsOf(index);
    return (
      <li key={keyOf(item)} ref={ref} data-index={at} aria-setsize={items.length} aria-posinset={index + 1}>
        {children(item)}
      </li>
    );
  });
  if (!isLong)
    return (
      <ul className={className} aria-label={label}>
        {listed}
      </ul>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls by itself has to be reached by the keyboard
    <div ref={scroll} className={styles.scroll} tabIndex={0}>
      <ul className={classes(styles.list)} aria-label={label} style={{ paddingTop: before, paddingBottom: after }}>
        {listed}
      </ul>
    </div>
  );
}

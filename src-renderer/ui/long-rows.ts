import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';

/** What a row of a long list is given, to be put on its element. */
export interface RowProps {
  ref?: (element: HTMLElement | null) => void;
  'data-index'?: number;
  'aria-rowindex'?: number;
}

export interface LongRows {
  /** The element that scrolls. */
  scroll: RefObject<HTMLDivElement | null>;
  /** Only some of the rows are in the document. */
  isLong: boolean;
  /** Indexes of the rows to show. */
  shown: readonly number[];
  /** Height of what is left out above and below, in pixels. */
  before: number;
  after: number;
  propsOf: (index: number) => RowProps;
}

/** Rows that are cheap to have in the document as a whole, so that the browser's own search finds them. */
const SHORT = 60;

/** The rows of a list that are in view, with some around them; all of them where they are few. */
export function useLongRows(count: number, rowHeight: number): LongRows {
  const scroll = useRef<HTMLDivElement>(null);
  const isLong = count > SHORT;
  const virtual = useVirtualizer({
    count: isLong ? count : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  if (!isLong) {
    const shown = Array.from({ length: count }, (_, index) => index);
    return { scroll, isLong, shown, before: 0, after: 0, propsOf: () => ({}) };
  }
  const items = virtual.getVirtualItems();
  const end = items.at(-1)?.end ?? 0;
  return {
    scroll,
    isLong,
    shown: items.map(({ index }) => index),
    before: items[0]?.start ?? 0,
    after: Math.max(0, virtual.getTotalSize() - end),
    // The heading is the first row.
    propsOf: (index) => ({ ref: virtual.measureElement, 'data-index': index, 'aria-rowindex': index + 2 }),
  };
}

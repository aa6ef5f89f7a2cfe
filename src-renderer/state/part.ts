import { useCallback, useState } from 'react';

/** Rows asked for at once: those in view, of the largest window, with a hundred and more on either side. */
const ROWS = 300;
const STEP = 100;

/** Which part of a long list is asked for: the one around the rows in view, moved on in steps as they are scrolled. */
export function usePart() {
  const [offset, setOffset] = useState(0);
  const onShown = useCallback((first: number) => setOffset(offsetFor(first)), []);
  return { part: { offset, limit: ROWS }, onShown };
}

export const offsetFor = (first: number): number => Math.max(0, Math.floor(first / STEP) - 1) * STEP;

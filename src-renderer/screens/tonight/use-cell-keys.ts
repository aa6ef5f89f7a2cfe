import { type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { TonightHost } from '../../../src-main/contract/index.ts';

export const cellAt = (row: number, column: number): string => `${row}-${column}`;

const moves: Record<string, readonly [down: number, right: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

interface CellKeys {
  table: RefObject<HTMLTableElement | null>;
  /** The one cell that Tab comes to; of a long map, one that is in view. */
  stop: string | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (event: FocusEvent) => void;
}

/** The cells of the map by the arrow keys: Tab would take fourteen presses a host. */
export function useCellKeys(hosts: readonly TonightHost[], shown: readonly number[]): CellKeys {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<string>();
  const rowOf = (cell: string) => Number(cell.split('-')[0]);
  const newest = shown
    .map((row) => cellAt(row, hosts[row]?.cells.findLastIndex((cell) => cell !== null) ?? -1))
    .find((cell) => !cell.endsWith('--1'));
  const isThere = at !== undefined && shown.includes(rowOf(at)) && Boolean(cellOf(hosts, at));

  return {
    table,
    stop: isThere ? at : newest,
    onFocus: (event) => {
      const own = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
      if (own) setAt(own);
    },
    onKeyDown: (event) => {
      const move = moves[event.key];
      const own = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
      if (!move || !own) return;
      event.preventDefault();
      const [row = 0, column = 0] = own.split('-').map(Number);
      table.current?.querySelector<HTMLElement>(`[data-at="${cellAt(row + move[0], column + move[1])}"]`)?.focus();
    },
  };
}

function cellOf(hosts: readonly TonightHost[], at: string) {
  const [row = -1, column = -1] = at.split('-').map(Number);
  return hosts[row]?.cells[column];
}

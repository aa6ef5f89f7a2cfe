import { useMemo } from 'react';
import { type Cell, type Chosen, takeCells, toggleCell, withoutPath } from '../../state/cells.ts';
import { useKeptChoice } from '../../state/kept-choice.ts';
import { type Tick, type Ticks, toggleTicks } from '../../state/ticks.ts';

/** What the reader has chosen for a customer, kept while they look at another: nights, ticked paths, single versions. */
export function useChoice(customer: string) {
  const [chosen, change] = useKeptChoice(customer);
  return useMemo(
    () => ({
      ...chosen,
      chosen: chosen as Chosen,
      setSelected: (selected: ReadonlySet<string>) => change(() => ({ selected })),
      tick: (changed: readonly Tick[], on: boolean) =>
        change((old): { ticks: Ticks } => ({ ticks: toggleTicks(old.ticks, changed, on) })),
      toggle: (cell: Cell) => change((old) => toggleCell(old, cell)),
      take: (cells: readonly Cell[]) => change((old) => takeCells(old, cells)),
      leaveOut: (host: string, path: string) => change((old) => withoutPath(old, host, path)),
      setTicket: (ticket: string) => change(() => ({ ticket })),
      clear: () => change(() => ({ selected: new Set(), ticks: new Map(), cells: new Map(), except: new Set() })),
    }),
    [chosen, change],
  );
}

export type Choice = ReturnType<typeof useChoice>;

import { useMemo } from 'react';
import { type Cell, type Chosen, takeCells, toggleCell, withoutPath } from '../../state/cells.ts';
import type { CustomerDesk, Draft } from '../../state/drafts.ts';
import { type Tick, type Ticks, toggleTicks } from '../../state/ticks.ts';

/** What the reader has chosen for the restore looked at: nights, ticked paths, single versions, its ticket, where it goes. */
export function useChoice({ draft, change }: Pick<CustomerDesk, 'draft' | 'change'>) {
  return useMemo(
    () => ({
      ...draft,
      chosen: draft as Chosen,
      setSelected: (selected: ReadonlySet<string>) => change(() => ({ selected })),
      tick: (changed: readonly Tick[], on: boolean) =>
        change((old): { ticks: Ticks } => ({ ticks: toggleTicks(old.ticks, changed, on) })),
      toggle: (cell: Cell) => change((old) => toggleCell(old, cell)),
      take: (cells: readonly Cell[]) => change((old) => takeCells(old, cells)),
      leaveOut: (host: string, path: string) => change((old) => withoutPath(old, host, path)),
      setTicket: (ticket: string) => change(() => ({ ticket })),
      setTo: (to: Draft['to']) => change(() => ({ to })),
      clear: () =>
        change(() => ({ selected: new Set(), ticks: new Map(), cells: new Map(), except: new Set(), to: undefined })),
    }),
    [draft, change],
  );
}

export type Choice = ReturnType<typeof useChoice>;

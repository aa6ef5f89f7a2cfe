import type { ActionRecord } from '../programs/restore/actions.ts';
import { listActions } from '../programs/restore/actions.ts';
import type { HoldRecord } from '../programs/restore/hold-record.ts';
import { listHolds } from '../programs/restore/list-holds.ts';
import type { Machines } from '../ssh/types.ts';
import type { Subscribe } from './events.ts';
import { runProgram } from './run-program.ts';
import { createStampedLists, type StampedLists } from './stamped-lists.ts';

/** What staff share on the servers beside nights. */
export interface KnownLists {
  holds: StampedLists<HoldRecord>;
  /** Oldest first. */
  actions: StampedLists<ActionRecord>;
}

/** Events after which they may be others. */
const changing = ['holds.changed', 'actions.changed', 'nights.changed'] as const;

export function createKnownLists(machines: Machines, subscribe: Subscribe): KnownLists {
  const lists = listsOn(machines);
  const stale = () => {
    lists.holds.stale();
    lists.actions.stale();
  };
  for (const event of changing) subscribe(event, stale);
  subscribe('job.changed', ({ finishedAt }) => finishedAt && stale());
  return lists;
}

const listsOn = (machines: Machines): KnownLists => ({
  holds: createStampedLists({
    machines,
    stamp: 'holds',
    async ask(server, backupdirs) {
      const found = await runProgram(machines, server, listHolds, { backupdirs });
      return new Map(found.map(({ backupdir, holds }) => [backupdir, holds]));
    },
  }),
  actions: createStampedLists({
    machines,
    stamp: 'actions',
    async ask(server, backupdirs) {
      const found = await runProgram(machines, server, listActions, { backupdirs });
      const byPlace = Map.groupBy(found, ({ backupdir }) => backupdir);
      return new Map([...byPlace].map(([backupdir, some]) => [backupdir, some.map(({ action }) => action)]));
    },
  }),
});

import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import type { InputLine, ProgramEvent } from '../wire.ts';
import actions from './actions.sh?raw';
import changeHoldSource from './change-hold.sh?raw';
import { type HoldRecord, holdsOf } from './hold-record.ts';
import holds from './holds.sh?raw';

interface Change {
  backupdir: string;
  id: string;
  by: string;
  /** ISO 8601. */
  at: string;
  host: string;
  customer?: string | undefined;
  /** The sentence that stands in the log of actions. */
  message?: string;
}

export type HoldChange = Change &
  ({ verb: 'extend'; until: string } | { verb: 'release' } | { verb: 'delivered'; path: string });

/** Changes a hold; gives its record where it was extended. Errors: not-found. */
export const changeHold: Program<HoldChange, HoldRecord | undefined> = {
  name: 'change-hold',
  source: compose(night, actions, holds, changeHoldSource),
  encode: (change): InputLine[] => [
    ['backupdir', change.backupdir],
    ['id', change.id],
    ['verb', change.verb],
    ['by', change.by],
    ['at', change.at],
    ['host', change.host],
    ['customer', change.customer ?? ''],
    ['message', change.message ?? ''],
    ...(change.verb === 'extend' ? [['until', change.until] as const] : []),
    ...(change.verb === 'delivered' ? [['path', change.path] as const] : []),
  ],
  reader: () => {
    const events: ProgramEvent[] = [];
    return {
      take: (event) => {
        events.push(event);
        return undefined;
      },
      result: () => holdsOf(events)[0],
    };
  },
};

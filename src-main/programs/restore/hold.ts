import subvolumes from '../keeper/subvolumes.sh?raw';
import lister from '../nights/lister.sh?raw';
import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import actions from './actions.sh?raw';
import holdSource from './hold.sh?raw';
import { type HoldRecord, holdsOf } from './hold-record.ts';
import holds from './holds.sh?raw';
import machine from './machine.sh?raw';
import selection from './selection.sh?raw';
import { type AbsentPath, type ServerSelection, selectionLines } from './selection.ts';
import shared from './shared.sh?raw';

export interface NewHold extends ServerSelection {
  id: string;
  host: string;
  customer: string | undefined;
  ticket: string | undefined;
  reason: string;
  /** What tells this selection from others, so that the same one is found again. */
  request?: string | undefined;
  by: string;
  /** ISO 8601. */
  at: string;
  until: string;
  /** The sentence that stands in the log of actions. */
  message: string;
}

export interface CreatedHold {
  hold: HoldRecord | undefined;
  absent: AbsentPath[];
}

/**
 * Preserves a selection, and notes it as an action. A hold of that id that is there already is answered as it is.
 * Errors: night-gone, unsafe-path, nothing-selected (no night has any of the paths), no-space.
 */
export const createHold: Program<NewHold, CreatedHold, { done: number }> = {
  name: 'hold',
  source: compose(night, lister, machine, actions, holds, selection, subvolumes, shared, holdSource),
  encode: (input) => [
    ['backupdir', input.backupdir],
    ['id', input.id],
    ['host', input.host],
    ['customer', input.customer ?? ''],
    ['ticket', input.ticket ?? ''],
    ['reason', input.reason],
    ['request', input.request ?? ''],
    ['by', input.by],
    ['at', input.at],
    ['until', input.until],
    ['message', input.message],
    ...selectionLines(input),
  ],
  reader: () => {
    const events: ProgramEvent[] = [];
    const absent: AbsentPath[] = [];
    return {
      take: (event) => {
        if (event.name === 'progress') return { done: Number(event.fields.done) };
        if (event.name === 'absent') absent.push({ runId: event.fields.run ?? '', path: event.fields.path ?? '' });
        else events.push(event);
        return undefined;
      },
      result: () => ({ hold: holdsOf(events)[0], absent }),
    };
  },
};

import { countOf } from '../../domain/told-values.ts';
import subvolumes from '../keeper/subvolumes.sh?raw';
import lister from '../nights/lister.sh?raw';
import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import sha256 from '../shared/sha256.sh?raw';
import type { ProgramEvent } from '../wire.ts';
import actions from './actions.sh?raw';
import archive from './archive.sh?raw';
import holdSource from './hold.sh?raw';
import { type HoldRecord, holdsOf } from './hold-record.ts';
import holds from './holds.sh?raw';
import linkNight from './link-night.sh?raw';
import machine from './machine.sh?raw';
import members from './members.sh?raw';
import { type PackedTarball, packedOf } from './pack.ts';
import packTree from './pack-tree.sh?raw';
import selection from './selection.sh?raw';
import { type AbsentPath, type ServerSelection, selectionLines } from './selection.ts';
import shared from './shared.sh?raw';
import tarTools from './tar-tools.sh?raw';

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
  /** The name, without its ending, of a tarball that its nights are packed into at the same time. */
  tarball?: string | undefined;
  /** It may be compressed by zstd, where the server has that. */
  zstd?: boolean | undefined;
}

export interface CreatedHold {
  hold: HoldRecord | undefined;
  /** The tarball that was asked for. */
  packed: PackedTarball | undefined;
  absent: AbsentPath[];
}

/** `held` once rotation can't touch the nights any more; `done`, how many members are packed. */
export type HoldProgress = { held: string } | { done: number };

/**
 * Preserves a selection, and notes it as an action. A hold of that id that is there already is answered as it is.
 * Errors: night-gone, unsafe-path, nothing-selected (no night has any of the paths), no-space, permission-denied (a
 * disk that is read-only), conflict (the nights were renamed while they were packed; they are held all the same). A hold
 * that was told as `held` stays, whatever error comes after it.
 */
export const createHold: Program<NewHold, CreatedHold, HoldProgress> = {
  name: 'hold',
  source: compose(
    night,
    lister,
    machine,
    sha256,
    actions,
    holds,
    selection,
    subvolumes,
    shared,
    tarTools,
    archive,
    packTree,
    members,
    linkNight,
    holdSource,
  ),
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
    ...(input.tarball === undefined ? [] : [['tarball', input.tarball] as const]),
    ...(input.zstd ? [['zstd', 'yes'] as const] : []),
    ...selectionLines(input),
  ],
  reader: () => {
    const events: ProgramEvent[] = [];
    const absent: AbsentPath[] = [];
    let packed: PackedTarball | undefined;
    return {
      take: (event) => {
        if (event.name === 'progress') return { done: countOf(event.fields.done) ?? 0 };
        if (event.name === 'linked') return { held: event.fields.id ?? '' };
        if (event.name === 'packed') packed = packedOf(event);
        if (event.name === 'absent') absent.push({ runId: event.fields.run ?? '', path: event.fields.path ?? '' });
        else events.push(event);
        return undefined;
      },
      result: () => ({ hold: holdsOf(events)[0], packed, absent }),
    };
  },
};

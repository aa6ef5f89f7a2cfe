import type { Rehearsal } from '../../contract/index.ts';
import { textFromBytes } from '../../domain/bytes.ts';
import { countOf } from '../../domain/told-values.ts';
import lock from '../keeper/lock.sh?raw';
import lister from '../nights/lister.sh?raw';
import night from '../nights/night.sh?raw';
import { unescapeRsync } from '../nights/rsync-names.ts';
import { compose, type Program, UnfitAnswer } from '../program.ts';
import archive from '../restore/archive.sh?raw';
import holds from '../restore/holds.sh?raw';
import machine from '../restore/machine.sh?raw';
import members from '../restore/members.sh?raw';
import selection from '../restore/selection.sh?raw';
import { selectionLines } from '../restore/selection.ts';
import tarTools from '../restore/tar-tools.sh?raw';
import unpack from '../restore/unpack.sh?raw';
import events from '../shared/events.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import proof from './proof.sh?raw';
import { rehearsalOf } from './proof-record.ts';
import rehearseSource from './rehearse.sh?raw';

export interface RehearseInput {
  backupdir: string;
  /** ISO 8601. */
  at: string;
  customer: string;
  /** The customer's root on the host. */
  root: string;
  night: { runId: string; date: string };
  megabytes: number;
}

/** With the first names of what came out otherwise. */
export type Rehearsed = Rehearsal & { names: string[] };

const MOST_NAMES = 200;

/**
 * Rehearses one customer's restore into a scratch folder on the server, and notes what came of it. Errors: locked (a night
 * is at work, or another proof), night-gone, conflict, no-space, nothing-selected, missing-tool.
 */
export const rehearse: Program<RehearseInput, Rehearsed, { step: string } | { done: number }> = {
  name: 'rehearse',
  source: compose(
    events,
    lock,
    night,
    lister,
    machine,
    holds,
    sha256,
    selection,
    members,
    tarTools,
    archive,
    unpack,
    proof,
    rehearseSource,
  ),
  encode: ({ backupdir, at, customer, root, night: { runId, date }, megabytes }) => [
    ['backupdir', backupdir],
    ['at', at],
    ['customer', customer],
    ['megabytes', String(megabytes)],
    ...selectionLines({ backupdir, root, nights: [{ runId, date, label: date, paths: [''] }] }),
  ],
  reader: () => {
    const names: string[] = [];
    let found: Rehearsal | undefined;
    return {
      take({ name, fields }) {
        if (name === 'step') return { step: fields.name ?? '' };
        if (name === 'progress') return { done: countOf(fields.done) ?? 0 };
        if (name === 'differs' && names.length < MOST_NAMES)
          names.push(textFromBytes(unescapeRsync(fields.name ?? '')));
        if (name === 'rehearsed') found = rehearsalOf(fields);
        return undefined;
      },
      result() {
        if (!found) throw new UnfitAnswer('it tells no result');
        return { ...found, names };
      },
    };
  },
};

import { countOf } from '../../domain/told-values.ts';
import lock from '../keeper/lock.sh?raw';
import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import holds from '../restore/holds.sh?raw';
import machine from '../restore/machine.sh?raw';
import events from '../shared/events.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import notes from './notes.sh?raw';
import proof from './proof.sh?raw';
import { type FoundProof, ProofReader } from './proof-record.ts';
import readBackSource from './read-back.sh?raw';
import tellRot from './tell-rot.sh?raw';

export interface ReadBackInput {
  backupdir: string;
  /** ISO 8601. */
  at: string;
  /** Where it was done after this time, by whomever, it is not done again. */
  since?: string | undefined;
  files: number;
  megabytes: number;
  seconds: number;
}

/**
 * Reads a small share of the files of one backupdir back, and compares them with what was noted when they came. It ends
 * early where a night begins. Errors: locked (a night is at work, or another proof), not-found (no night of Nightkeep's).
 */
export const readBack: Program<ReadBackInput, FoundProof, { files: number }> = {
  name: 'read-back',
  source: compose(events, lock, night, machine, holds, sha256, proof, notes, tellRot, readBackSource),
  encode: ({ backupdir, at, since = '', files, megabytes, seconds }) => [
    ['backupdir', backupdir],
    ['at', at],
    ['since', since],
    ['files', String(files)],
    ['megabytes', String(megabytes)],
    ['seconds', String(seconds)],
  ],
  reader: () => {
    const reader = new ProofReader();
    return {
      take(event) {
        if (event.name === 'progress') return { files: countOf(event.fields.files) ?? 0 };
        reader.take(event);
        return undefined;
      },
      result: () => reader.result(),
    };
  },
};

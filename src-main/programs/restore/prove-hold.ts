import { textFromBytes } from '../../domain/bytes.ts';
import { countOf } from '../../domain/told-values.ts';
import lister from '../nights/lister.sh?raw';
import night from '../nights/night.sh?raw';
import { unescapeRsync } from '../nights/rsync-names.ts';
import { compose, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import archive from './archive.sh?raw';
import holds from './holds.sh?raw';
import machine from './machine.sh?raw';
import proveHoldSource from './prove-hold.sh?raw';
import tarTools from './tar-tools.sh?raw';
import unpack from './unpack.sh?raw';

export interface Proof {
  /** Files that came out of the tarball and were compared; 0 where the tarball itself is not what it was. */
  files: number;
  wrong: number;
  /** The first of what is wrong: names in the hold's tree, or the tarball's own. */
  names: string[];
}

/**
 * Proves a hold, and notes in it what was found. Errors: not-found (the hold, or a tarball of it), no-space,
 * missing-tool.
 */
export const proveHold: Program<{ backupdir: string; id: string; at: string }, Proof, { step: string }> = {
  name: 'prove-hold',
  source: compose(night, lister, machine, events, sha256, holds, tarTools, archive, unpack, proveHoldSource),
  encode: ({ backupdir, id, at }) => [
    ['backupdir', backupdir],
    ['id', id],
    ['at', at],
  ],
  reader: () => {
    const proof: Proof = { files: 0, wrong: 0, names: [] };
    return {
      take: ({ name, fields }) => {
        if (name === 'step') return { step: fields.name ?? '' };
        if (name === 'differs') proof.names.push(textFromBytes(unescapeRsync(fields.name ?? '')));
        if (name === 'proven')
          Object.assign(proof, { files: countOf(fields.files) ?? 0, wrong: countOf(fields.wrong) ?? 0 });
        return undefined;
      },
      result: () => proof,
    };
  },
};

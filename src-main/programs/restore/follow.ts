import night from '../nights/night.sh?raw';
import { compose } from '../program.ts';
import type { InputLine } from '../wire.ts';
import followSource from './follow.sh?raw';
import holds from './holds.sh?raw';

/**
 * A program whose stdout is the bytes of a hold's tarball, and nothing else; it can be started before the packing
 * begins, and ends with 0 when the tarball is whole and all of it was said.
 */
export const followTarball = {
  name: 'follow',
  source: compose(night, holds, followSource),
  /** @param name the tarball's, without its ending */
  encode: ({ backupdir, id, name }: { backupdir: string; id: string; name: string }): InputLine[] => [
    ['backupdir', backupdir],
    ['id', id],
    ['name', name],
  ],
};

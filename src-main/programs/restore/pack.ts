import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import sha256 from '../shared/sha256.sh?raw';
import holds from './holds.sh?raw';
import machine from './machine.sh?raw';
import packSource from './pack.sh?raw';

export interface PackedTarball {
  name: string;
  bytes: number;
  sha256: string;
  entries: number;
}

export interface PackProgress {
  /** Members packed; undefined once the archive is being read again. */
  done?: number;
  total?: number;
}

/** Packs a hold, or tells the tarball that was packed of it before. Errors: not-found, no-space, missing-tool. */
export const packHold: Program<{ backupdir: string; id: string; name: string }, PackedTarball, PackProgress> = {
  name: 'pack',
  source: compose(night, machine, sha256, holds, packSource),
  encode: ({ backupdir, id, name }) => [
    ['backupdir', backupdir],
    ['id', id],
    ['name', name],
  ],
  reader: () => {
    let packed: PackedTarball = { name: '', bytes: 0, sha256: '', entries: 0 };
    return {
      take: ({ name, fields }) => {
        if (name === 'progress') return { done: Number(fields.done), total: Number(fields.total) };
        if (name === 'verifying') return {};
        if (name === 'packed') {
          packed = {
            name: fields.name ?? '',
            bytes: Number(fields.bytes),
            sha256: fields.sha256 ?? '',
            entries: Number(fields.entries),
          };
        }
        return undefined;
      },
      result: () => packed,
    };
  },
};

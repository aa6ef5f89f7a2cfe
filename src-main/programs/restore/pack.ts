import { countOf } from '../../domain/told-values.ts';
import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import sha256 from '../shared/sha256.sh?raw';
import type { InputLine, ProgramEvent } from '../wire.ts';
import archive from './archive.sh?raw';
import holds from './holds.sh?raw';
import machine from './machine.sh?raw';
import members from './members.sh?raw';
import packSource from './pack.sh?raw';
import packTree from './pack-tree.sh?raw';
import selection from './selection.sh?raw';
import tarTools from './tar-tools.sh?raw';

export interface PackedTarball {
  name: string;
  bytes: number;
  sha256: string;
  entries: number;
}

export const packedOf = ({ fields }: ProgramEvent): PackedTarball => ({
  name: fields.name ?? '',
  bytes: countOf(fields.bytes) ?? 0,
  sha256: fields.sha256 ?? '',
  entries: countOf(fields.entries) ?? 0,
});

export interface HoldToPack {
  backupdir: string;
  id: string;
  name: string;
  /** What of it, by the nights' labels, and paths below the customer's root, none in another; without them all. */
  parts?: readonly { label: string; paths: readonly string[] }[] | undefined;
}

/**
 * Packs a hold, or tells the tarball that was packed of it before; `done` counts members. A name that ends in `.zst` is
 * compressed by zstd. Errors: not-found, nothing-selected, no-space, missing-tool.
 */
export const packHold: Program<HoldToPack, PackedTarball, { done: number }> = {
  name: 'pack',
  source: compose(night, machine, sha256, holds, tarTools, archive, selection, members, packTree, packSource),
  encode: ({ backupdir, id, name, parts = [] }) => [
    ['backupdir', backupdir],
    ['id', id],
    ['name', name],
    ...parts.flatMap(({ label, paths }): InputLine[] => [
      ['label', label],
      ...paths.map((path) => ['path', path] as const),
    ]),
  ],
  reader: () => {
    let packed: PackedTarball = { name: '', bytes: 0, sha256: '', entries: 0 };
    return {
      take: (event) => {
        if (event.name === 'progress') return { done: countOf(event.fields.done) ?? 0 };
        if (event.name === 'packed') packed = packedOf(event);
        return undefined;
      },
      result: () => packed,
    };
  },
};

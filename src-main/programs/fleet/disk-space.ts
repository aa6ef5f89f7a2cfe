import { compose, type Program } from '../program.ts';
import source from './disk-space.sh?raw';

export interface DiskSpace {
  dir: string;
  freeBytes: number;
  totalBytes: number;
}

/** The room on the file systems of the given folders. */
export const diskSpace: Program<readonly string[], DiskSpace[]> = {
  name: 'disk-space',
  source: compose(source),
  encode: (dirs) => dirs.map((dir) => ['dir', dir] as const),
  reader() {
    const disks: DiskSpace[] = [];
    return {
      take({ name, fields: { dir = '', free, total } }) {
        if (name === 'disk') disks.push({ dir, freeBytes: Number(free) * 1024, totalBytes: Number(total) * 1024 });
        return undefined;
      },
      result: () => disks,
    };
  },
};

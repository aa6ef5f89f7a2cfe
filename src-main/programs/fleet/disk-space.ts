import { compose, ONE_HOST, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import source from './disk-space.sh?raw';
import room from './room.sh?raw';

export interface DiskSpace {
  dir: string;
  freeBytes: number;
  totalBytes: number;
}

/** What room.sh says of one folder. */
export const diskOf = ({ fields: { dir = '', free, total } }: ProgramEvent): DiskSpace => ({
  dir,
  freeBytes: Number(free) * 1024,
  totalBytes: Number(total) * 1024,
});

/** The room on the file systems of the given folders. */
export const diskSpace: Program<readonly string[], DiskSpace[]> = {
  name: 'disk-space',
  source: compose(room, source),
  encode: (dirs) => dirs.map((dir) => ['dir', dir] as const),
  bounds: ONE_HOST,
  reader() {
    const disks: DiskSpace[] = [];
    return {
      take(event) {
        if (event.name === 'disk') disks.push(diskOf(event));
        return undefined;
      },
      result: () => disks,
    };
  },
};

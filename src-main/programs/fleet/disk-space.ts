import { countOf } from '../../domain/told-values.ts';
import { compose, ONE_HOST, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import source from './disk-space.sh?raw';
import room from './room.sh?raw';

export interface DiskSpace {
  dir: string;
  freeBytes: number;
  totalBytes: number;
}

/** What room.sh says of one folder; undefined where that can't be: a disk of which nothing is known is not a full one. */
export function diskOf({ fields: { dir = '', ...fields } }: ProgramEvent): DiskSpace | undefined {
  const [free, total] = [countOf(fields.free), countOf(fields.total)];
  return free === undefined || total === undefined
    ? undefined
    : { dir, freeBytes: free * 1024, totalBytes: total * 1024 };
}

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
        if (event.name === 'disk') disks.push(...[diskOf(event) ?? []].flat());
        return undefined;
      },
      result: () => disks,
    };
  },
};

import { compose, ONE_SERVER, type Program, withoutComments } from '../program.ts';
import { type DiskSpace, diskOf } from './disk-space.ts';
import room from './room.sh?raw';
import source from './stamps.sh?raw';

/** What tells that something in a backupdir changed since it was last asked about. */
export interface Stamps {
  /** undefined: the backupdir isn't there, or can't be read. */
  nights: string | undefined;
  holds: string | undefined;
  actions: string | undefined;
  /** Somebody holds its lock, or died with it. */
  locked: boolean;
}

/** A stamp that equals no other, since what it stands for may change within the second. */
export const NO_STAMP = '-';

export interface AskedStamps {
  /** Whose file system's room is told. */
  room: string;
  backupdirs: readonly string[];
}

/** The stamps of some backupdirs of one server, in the order asked, and the room there is. It is asked every minute. */
export const readStamps: Program<AskedStamps, { disk: DiskSpace | undefined; stamps: Stamps[] }> = {
  name: 'stamps',
  source: withoutComments(compose(room, source)),
  encode: (asked) => [['room', asked.room], ...asked.backupdirs.map((dir) => ['dir', dir] as const)],
  bounds: ONE_SERVER,
  reader() {
    let disk: DiskSpace | undefined;
    const stamps: Stamps[] = [];
    return {
      take(event) {
        if (event.name === 'disk') disk ??= diskOf(event);
        if (event.name === 's') {
          const { n, h, a, l } = event.fields;
          stamps.push({ nights: n, holds: h, actions: a, locked: l === '1' });
        }
        return undefined;
      },
      result: () => ({ disk, stamps }),
    };
  },
};

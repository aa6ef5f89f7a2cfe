import type { ServerProbe } from '../../contract/index.ts';
import { compose, type Program } from '../program.ts';
import fractions from '../shared/fractions.sh?raw';
import pin from '../shared/pin.sh?raw';
import probeDisk from './probe-disk.sh?raw';

/** What a server has for the nights in a backupdir, where that is there. */
export const probeDiskProgram: Program<{ backupdir: string }, Omit<ServerProbe, 'name'>> = {
  name: 'probe-disk',
  source: compose(pin, fractions, probeDisk),
  encode: ({ backupdir }) => [['backupdir', backupdir]],
  reader: () => {
    const keeps: Record<string, boolean> = {};
    let rsync: string | undefined;
    return {
      take: ({ name, fields }) => {
        if (name === 'server') rsync = fields.rsync;
        if (name === 'keeps') for (const [key, value] of Object.entries(fields)) keeps[key] = value === 'yes';
        return undefined;
      },
      result: () => ({
        rsync,
        keeps: {
          fractions: keeps.fractions,
          capitals: keeps.capitals,
          hardLinks: keeps.hardLinks,
          symlinks: keeps.symlinks,
          modes: keeps.modes,
          longNames: keeps.longNames,
          fifos: keeps.fifos,
        },
      }),
    };
  },
};

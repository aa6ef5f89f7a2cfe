import type { HostProbe } from '../../contract/index.ts';
import { countOf } from '../../domain/told-values.ts';
import view from '../night/view.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import rsync from '../shared/rsync.sh?raw';
import place from './place.sh?raw';
import probe from './probe.sh?raw';

/** What a host has told of itself. `time` is its clock, in seconds since 1970, undefined where it did not say. */
export interface Probed extends Omit<HostProbe, 'clockSkewSeconds'> {
  time: number | undefined;
}

export const probeProgram: Program<{ configPath: string; folder: string }, Probed> = {
  name: 'probe',
  source: compose(place, rsync, view, probe),
  encode: ({ configPath, folder }) => [
    ['config', configPath],
    ['folder', folder],
  ],
  bounds: ONE_HOST,
  reader: () => {
    const told: Record<string, string> = {};
    return {
      take: ({ name, fields }) => {
        if (name === 'probe') Object.assign(told, fields);
        return undefined;
      },
      result: () => ({
        os: told.os ?? 'unknown',
        shell: told.shell ?? 'unknown',
        rsync: told.rsync,
        rsyncFollows: told.follows === 'yes',
        ssh: told.ssh,
        tar: told.tar,
        sendmail: told.sendmail,
        scripts: told.scripts,
        schedule: told.schedule,
        time: countOf(told.time),
        freeBytes: countOf(told.freeBytes),
      }),
    };
  },
};

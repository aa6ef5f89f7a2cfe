import place from '../host/place.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import lookAround from './look-around.sh?raw';

export interface LookAroundInput {
  role: 'host' | 'server';
  /** Where backup.config should be; the usual places are looked at too. */
  configPath: string | undefined;
}

export interface SeenAround {
  os: string;
  configs: string[];
  /** A server's folders with nights in them. */
  backupdirs: string[];
}

/** What a machine that is new to the fleet has, in the usual places. */
export const lookAroundProgram: Program<LookAroundInput, SeenAround> = {
  name: 'look-around',
  source: compose(place, lookAround),
  encode: ({ role, configPath }) => [
    ['role', role],
    ['path', configPath ?? ''],
  ],
  bounds: ONE_HOST,
  reader: () => {
    const seen: SeenAround = { os: 'unknown', configs: [], backupdirs: [] };
    return {
      take: ({ name, fields }) => {
        if (name === 'system') seen.os = fields.os ?? 'unknown';
        if (name === 'config' && fields.path) seen.configs.push(fields.path);
        if (name === 'backupdir' && fields.path) seen.backupdirs.push(fields.path);
        return undefined;
      },
      result: () => ({ ...seen, backupdirs: [...new Set(seen.backupdirs)] }),
    };
  },
};

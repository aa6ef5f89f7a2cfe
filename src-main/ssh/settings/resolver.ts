import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ClientSettings, settingsFrom } from './client-settings.ts';
import { createFilesStamp } from './config-files.ts';
import { readConfiguration } from './own-reading.ts';
import { type Asked, askSsh } from './ssh-g.ts';
import { localUser } from './tokens.ts';

export interface ResolverOptions {
  /** The person's OpenSSH configuration. It need not be there; undefined where none counts. */
  configPath: string | undefined;
  /** OpenSSH's client. */
  program: string;
}

export interface Resolver {
  /** Throws bad-input where the configuration is wrong, or can't be honoured without OpenSSH's client. */
  settings: (asked: Asked) => Promise<ClientSettings>;
  /** The arguments by which OpenSSH's client reads the same configuration. */
  configuration: () => string[];
}

const SYSTEM_WIDE = '/etc/ssh/ssh_config';
/** For how long it is not looked again whether there is a client, in milliseconds. */
const WITHOUT_MS = 60_000;

/** Says how OpenSSH's client would reach a machine; what was asked is kept until a file of the configuration changes. */
export function createResolver({ configPath, program }: ResolverOptions): Resolver {
  const own = configPath !== undefined && resolve(configPath) === join(localUser().home, '.ssh', 'config');
  const roots = [
    // ssh takes relative names from the account's own place, wherever the file that has them lies.
    ...(configPath === undefined ? [] : [{ path: configPath, includesFrom: join(localUser().home, '.ssh') }]),
    ...(own ? [{ path: SYSTEM_WIDE, includesFrom: dirname(SYSTEM_WIDE) }] : []),
  ];
  const filesStamp = createFilesStamp(roots);
  let known = { stamp: '', of: new Map<string, Promise<ClientSettings>>() };

  // ssh takes the account's home from passwd, so a configuration elsewhere has to be named; the system's is then left out.
  const configuration = () =>
    own ? [] : ['-F', configPath !== undefined && existsSync(configPath) ? configPath : 'none'];
  let withoutUntil = 0;
  const ask = async (asked: Asked): Promise<ClientSettings> => {
    const said = performance.now() < withoutUntil ? undefined : await askSsh(program, configuration(), asked);
    if (said) return settingsFrom(said, asked);
    if (performance.now() >= withoutUntil) withoutUntil = performance.now() + WITHOUT_MS;
    return settingsFrom(readRoots(roots, asked), asked);
  };

  const settings = async (asked: Asked): Promise<ClientSettings> => {
    const { stamp, volatile } = filesStamp();
    if (volatile) return ask(asked);
    if (known.stamp !== stamp) known = { stamp, of: new Map() };
    const { of } = known;
    const key = JSON.stringify([asked.name, asked.user, asked.port]);
    const before = of.get(key);
    if (before) return before;
    const answer = ask(asked);
    of.set(key, answer);
    // What was wrong may be put right outside the files, such as a variable or a program.
    answer.catch(() => of.delete(key));
    return answer;
  };
  return { settings, configuration };
}

function readRoots(roots: readonly { path: string; includesFrom: string }[], asked: Asked) {
  const [first, ...rest] = roots.map((root) => readConfiguration(root.path, root.includesFrom, asked));
  const words = first ?? new Map<string, string[]>();
  for (const further of rest) for (const [word, values] of further) if (!words.has(word)) words.set(word, values);
  return words;
}

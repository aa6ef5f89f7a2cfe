import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { NightkeepError } from '../../contract/index.ts';

const OWNER_ONLY = 0o700;
const STICKY = 0o1000;

/**
 * The data folder: what `--home` says, else NIGHTKEEP_HOME, else where this system keeps an app's data. Made if missing, and
 * kept from other users in any case: what it holds says how to reach every machine. Throws bad-input for a folder that
 * is there for all of them, such as /tmp.
 */
export function openHome(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  const home = resolve(option || environment.NIGHTKEEP_HOME || defaultHome(environment, platform));
  try {
    mkdirSync(home, { recursive: true, mode: OWNER_ONLY });
    if (platform !== 'win32') makePrivate(home);
  } catch (error) {
    if (error instanceof NightkeepError) throw error;
    const message = `${home} can't be made or used: ${(error as Error).message}. Name another folder for Nightkeep’s data, by --home or NIGHTKEEP_HOME.`;
    throw new NightkeepError('permission-denied', message, { path: home }, { cause: error });
  }
  return home;
}

function makePrivate(home: string): void {
  const { mode, uid } = statSync(home);
  const me = process.getuid?.() ?? 0;
  if (mode & STICKY || (me !== 0 && uid !== me)) {
    const message = `${home} is not a folder of yours alone. Name one for Nightkeep’s data, by --home or NIGHTKEEP_HOME.`;
    throw new NightkeepError('bad-input', message, { path: home });
  }
  if (mode & 0o077) chmodSync(home, OWNER_ONLY);
}

function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(environment.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Nightkeep');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Nightkeep');
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'nightkeep');
}

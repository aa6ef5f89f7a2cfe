import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const OWNER_ONLY = 0o700;

/** The data folder: what `--home` says, else NIGHTKEEP_HOME, else where this system keeps an app's data. Made if missing. */
export function openHome(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  const home = resolve(option || environment.NIGHTKEEP_HOME || defaultHome(environment, platform));
  mkdirSync(home, { recursive: true, mode: OWNER_ONLY });
  return home;
}

function defaultHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(environment.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Nightkeep');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Nightkeep');
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'nightkeep');
}

import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore } from '../../core.ts';
import type { Power, Secrets, Settings } from '../../ports.ts';
import { type Log, openLog, systemClock } from '../../ports.ts';
import { version } from '../../version.ts';

export interface StartedCore {
  core: Core;
  log: Log;
}

/** The core as every shell runs it, on the data folder that `settings` lies in. */
export function startCore(
  settings: Settings,
  shell: 'cli' | 'web' | 'electron',
  more: { secrets?: Secrets; power?: Power } = {},
): StartedCore {
  const log = openLog(join(settings.home, 'nightkeep.log'), systemClock.now);
  const core = createCore({
    settings,
    clock: systemClock,
    log,
    by: staffName(),
    shell,
    version,
    watch: shell !== 'cli',
    ...more,
  });
  return { core, log };
}

/** Who works here, as holds and actions are signed: `anna@desk7`. */
function staffName(): string {
  return `${userName()}@${hostname().split('.')[0]}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in some containers.
    return process.env.USER || 'unknown';
  }
}

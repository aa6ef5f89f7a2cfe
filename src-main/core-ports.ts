import type { Clock } from './features/clock.ts';
import type { Secrets } from './features/keys.ts';
import type { Power } from './features/sleep.ts';
import type { MachinesOptions } from './ssh/machines.ts';
import type { Log } from './stores/log.ts';
import type { Settings } from './stores/settings.ts';

/** What a shell gives the core. */
export interface CorePorts {
  settings: Settings;
  clock: Clock;
  log: Log;
  /** Who works here: written into holds and actions. */
  by: string;
  shell: 'cli' | 'web' | 'electron';
  version: string;
  /** Reads the fleet regularly and tells of new failures. Without it, each question reads what it needs. */
  watch: boolean;
  /** Where single files of nights go; the folder `Downloads` of whoever runs this, by default. */
  downloads?: string | undefined;
  /** Where passphrases may be remembered; only Electron has such a place. */
  secrets?: Secrets | undefined;
  /** What the system tells of its sleep; only Electron hears it. */
  power?: Power | undefined;
  /** Beside what the settings say: for tests, and where ~/.ssh is not the place to look. */
  ssh?: Partial<Omit<MachinesOptions, 'targets'>>;
}

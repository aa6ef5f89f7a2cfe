import { join } from 'node:path';
import Conf from 'conf';
import { createSettings, type Settings } from './settings.ts';

export const CONFIG_NAME = 'config';

/** Only its owner may read it: it says how to reach every machine. */
export const CONFIG_MODE = 0o600;

/** The settings of the web shell and the command line. `home` is the data folder. */
export function openSettings(home: string): Settings {
  return createSettings(
    join(home, `${CONFIG_NAME}.json`),
    () =>
      new Conf<Record<string, unknown>>({
        cwd: home,
        configName: CONFIG_NAME,
        projectName: 'nightkeep',
        configFileMode: CONFIG_MODE,
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
      }),
  );
}

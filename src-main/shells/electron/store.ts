import { join } from 'node:path';
import ElectronStore from 'electron-store';
import { CONFIG_MODE, CONFIG_NAME, createSettings, type Settings } from '../../ports.ts';

/** The same file as conf-file.ts has, by the store made for Electron. Only inside Electron: elsewhere its import fails. */
export function openElectronSettings(home: string): Settings {
  return createSettings(
    join(home, `${CONFIG_NAME}.json`),
    () =>
      new ElectronStore<Record<string, unknown>>({
        cwd: home,
        name: CONFIG_NAME,
        configFileMode: CONFIG_MODE,
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
      }),
  );
}

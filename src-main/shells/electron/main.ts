import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as electron from 'electron';
import type { Log } from '../../ports.ts';
import { openHome } from '../shared/home.ts';
import { startCore } from '../shared/start-core.ts';
import { type AppParts, runApp } from './app.ts';
import { startAtLogin } from './login.ts';
import { createSecrets } from './secrets.ts';
import { openElectronSettings } from './store.ts';
import { keepUpdated, takesUpdates } from './updates.ts';

/** Where the build puts the other parts, seen from out/main/electron.js. */
const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { app, dialog, safeStorage } = electron;
const { platform } = process;
// Not strictly: what Chromium and the system add is theirs.
const { values } = parseArgs({ args: process.argv.slice(1), options: { home: { type: 'string' } }, strict: false });
const home = openHome(typeof values.home === 'string' ? values.home : undefined, process.env, platform);
// Chromium's own files beside ours, so that two data folders are two apps.
app.setPath('userData', join(home, 'electron'));

const login = app.isPackaged
  ? startAtLogin({
      app,
      platform,
      program: process.env.APPIMAGE || process.execPath,
      configFolder: process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
    })
  : undefined;

let log: Log | undefined;
/** electron-updater reads the feed's address from a file beside the app's archive. */
const hasFeed = existsSync(join(process.resourcesPath ?? '', 'app-update.yml'));
const updates: AppParts['updates'] = takesUpdates(app.isPackaged, platform, hasFeed)
  ? ({ onReady }) => {
      let end: (() => void) | undefined;
      // Only loaded where it is used: it looks at the app it is in.
      void import('electron-updater').then(({ default: { autoUpdater } }) => {
        const onProblem = (error: unknown) =>
          log?.info('no newer version could be looked for', { said: String(error) });
        end = keepUpdated({ updater: autoUpdater, onReady, onProblem });
      });
      return () => end?.();
    }
  : undefined;

// Not awaited: Electron becomes ready only once this file has been run to its end.
runApp(electron, {
  renderer: built('../renderer'),
  preload: built('../preload/preload.cjs'),
  platform,
  args: process.argv.slice(1),
  login,
  updates,
  start(power) {
    const settings = openElectronSettings(home);
    const secrets = createSecrets(safeStorage, settings, platform);
    const started = startCore(settings, 'electron', { secrets, power });
    log = started.log;
    return { settings, core: started.core };
  },
}).catch((error: unknown) => {
  dialog.showErrorBox('Nightkeep can’t start', error instanceof Error ? error.message : String(error));
  app.exit(1);
});

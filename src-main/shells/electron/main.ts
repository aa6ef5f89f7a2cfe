import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { openHome } from '../shared/home.ts';
import { startCore } from '../shared/start-core.ts';
import { runApp } from './app.ts';
import { createSecrets } from './secrets.ts';
import { openElectronSettings } from './store.ts';

/** Where the build puts the other parts, seen from out/main/electron.js. */
const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { app, dialog, safeStorage } = electron;
const home = openHome(app.commandLine.getSwitchValue('home') || undefined, process.env, process.platform);
// Chromium's own files beside ours, so that two data folders are two apps.
app.setPath('userData', join(home, 'electron'));

// Not awaited: Electron becomes ready only once this file has been run to its end.
runApp(electron, {
  renderer: built('../renderer'),
  preload: built('../preload/preload.cjs'),
  platform: process.platform,
  start() {
    const settings = openElectronSettings(home);
    const secrets = createSecrets(safeStorage, settings, process.platform);
    return { settings, core: startCore(settings, 'electron', secrets).core };
  },
}).catch((error: unknown) => {
  dialog.showErrorBox('Nightkeep can’t start', error instanceof Error ? error.message : String(error));
  app.exit(1);
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from '@playwright/test';
import { findElectron, whyNoWindow } from '../../../build/electron.mjs';
import { watchForComplaints } from '../complaints.ts';
import { expect, test as onFleet } from '../fixtures.ts';
import { canShow, type Display, openDisplay } from './display.ts';

export const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** Why the desktop app can't be run on this machine; a display that Xvfb pretends is one. */
const { program = '', why } = findElectron({
  noWindow: () => whyNoWindow(canShow() ? { ...process.env, DISPLAY: ':0' } : process.env),
});

interface Fixtures {
  available: undefined;
  /** The data folder. */
  home: string;
  /** What the app is started with, beside that. */
  args: string[];
  app: ElectronApplication;
  /** Starts it once more on the same data folder, as a click on a link does; gives the exit code. */
  startAgain: (...args: string[]) => Promise<number | null>;
}

/** The desktop app itself, from the checkout, by Electron's own program. Skipped with the reason where that can't be run. */
export const test = onFleet.extend<Fixtures, { display: Display }>({
  available: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use, testInfo) => {
      testInfo.skip(why !== undefined, why);
      await use(undefined);
    },
    { auto: true },
  ],
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const display = await openDisplay();
      await use(display);
      display.close();
    },
    { scope: 'worker' },
  ],
  args: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  home: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nightkeep-electron-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  app: async ({ display, home, args }, use) => {
    const env = { ...process.env, ...display.environment } as Record<string, string>;
    const app = await _electron.launch({ executablePath: program, args: [checkout, `--home=${home}`, ...args], env });
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    const complaints = watchForComplaints(page);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(page);
    expect(complaints, 'what the page complained of').toEqual([]);
  },
  startAgain: async ({ display, home, app }, use) => {
    await use(async (...args) => {
      expect(app.windows().length).toBeGreaterThan(0);
      const env = { ...process.env, ...display.environment };
      const second = spawn(program, [checkout, `--home=${home}`, ...args], { env, stdio: 'ignore' });
      return await new Promise((done) => second.once('exit', done));
    });
  },
});

export { expect };

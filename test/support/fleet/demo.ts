import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Electron } from '../../../build/electron.mjs';
import { openInBrowser, openingFile } from '../../../build/open.mjs';
import { takeFleet } from './one-at-a-time.ts';
import { openInElectron, type ShownApp, serve } from './shown-app.ts';
import { growFleet } from './start.ts';

export interface DemoOptions {
  /** The app opens in this program, or in the browser where it can't be had. Undefined: nothing opens. */
  electron: Promise<Electron> | undefined;
  /** Where the fleet stays for another time; else it is made in a temporary folder and deleted at the end. */
  keep: string | undefined;
  small: boolean;
  /** Builds the app. */
  build: () => Promise<unknown>;
  /** For people, on stderr: stdout has the address alone. */
  say: (text: string) => void;
}

const nothing: Electron = {};

/** Milliseconds after which the app opens, whether or not a first host has its week. */
const OPENS_AFTER_MS = 6000;

/** Runs until a signal comes. Gives the exit code. */
export async function runDemo({ electron, keep, small, build, say }: DemoOptions): Promise<number> {
  const from = Date.now();
  const seconds = () => `${((Date.now() - from) / 1000).toFixed(0)} s`;
  // Customers' files are to have the modes they would have anywhere.
  process.umask(0o022);
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'nightkeep-demo-')) : resolve(keep);
  mkdirSync(folder, { recursive: true });
  let release: () => void;
  try {
    release = takeFleet(folder);
  } catch (error) {
    say(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());

  say(`Making the demo fleet in ${folder} …`);
  const filesPerCustomer = small ? 60 : undefined;
  const starting = growFleet({ folder, filesPerCustomer, onProgress: progress(say), signal: interrupt.signal });
  // The app opens on one week and gets the others as they are made; on a slow machine it gets that one so, too.
  const first = starting.then((fleet) => Promise.race([fleet.first, setTimeout(OPENS_AFTER_MS)]));
  let app: ShownApp | undefined;
  try {
    const [{ home, whole }, { program, why }] = await Promise.all([starting, electron ?? nothing, first, build()]);
    const opening = electron ? openingFile() : undefined;
    app = program ? openInElectron(program, home) : await serve(home, opening);
    say(`Ready after ${seconds()}. Ctrl-C ends the fleet and the app${program ? ', and so does quitting it' : ''}.`);
    if (why) say(`Opening Nightkeep in the browser, since ${why}.`);
    if (app.url) process.stdout.write(`${app.url}\n`);
    if (opening && app.url && !openInBrowser(opening))
      say('There is no display here: open the address in a browser of this machine.');
    // A web shell that ends by itself has failed; a window is quit.
    return await Promise.race([
      whole.then(() => {
        say(`Every host has its week after ${seconds()}.`);
        return new Promise<never>(() => {});
      }),
      app.ended.then((code) => (program ? code : 1)),
      aborted(interrupt.signal).then(() => 0),
    ]);
  } catch (error) {
    if (interrupt.signal.aborted) return 130;
    const what = app ? 'The rest of the demo fleet could not be made' : 'The demo could not start';
    say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await app?.end();
    await starting.then(({ stop }) => stop()).catch(() => {});
    release();
    // rm takes a fifth of the time that node takes for a hundred thousand links.
    if (keep === undefined) spawnSync('rm', ['-rf', '--', folder]);
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done());
  });

/** At most two lines a second. */
function progress(say: (text: string) => void): (text: string) => void {
  let last = 0;
  return (text) => {
    if (Date.now() - last < 500) return;
    last = Date.now();
    say(`  ${text}`);
  };
}

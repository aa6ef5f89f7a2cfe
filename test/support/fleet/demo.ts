import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openInBrowser } from '../../../build/open.mjs';
import { takeFleet } from './one-at-a-time.ts';
import { startFleet } from './start.ts';

export interface DemoOptions {
  open: boolean;
  /** Where the fleet stays for another time; else it is made in a temporary folder and deleted at the end. */
  keep: string | undefined;
  small: boolean;
  /** Builds the app. */
  build: () => Promise<unknown>;
  /** For people, on stderr: stdout has the address alone. */
  say: (text: string) => void;
}

const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Runs until a signal comes. Gives the exit code. */
export async function runDemo({ open, keep, small, build, say }: DemoOptions): Promise<number> {
  const from = Date.now();
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
  const starting = startFleet({ folder, filesPerCustomer, onProgress: progress(say), signal: interrupt.signal });
  let shell: ChildProcess | undefined;
  try {
    const [{ home }] = await Promise.all([starting, build()]);
    shell = serve(home);
    const url = await addressOf(shell);
    say(`Ready after ${((Date.now() - from) / 1000).toFixed(0)} s. Ctrl-C ends the fleet and the app.`);
    process.stdout.write(`${url}\n`);
    if (open && !openInBrowser(url)) say('There is no display here: open the address in a browser of this machine.');
    await Promise.race([exited(shell), aborted(interrupt.signal)]);
    return interrupt.signal.aborted ? 0 : 1;
  } catch (error) {
    if (interrupt.signal.aborted) return 130;
    say(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await end(shell);
    await starting.then(({ stop }) => stop()).catch(() => {});
    release();
    // rm takes a fifth of the time that node takes for a hundred thousand links.
    if (keep === undefined) spawnSync('rm', ['-rf', '--', folder]);
  }
}

const exited = (shell: ChildProcess) => new Promise<void>((done) => shell.once('exit', () => done()));
const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done());
  });

/** The web shell on the fleet's data folder. It ends with this process, even if that is killed. */
function serve(home: string): ChildProcess {
  const args = [
    '--import',
    built('build/end-with-parent.mjs'),
    built('out/main/nightkeep.js'),
    'serve',
    '--home',
    home,
  ];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The first line it prints. */
function addressOf(shell: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    shell.once('error', failed);
    shell.once('exit', (code) => failed(new Error(`the web shell ended with exit code ${code}`)));
    shell.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [line, rest] = said.split('\n', 2);
      if (line && rest !== undefined) found(line);
    });
  });
}

async function end(shell: ChildProcess | undefined): Promise<void> {
  if (!shell || shell.exitCode !== null || shell.signalCode !== null) return;
  const gone = exited(shell);
  shell.kill('SIGTERM');
  await gone;
}

/** At most two lines a second. */
function progress(say: (text: string) => void): (text: string) => void {
  let last = 0;
  return (text) => {
    if (Date.now() - last < 500) return;
    last = Date.now();
    say(`  ${text}`);
  };
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CommandInput, CommandName, CommandOutput } from '../../src-main/contract/index.ts';
import { type Layout, layoutIn } from '../support/fleet/layout.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const node = join(checkout, 'node_modules', '.bin', 'node');

/** The demo as its user starts it. */
export interface Demo {
  /** The one line it printed. */
  url: string;
  layout: Layout;
  /** A command by `nightkeep call`, on the same data folder. */
  call: <Name extends CommandName>(name: Name, input: CommandInput<Name>) => Promise<CommandOutput<Name>>;
  stop: () => Promise<void>;
}

/** Gives it when its fleet is whole; the app may need some seconds more to show that (see TonightPage). */
export async function startDemo({ small }: { small: boolean }): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'nk-e2e-'));
  const child = spawn(node, ['build/demo.mjs', '--no-open', '--keep', folder, ...(small ? ['--small'] : [])], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const layout = layoutIn(folder);
  try {
    const { address, whole } = listen(child);
    const [url] = await Promise.all([address, whole]);
    return { url, layout, call: caller(layout), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Commands on a fleet's data folder. */
export const caller =
  (layout: Layout): Demo['call'] =>
  async (name, input) => {
    const args = ['out/main/nightkeep.js', '--home', layout.home, 'call', name, JSON.stringify(input)];
    const { stdout } = await run(node, args, { cwd: checkout, maxBuffer: 64 << 20 });
    return JSON.parse(stdout);
  };

interface Said {
  /** On stdout, which has the address alone. */
  address: Promise<string>;
  /** On stderr, for people. */
  whole: Promise<void>;
}

function listen(child: ChildProcess): Said {
  const address = Promise.withResolvers<string>();
  const whole = Promise.withResolvers<void>();
  const fail = (error: Error) => {
    address.reject(error);
    whole.reject(error);
  };
  let out = '';
  let said = '';
  child.once('error', fail);
  child.once('exit', (code) => fail(new Error(`the demo ended with exit code ${code}:\n${said}`)));
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk;
    if (said.includes('Every host has its week')) whole.resolve();
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
    const newline = out.indexOf('\n');
    if (newline >= 0) address.resolve(out.slice(0, newline));
  });
  return { address: address.promise, whole: whole.promise };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

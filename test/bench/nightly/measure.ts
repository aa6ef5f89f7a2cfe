import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { LineSplitter } from '../../../src-main/programs/wire.ts';
import type { Cpu, Group } from './cpu.ts';
import type { Command, Method, SaidLine, Steps } from './method.ts';

/** One night by one method. Milliseconds. */
export interface Measured {
  /** Until the night stood as newest. */
  published: number;
  /** Until the last of its work was done, deletions in the background included. */
  all: number;
  cpu: Cpu;
  publish: number | undefined;
  deletion: number | undefined;
}

/** The longest a night may take to come to rest. */
const PATIENCE = 30 * 60_000;

export async function measureNight(method: Method, index: number, group: Group): Promise<Measured> {
  const log = `${method.folder}/steps`;
  fs.writeFileSync(log, '');
  const before = group.used();
  const start = performance.now();
  const { said, spent } = await run(method.command({ index, log }), group, method.name);
  const ended = performance.now() - start;
  await until(() => group.isEmpty() && (method.isSettled?.() ?? true), `${method.name} to come to rest`);
  const all = performance.now() - start;
  const after = group.used();
  const steps: Steps = method.steps(said, fs.readFileSync(log, 'utf8'));
  return {
    published: steps.published ?? ended,
    all,
    cpu: before && after ? { user: after.user - before.user, system: after.system - before.system } : spent,
    publish: steps.publish,
    deletion: steps.deletion ?? (all - ended > 5 ? all - ended : undefined),
  };
}

/** Runs it to its end. What it spent is that of the children it waited for. */
async function run(command: Command, group: Group, name: string): Promise<{ said: SaidLine[]; spent: Cpu }> {
  const script = `${group.enter} "$@"; code=$?; times >&3; exit $code`;
  const start = performance.now();
  const child = spawn('sh', ['-c', script, 'night', command.file, ...command.args], {
    env: { ...process.env, ...command.env },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [stdin, stdout, stderr, times] = child.stdio;
  const said: SaidLine[] = [];
  const lines = new LineSplitter();
  stdout.on('data', (chunk: Buffer) => {
    const at = performance.now() - start;
    for (const line of lines.push(chunk)) said.push({ at, text: line.toString('latin1') });
  });
  let errors = '';
  stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  let spent = '';
  times?.on('data', (chunk: Buffer) => {
    spent += chunk.toString();
  });
  stdin.end(command.stdin ?? '');
  // What is left in the background may hold the pipes: the end of the command counts, not theirs.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) {
    const last = said.slice(-5).map(({ text }) => text);
    throw new Error(`${name}: a night ended with ${code}\n${[...last, errors.trim()].join('\n')}`);
  }
  return { said, spent: childTimes(spent) };
}

/** The second line of `times`: the children's, such as `0m1.250s 0m0.500s`. */
function childTimes(text: string): Cpu {
  const [user = 0, system = 0] = [...(text.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => (Number(minutes) * 60 + Number(seconds)) * 1000,
  );
  return { user, system };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await pause(2);
  }
}

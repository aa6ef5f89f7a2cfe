import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heapOptions } from '../../../build/heap.mjs';
import type { Figures } from './app.ts';
import { makeFakeHome } from './fake-machines.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The app's own process without machines: what they would say is said at once, and then that they are out of reach. In a
 * minute it tells what the process itself takes; what the network and the machines take, the whole bench tells.
 */
export async function benchAlone(hosts: number): Promise<string> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'nightkeep-bench-alone-'));
  const home = join(folder, 'home');
  try {
    makeFakeHome(home, hosts);
    const lives = [
      { what: 'first start', figures: await live(home, 'first', `${hosts},answer`) },
      { what: 'warm start', figures: await live(home, 'warm', `${hosts},answer`) },
      { what: 'warm start, nothing in reach', figures: await live(home, 'warm', `${hosts},refuse`) },
    ];
    return [
      `| ${hosts} hosts | CPU until answered | CPU in all | longest pause, CPU of it | tonight.get | failures.list | memory, objects |`,
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...lives.map(({ what, figures }) => row(what, figures)),
    ].join('\n');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const row = (what: string, of: Figures): string =>
  [
    ...['', what, ms(of.answeredCpuMs), ms(of.cpuMs), `${ms(of.longestPauseMs)}, ${ms(of.longestPauseCpuMs)}`],
    ...[`${of.tonightMs.toFixed(1)} ms`, `${of.failuresMs.toFixed(1)} ms`],
    ...[`${Math.round(of.residentMb)} MB, ${Math.round(of.heapMb)} MB`, ''],
  ]
    .join(' | ')
    .trim();

const ms = (value: number) => `${Math.round(value)} ms`;

async function live(home: string, life: string, fake: string): Promise<Figures> {
  const args = [...heapOptions, '--import', file('./fake-machines.ts'), file('./app.ts'), life, home];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NK_FAKE: fake },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the app, ${life}, ended with exit code ${code}.`);
  return JSON.parse(Buffer.concat(said).toString()) as Figures;
}

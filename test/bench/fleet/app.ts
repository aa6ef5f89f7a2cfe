// One life of the app on a fleet, in a process of its own: what it does is told by its first argument. Prints its figures
// as JSON.
import '../raw-sources.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Core } from '../../../src-main/core.ts';

export interface Figures {
  /** Milliseconds until everything asked for was read. */
  tookMs: number;
  /** Milliseconds until Tonight and a search were answered, from the start of the core. */
  answeredMs: number;
  /** Milliseconds of this process's processor time until then. */
  answeredCpuMs: number;
  cpuMs: number;
  /** The longest pause of the main thread, in milliseconds. */
  longestPauseMs: number;
  /** The same in processor time of the main thread, which others on this machine do not lengthen. */
  longestPauseCpuMs: number;
  /** Main thread, milliseconds: of one question and its answer as JSON. */
  tonightMs: number;
  failuresMs: number;
  residentMb: number;
  /** What of it the app's objects take, after it was cleaned up. */
  heapMb: number;
  connectionsMost: number;
  connectionsAfter: number;
  known: { hosts: number; customers: number; notKnown: number };
}

const [life = '', home = '', passes = '0'] = process.argv.slice(2);
const { createCore } = await import('../../../src-main/core.ts');
const { openSettings } = await import('../../../src-main/ports.ts');

const connections = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const ticks = new Map<number, (() => void)[]>();
const MINUTE_MS = 60_000;
const tick = (every: number) => {
  for (const work of ticks.get(every) ?? []) work();
};
const quiet = {
  info: () => {},
  error: (message: string, error: unknown) => process.stderr.write(`${message} ${error}\n`),
};

const pauses = monitorEventLoopDelay({ resolution: 1 });
pauses.enable();
const began = performance.now();
const cpuBefore = cpu();
let longestPauseCpuMs = 0;
const ofThread = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let lastBeat = ofThread();
const beating = setInterval(() => {
  const now = ofThread();
  longestPauseCpuMs = Math.max(longestPauseCpuMs, now - lastBeat);
  lastBeat = now;
}, 1);
let connectionsMost = 0;
const sampling = setInterval(() => {
  connectionsMost = Math.max(connectionsMost, connections());
}, 20);

const core: Core = createCore({
  settings: openSettings(home),
  clock: {
    now: () => new Date(),
    every: (ms, work) => {
      ticks.set(ms, [...(ticks.get(ms) ?? []), work]);
      return () => {};
    },
  },
  log: quiet,
  by: 'bench',
  shell: 'cli',
  version: 'bench',
  watch: true,
});

const tonight = await core.call('tonight.get', {});
await core.call('customers.search', { query: 'col00007' });
const answeredMs = performance.now() - began;
const answeredCpuMs = cpu() - cpuBefore;

await readOnce();
if (life === 'whole') await finished(await core.call('fleet.refresh', {}));
if (life === 'round') {
  // The watcher's, which was wound up last: the proof of a day, which is none of this, looks as often whether it is due.
  ticks.get(15 * MINUTE_MS)?.at(-1)?.();
  await quietMachines();
}
for (let pass = 0; pass < Number(passes); pass++) {
  tick(MINUTE_MS);
  await settledPass();
}
const tookMs = performance.now() - began;
const cpuMs = cpu() - cpuBefore;
const longestPauseMs = pauses.max / 1e6;
clearInterval(sampling);
clearInterval(beating);

const timed = async (ask: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const from = performance.now();
    JSON.stringify(await ask());
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[3] ?? Number.NaN;
};
const tonightMs = await timed(() => core.call('tonight.get', {}));
const failuresMs = await timed(() => core.call('failures.list', {}));
const last = await core.call('tonight.get', {});
const { customers } = await core.call('customers.search', { query: '', limit: 10_000 });
await new Promise((resolve) => setTimeout(resolve, 2500));
const figures: Figures = {
  ...{ tookMs, answeredMs, answeredCpuMs, cpuMs, longestPauseMs, longestPauseCpuMs, tonightMs, failuresMs },
  residentMb: process.memoryUsage().rss / 1e6,
  heapMb: heapUsed() / 1e6,
  connectionsMost,
  connectionsAfter: connections(),
  known: { hosts: tonight.hosts.length, customers: customers.length, notKnown: last.notKnown },
};
await core.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Cleaned up only now: nobody does in the app. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

/** The watcher's first reading: the job it starts, or, where all is known, the servers' answer. */
async function readOnce(): Promise<void> {
  const find = async () => (await core.call('jobs.list', {})).jobs.find(({ command }) => command === 'fleet.refresh');
  let reading = await find();
  // What was never read is looked for in turns.
  for (; life === 'first' && !reading; reading = await find()) await new Promise((resolve) => setTimeout(resolve, 5));
  if (reading) await finished({ jobId: reading.id });
  else await settledPass();
}

async function finished({ jobId }: { jobId: string }): Promise<void> {
  for (;;) {
    const job = await core.call('jobs.get', { id: jobId });
    if (job.finishedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** No host is being asked any more: the connections of those were closed. */
async function quietMachines(): Promise<void> {
  const servers = (await core.call('fleet.get', {})).fleet.servers.length;
  do await new Promise((resolve) => setTimeout(resolve, 300));
  while (connections() > servers);
}

/** Every server has answered: each tells its room once a pass. */
async function settledPass(): Promise<void> {
  await core.call('runs.list', { limit: 1 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heapOptions } from '../../../build/heap.mjs';
import { Group } from '../nightly/cpu.ts';
import type { Figures } from './app.ts';
import { type Estate, makeEstate } from './estate.ts';
import type { FleetOptions } from './options.ts';

/** What one way of reading the fleet cost. */
export interface Cost {
  wallMs: number;
  /** Of all machines, in milliseconds of processor time; undefined without control groups. */
  machinesCpuMs: number | undefined;
  /** As the ports in front of the machines counted them, both ways. */
  bytes: number;
  logins: number;
}

export interface FleetResult {
  options: FleetOptions;
  processors: number;
  loop: Cost;
  first: Cost & { app: Figures };
  warm: Cost & { app: Figures };
  /** One minute's pass on open connections, of all servers. */
  pass: { bytes: number | undefined; machinesCpuMs: number | undefined };
  /** What is asked of hosts and servers every quarter of an hour. */
  round: Cost;
  whole: Cost & { app: Figures };
}

const PASSES = 10;
const APP = fileURLToPath(new URL('./app.ts', import.meta.url));

/** The same fleet, read by a loop of ssh and by the app, for the first time and when nothing is new. */
export async function benchFleet(options: FleetOptions, say: (text: string) => void): Promise<FleetResult> {
  const folder = fs.mkdtempSync(join(options.folder ?? tmpdir(), 'nightkeep-bench-fleet-'));
  const group = new Group();
  let estate: Estate | undefined;
  const leave = async () => {
    await estate?.stop();
    group.end();
    group.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void leave().finally(() => process.exit(130)));
  try {
    say(`starting ${options.servers + options.sshds} sshd's for ${options.hosts} hosts below ${folder} …`);
    estate = await makeEstate(folder, options);
    for (const { pid } of estate.sshds) group.take(pid);
    const measured = measuring(estate, group);
    const home = writeHome(estate, folder);
    // Once beforehand, so that neither finds the caches cold.
    await loop(estate, folder);
    say('the loop …');
    const { cost: ofLoop } = await measured(() => loop(estate as Estate, folder));
    say('the app, for the first time …');
    const first = await measured(() => live('first', home));
    say('the app again …');
    const warm = await measured(() => live('warm', home));
    const passes = await measured(() => live('warm', home, PASSES));
    const round = await measured(() => live('round', home));
    /** What came on top of a start, whose connections to the servers are open by then. */
    const onTop = ({ cost, result }: typeof round): Cost => ({
      wallMs: result.tookMs - warm.result.tookMs,
      machinesCpuMs: lessOf(cost.machinesCpuMs, warm.cost.machinesCpuMs),
      bytes: cost.bytes - warm.cost.bytes,
      logins: cost.logins - warm.cost.logins,
    });
    const whole = await measured(() => live('whole', home));
    /** Undefined where the passes took no more than what else went on in that life. */
    const each = (after: number | undefined, before: number | undefined) =>
      after === undefined || before === undefined || after <= before ? undefined : (after - before) / PASSES;
    return {
      options,
      processors: availableParallelism(),
      loop: ofLoop,
      first: { ...first.cost, wallMs: first.result.tookMs, app: first.result },
      warm: { ...warm.cost, app: warm.result },
      pass: {
        bytes: each(passes.cost.bytes, warm.cost.bytes),
        machinesCpuMs: each(passes.cost.machinesCpuMs, warm.cost.machinesCpuMs),
      },
      round: onTop(round),
      whole: { ...whole.cost, wallMs: whole.result.tookMs, app: whole.result },
    };
  } finally {
    await leave();
  }
}

const lessOf = (all: number | undefined, part: number | undefined): number | undefined =>
  all === undefined || part === undefined ? undefined : all - part;

function writeHome(estate: Estate, folder: string): string {
  const home = join(folder, 'home');
  fs.mkdirSync(home, { mode: 0o700 });
  fs.writeFileSync(join(home, 'known_hosts'), estate.knownHosts);
  fs.writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet: estate.fleet }), { mode: 0o600 });
  return home;
}

/** What the machines spent while `work` went on. */
function measuring({ ways }: Estate, group: Group) {
  const told = () => ({
    bytes: ways.reduce((sum, way) => sum + way.bytes(), 0),
    logins: ways.reduce((sum, way) => sum + way.logins(), 0),
  });
  const used = () => {
    const cpu = group.used();
    return cpu && cpu.user + cpu.system;
  };
  return async <Result>(work: () => Promise<Result>): Promise<{ cost: Cost; result: Result }> => {
    const before = told();
    const cpuBefore = used();
    const began = performance.now();
    const result = await work();
    const wallMs = performance.now() - began;
    // The last sessions end, and say so.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const after = told();
    const cpuAfter = used();
    const machinesCpuMs = cpuAfter === undefined || cpuBefore === undefined ? undefined : cpuAfter - cpuBefore;
    return {
      result,
      cost: { wallMs, machinesCpuMs, bytes: after.bytes - before.bytes, logins: after.logins - before.logins },
    };
  };
}

/** What one would do by hand: sixteen logins at a time. */
async function loop({ loop: asked, keyFile, user, knownHosts }: Estate, folder: string): Promise<void> {
  const known = join(folder, 'loop_known_hosts');
  fs.writeFileSync(known, knownHosts);
  const config = join(folder, 'loop_config');
  const lines = [
    'Host *',
    `  IdentityFile "${keyFile}"`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    `  UserKnownHostsFile "${known}"`,
    '  GlobalKnownHostsFile none',
    '  LogLevel ERROR',
  ];
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  const script = `exec ssh -F '${config}' -p "$1" ${user}@127.0.0.1 "$2"`;
  const child = spawn('xargs', ['-0', '-P16', '-n2', 'sh', '-c', script, 'sh'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(asked.map(({ port, command }) => `${port}\0${command}\0`).join(''));
  await ended(child, 'xargs');
}

async function live(life: 'first' | 'warm' | 'round' | 'whole', home: string, passes = 0): Promise<Figures> {
  const child = spawn(process.execPath, [...heapOptions, APP, life, home, `${passes}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await ended(child, `the app, ${life}`);
  return JSON.parse(said) as Figures;
}

const ended = (child: ChildProcess, what: string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${what} ended with exit code ${code}.`))));
  });

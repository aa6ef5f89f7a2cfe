import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { FailureItem, Fleet, Notice } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { systemClock } from '../../../src-main/ssh/clock.ts';
import { recordText } from '../../support/backupdir.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { freePort, type Sshd } from '../../support/sshd.ts';
import { PATIENCE } from '../../support/until.ts';
import { type Estate, it } from '../ssh/estate.ts';

const HOUR = 3_600_000;
/** The hours of a day and a night. The first of them are for what is learnt once, and for what is kept ready. */
const HOURS = 24;
const WARM = 8;
/** Of every so many hours one server is down in the last two; in the second all that is there is counted. */
const OUTAGE_EVERY = 4;
const isDown = (hour: number) => hour % OUTAGE_EVERY >= OUTAGE_EVERY - 2;
const OUTAGES = HOURS / OUTAGE_EVERY;
/** Bytes an hour: what is compiled grows for long. A socket that was kept for each connection was four times that. */
const MOST_GROWTH = 60_000;

/** What is there once nothing is under way. */
interface Held {
  heap: number;
  /** Timers, sockets, pipes and all else that keeps a process alive, by kind. */
  handles: Record<string, number>;
  /** Of the clock that the core goes by. */
  timers: number;
  /** Rows of each table of the history. */
  rows: Record<string, number>;
  /** Without those of the daily proof, which come once a day and are kept as any, up to a number. */
  jobs: number;
}

it('a day and a night of polls, reconnects, failing servers and notifications leave nothing behind', async ({
  estate,
}) => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const warnings: string[] = [];
  const onWarning = ({ name, message }: Error) => void warnings.push(`${name}: ${message}`);
  process.on('warning', onWarning);
  estate.atEnd(() => process.off('warning', onWarning));

  const clock = manualClock(new Date('2013-03-01T12:00:00Z'));
  const { fleet, backup1, backup2 } = await makeFleet(estate);
  // It waits in real time, but knows how much has passed.
  const began = clock.now().getTime();
  const sshClock = { ...systemClock, now: () => systemClock.now() + clock.now().getTime() - began };
  const home = join(estate.folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet }));
  const bugs: unknown[] = [];
  const core = createCore({
    settings: openSettings(home),
    clock,
    log: { info: () => {}, error: (message, error) => void bugs.push([message, error]) },
    by: 'anna@desk7',
    shell: 'web',
    version: '0.0.0-test',
    watch: true,
    // Each hour makes its connections anew.
    ssh: {
      knownHostsPath: estate.knownHosts,
      sshConfigPath: join(home, 'none'),
      limits: { idleMs: 300 },
      clock: sshClock,
    },
  });
  estate.atEnd(() => core.close());
  const raised: FailureItem[] = [];
  const notices: Notice[] = [];
  core.subscribe('failure.raised', (item) => void raised.push(item));
  core.subscribe('notice.raised', (notice) => void notices.push(notice));

  const held: Held[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    if (isDown(hour) !== isDown(hour - 1)) await (isDown(hour) ? backup2.stop() : backup2.start());
    // A server that is started anew ends all of its connections.
    if (hour % OUTAGE_EVERY === 1) await backup1.restart();
    await anHour(core, clock, isDown(hour) ? ['backup1', 'jail1'] : ['backup1', 'backup2', 'jail1', 'jail2']);
    await look(core);
    if (hour >= WARM && hour % OUTAGE_EVERY === 1) held.push(await whatIsHeld(core, home, clock, collect));
  }
  const [before, after] = [held[0], held.at(-1)] as [Held, Held];

  expect(after.handles).toEqual(before.handles);
  expect(after.timers).toBe(before.timers);
  expect(after.jobs).toBe(before.jobs);
  expect((after.heap - before.heap) / (OUTAGE_EVERY * (held.length - 1))).toBeLessThan(MOST_GROWTH);
  expect(after.rows).toEqual(before.rows);
  expect(bugs).toEqual([]);
  expect(warnings).toEqual([]);

  // Who is out of reach all day is told once; who comes and goes, once each time.
  const times = Map.groupBy(raised, ({ host, cause }) => `${host} ${cause}`);
  expect(Object.fromEntries([...times].map(([what, items]) => [what, items.length]))).toEqual({
    'backup2 unreachable': OUTAGES,
    'silent unreachable': 1,
    'other host-key-changed': 1,
    'garbage unreachable': 1,
    'jail1 missed': 1,
    'jail2 missed': 1,
  });
  const told = Map.groupBy(notices, ({ title }) => title);
  expect(told.get('backup2: out of reach')).toHaveLength(OUTAGES);
  // The two that are out of reach all day are one notice, as are the two nights that were missed.
  expect(notices).toHaveLength(OUTAGES + 3);
});

/** Lets an hour pass, and waits until all that was due in it is over. */
async function anHour(core: Core, clock: ManualClock, answering: readonly string[]): Promise<void> {
  const from = clock.now().toISOString();
  clock.pass(HOUR);
  const late = async () => {
    const { machines } = await core.call('fleet.status', {});
    return machines.filter(({ name, toldAt = '' }) => answering.includes(name) && toldAt <= from);
  };
  await none(late);
  // Those that can't be reached are given up meanwhile.
  await none(() => connected(core));
}

/** Not by `expect.poll`, which keeps what it waited for until its test is over. */
async function none(left: () => Promise<readonly { name: string }[]>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (let some = await left(); some.length > 0; some = await left()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${some.map(({ name }) => name)}`);
    await pause(20);
  }
}

const connected = async (core: Core) =>
  (await core.call('fleet.status', {})).machines.filter(({ state }) => state === 'connected' || state === 'connecting');

/** As the screens do. */
async function look(core: Core): Promise<void> {
  await core.call('tonight.get', {});
  await core.call('failures.list', {});
  await core.call('customers.search', { query: 'col' });
  await core.call('holds.list', {});
  await core.call('activity.list', {});
}

async function whatIsHeld(core: Core, home: string, clock: ManualClock, collect: () => void): Promise<Held> {
  // What is freed by callbacks is freed in a later turn.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await pause(20);
  }
  const { jobs } = await core.call('jobs.list', {});
  const kinds = Map.groupBy(process.getActiveResourcesInfo(), (kind) => kind);
  return {
    heap: process.memoryUsage().heapUsed,
    handles: Object.fromEntries([...kinds].map(([kind, some]): [string, number] => [kind, some.length]).sort()),
    timers: clock.timers(),
    rows: rowsOf(join(home, 'history.sqlite')),
    jobs: jobs.filter(({ command }) => !command.startsWith('proof.')).length,
  };
}

function rowsOf(file: string): Record<string, number> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_text%' ESCAPE '\\'")
      .all();
    const count = (table: string) => Number(database.prepare(`SELECT count(*) AS count FROM "${table}"`).get()?.count);
    return Object.fromEntries(tables.map(({ name }) => [String(name), count(String(name))]));
  } finally {
    database.close();
  }
}

/** Two servers with a host each, and three machines that never answer as they should. */
async function makeFleet(estate: Estate) {
  const startBackup = (name: string) => estate.start(name);
  const servers = { backup1: await startBackup('backup1'), backup2: await startBackup('backup2') };
  const jails = await estate.start('jails');
  const other = await estate.start('other');
  await estate.know(servers.backup1, servers.backup2, jails, { ...other, knownHostsLine: withKeyOf(jails, other) });
  const garbage = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve));
  estate.atEnd(() => garbage.close());
  const address = garbage.address();
  const at = (port: number) => ({ ...estate.targetOf(jails), ...{ ssh: { ...estate.targetOf(jails).ssh, port } } });
  const fleet: Partial<Fleet> = {
    timeZone: 'UTC',
    customerPatterns: ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR'],
    servers: Object.entries(servers).map(([name, sshd]) => ({ name, ...estate.targetOf(sshd) })),
    hosts: [
      { name: 'jail1', ...estate.targetOf(jails), configPath: writeHost(estate.folder, 'jail1', 'backup1') },
      { name: 'jail2', ...estate.targetOf(jails), configPath: writeHost(estate.folder, 'jail2', 'backup2') },
      { name: 'silent', ...at(await freePort()), configPath: '/backup.config' },
      { name: 'other', ...estate.targetOf(other), configPath: '/backup.config' },
      { name: 'garbage', ...at(typeof address === 'object' ? (address?.port ?? 0) : 0), configPath: '/backup.config' },
    ],
  };
  /** Ends it with its connections, and starts it at the same port with the same key. */
  const onAndOff = (name: keyof typeof servers) => {
    const stop = () => servers[name].stop();
    const start = async () => {
      servers[name] = await estate.start(name, { port: servers[name].port });
    };
    return { stop, start, restart: () => stop().then(start) };
  };
  return { fleet, backup1: onAndOff('backup1'), backup2: onAndOff('backup2') };
}

/** The line of one machine with the key of another. */
const withKeyOf = (of: Sshd, at: Sshd) => of.knownHostsLine.replace(/:\d+ /, `:${at.port} `);

/** A config with one customer, and a week of good nights. Gives the config's path. */
function writeHost(folder: string, name: string, server: string): string {
  const root = join(folder, 'hosts', name, `10.0.0.1-col0000${name.at(-1)}-DIR`);
  const backupdir = join(folder, 'nights', name);
  mkdirSync(join(root, 'etc'), { recursive: true });
  for (let night = 0; night < 7; night++) {
    const date = `2013-02-${22 + (6 - night)}`;
    const runId = `${date.replaceAll('-', '')}T081000Z-00000${night}`;
    const text = recordText({ runId, date, host: name, entries: [{ path: `${root}/etc` }] });
    mkdirSync(join(backupdir, String(night)), { recursive: true });
    mkdirSync(join(backupdir, '.nightkeep', 'runs'), { recursive: true });
    writeFileSync(join(backupdir, String(night), '.nightkeep-record'), text);
    writeFileSync(join(backupdir, '.nightkeep', 'runs', runId), text);
  }
  const configPath = join(folder, `${name}.config`);
  writeFileSync(configPath, `backupdir=${backupdir}\nserver=${server}\n## ENTRY ${root}/etc\n`);
  return configPath;
}

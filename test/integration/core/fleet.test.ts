import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Events, FailureItem } from '../../../src-main/contract/index.ts';
import type { Core } from '../../../src-main/core.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { startCore } from '../../support/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import { type StartedFleet, startFleet } from '../../support/fleet/start.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** One fleet for all: making it takes ten seconds. Each test has a data folder of its own on it. */
let folder: string;
let fleet: StartedFleet;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-fleet-'));
  fleet = await startFleet({ folder, only: ['jail11', 'jail15', 'jail17'], filesPerCustomer: 3 });
});

afterAll(async () => {
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A core as a new member of staff has it: the fleet file and the host keys, and nothing known yet. */
function newcomer(more: Parameters<typeof startCore>[0] = {}): { core: Core; home: string } {
  const home = mkdtempSync(join(folder, 'home-'));
  for (const name of ['config.json', 'known_hosts'])
    writeFileSync(join(home, name), readFileSync(join(fleet.home, name)));
  return startCore({ settings: openSettings(home), ...more });
}

const hostRoot = (host: string) => join(folder, host);

describe('customers.search', () => {
  test('finds a customer, its root and its entries on a fresh data folder', async () => {
    const { core } = newcomer();
    const { customers, tookMs } = await core.call('customers.search', { query: 'col00214' });
    expect(customers).toHaveLength(1);
    const root = join(hostRoot('jail15'), 'mnt/data1/69.55.238.98-col00214-DIR');
    expect(customers[0]).toMatchObject({
      id: 'col00214',
      ip: '69.55.238.98',
      hosts: [{ host: 'jail15', root, coverage: 'configured' }],
    });
    expect(customers[0]?.hosts[0]?.entries).toContain(`${root}/usr/home`);
    expect(tookMs).toBeGreaterThanOrEqual(0);
  });

  test('knows a customer on disk that no config has', async () => {
    const { core } = newcomer();
    const { customers } = await core.call('customers.search', { query: 'col00777' });
    expect(customers).toEqual([
      expect.objectContaining({
        id: 'col00777',
        hosts: [expect.objectContaining({ host: 'jail11', coverage: 'not-backed-up', entries: [] })],
      }),
    ]);
  });

  test('follows a config: an entry that is taken out is only in nights', async () => {
    const { core } = newcomer();
    const path = join(hostRoot('jail15'), 'mnt/data1/69.55.238.99-col00301-DIR');
    const before = await core.call('config.read', { host: 'jail15' });
    const text = before.text
      .split('\n')
      .filter((line) => !line.includes('col00301'))
      .join('\n');
    const { revision } = await core.call('config.save', { host: 'jail15', text, revision: before.revision });
    try {
      const { customers } = await core.call('customers.search', { query: 'col00301' });
      expect(customers[0]?.hosts).toEqual([
        expect.objectContaining({
          host: 'jail15',
          root: path,
          coverage: 'only-in-nights',
          entries: [expect.stringContaining(path)],
        }),
      ]);
    } finally {
      await core.call('config.save', { host: 'jail15', text: before.text, revision });
    }
    const again = await core.call('customers.search', { query: 'col00301' });
    expect(again.customers[0]?.hosts.map(({ coverage }) => coverage)).toEqual(['configured']);
  });

  test('nobody is invented', async () => {
    const { core } = newcomer();
    expect((await core.call('customers.search', { query: 'col99999' })).customers).toEqual([]);
    await expect(core.call('customers.get', { customer: 'col99999' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(core.call('nights.list', { customer: 'col99999' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('a customer’s nights are found before anyone searched', async () => {
  const { nights } = await newcomer().core.call('nights.list', { customer: 'col00214' });
  expect(nights.length).toBeGreaterThan(5);
  expect(new Set(nights.map(({ host }) => host))).toEqual(new Set(['jail15']));
});

test('a config that was changed by hand is taken in as soon as its host’s page is opened, or a customer’s of it', async () => {
  const clock = manualClock(new Date());
  const { core } = newcomer({ watch: true, clock });
  const hostsOf = async (query: string) =>
    (await core.call('customers.search', { query })).customers.flatMap(({ hosts }) => hosts.map(({ host }) => host));
  await expect.poll(() => hostsOf('col00214'), { timeout: 30_000 }).toEqual(['jail15']);
  const { fleet: known } = await core.call('fleet.get', {});
  const configPath = known.hosts.find(({ name }) => name === 'jail15')?.configPath ?? '';
  const before = readFileSync(configPath);
  try {
    const entry = join(hostRoot('jail15'), 'mnt/data1/69.55.238.98-col04711-DIR/www');
    writeFileSync(configPath, `${before}\n## ENTRY ${entry}\n`);
    await core.call('config.read', { host: 'jail15' });
    await expect.poll(() => hostsOf('col04711'), { timeout: 30_000 }).toEqual(['jail15']);
  } finally {
    writeFileSync(configPath, before);
  }
  // Later, though before any round: no timer has gone off.
  clock.sleep(14 * 60_000);
  await core.call('nights.list', { customer: 'col00214' });
  await expect.poll(() => hostsOf('col04711'), { timeout: 30_000 }).toEqual([]);
});

describe('failures.list', () => {
  test('tells of a run of cron that never reached its server, by what its host kept of it', async () => {
    const { core } = newcomer();
    const { fleet: known } = await core.call('fleet.get', {});
    const configPath = known.hosts.find(({ name }) => name === 'jail15')?.configPath ?? '';
    const log = join(dirname(configPath), 'nightkeep/last.log');
    mkdirSync(dirname(log), { recursive: true });
    const at = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
    const said = 'the connection to backup1 broke: ssh: connect to host backup1 port 22: Connection refused';
    writeFileSync(log, `backup\tpid=999999999\tat=${at}\nerror\tcode=unreachable\tmessage=${said}\n`);
    try {
      await runJob(core, 'fleet.refresh', {});
      const { failures } = await core.call('failures.list', { state: 'open' });
      const told = failures.filter(({ host, message }) => host === 'jail15' && message?.includes('Connection refused'));
      expect(told).toEqual([expect.objectContaining({ cause: 'run-failed', server: 'backup1' })]);
    } finally {
      rmSync(log);
    }
  });

  test('has one item per host, entry and cause, from records alone', async () => {
    const { core } = newcomer();
    const { failures } = await core.call('failures.list', {});
    expect(failures.map(({ host, cause, state, nights }) => ({ host, cause, state, nights }))).toEqual(
      expect.arrayContaining([
        { host: 'jail15', cause: 'entry-missing', state: 'open', nights: 2 },
        { host: 'jail15', cause: 'missed', state: 'resolved', nights: 1 },
        { host: 'jail17', cause: 'not-adopted', state: 'open', nights: expect.any(Number) },
      ]),
    );
    expect(failures).toHaveLength(3);
    const missing = failures.find(({ cause }) => cause === 'entry-missing');
    expect(missing).toMatchObject({ customer: 'col00214', path: expect.stringMatching(/col00214-DIR\/www$/) });
  });

  test('resolves an item by itself once a good night has the entry again', async () => {
    const { core } = newcomer();
    const { failures } = await core.call('failures.list', { state: 'open' });
    const missing = failures.find(({ cause }) => cause === 'entry-missing') as FailureItem;
    await core.call('failures.acknowledge', { id: missing.id });
    const entry = missing.path as string;
    mkdirSync(entry, { recursive: true });
    writeFileSync(join(entry, 'index.html'), 'back again');
    try {
      await runJob(core, 'runs.start', { host: 'jail15' });
      const { failures: after } = await core.call('failures.list', {});
      expect(after.find(({ id }) => id === missing.id)).toMatchObject({ state: 'resolved' });
    } finally {
      rmSync(entry, { recursive: true });
    }
  });

  test('names a host that does not answer, and still knows its nights', async () => {
    const { core, home } = newcomer();
    await core.call('tonight.get', {});
    const config = JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'));
    const host = config.fleet.hosts.find(({ name }: { name: string }) => name === 'jail11');
    host.ssh.port = 1;
    await core.call('fleet.save', config);
    const { failures } = await core.call('failures.list', { state: 'open' });
    expect(failures).toContainEqual(
      expect.objectContaining({
        host: 'jail11',
        cause: 'unreachable',
        fixes: [expect.objectContaining({ kind: 'retry' })],
      }),
    );
    const { nights } = await core.call('nights.list', { host: 'jail11' });
    expect(nights.length).toBeGreaterThan(5);
    const { machines } = await core.call('fleet.status', {});
    expect(machines.find(({ name }) => name === 'jail11')).toMatchObject({
      state: 'unreachable',
      error: expect.any(String),
    });
    expect(machines.find(({ name }) => name === 'backup1')).toMatchObject({
      state: 'connected',
      freeBytes: expect.any(Number),
    });
  });
});

test('tonight shows each date as it was', async () => {
  const { hosts, dates, counts } = await newcomer().core.call('tonight.get', { days: 9 });
  expect(dates).toHaveLength(9);
  const states = (name: string) => hosts.find(({ host }) => host === name)?.cells.map((cell) => cell?.state);
  expect(new Set(states('jail11'))).toEqual(new Set([undefined, 'good']));
  expect(states('jail15')).toContain('missed');
  expect(states('jail15')).toContain('warning');
  expect(new Set(states('jail17'))).toEqual(new Set([undefined, 'unknown']));
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(3);
});

describe('the watcher', () => {
  test('tells of each failure once, over restarts too, and of what changed', async () => {
    const ticks: (() => void)[] = [];
    const clock = {
      now: () => new Date(),
      every: (_: number, work: () => void) => {
        ticks.push(work);
        return () => {};
      },
    };
    const { core, home } = newcomer({ watch: true, clock });
    const raised: FailureItem[] = [];
    const events: (keyof Events)[] = [];
    core.subscribe('failure.raised', (item) => raised.push(item));
    for (const name of ['nights.changed', 'customers.changed', 'failures.changed', 'machine.changed'] as const) {
      core.subscribe(name, () => events.push(name));
    }
    // Servers and hosts answer in any order.
    const troubled = () => raised.map(({ host }) => host);
    await expect.poll(troubled).toEqual(expect.arrayContaining(['jail15', 'jail17']));
    const { failures } = await core.call('failures.list', { state: 'open' });
    expect(raised.map(({ id }) => id).sort()).toEqual(failures.map(({ id }) => id).sort());
    expect(new Set(events)).toEqual(
      new Set(['nights.changed', 'customers.changed', 'failures.changed', 'machine.changed']),
    );
    // What it knows is answered from at once.
    const began = performance.now();
    await core.call('customers.search', { query: 'col00214' });
    expect(performance.now() - began).toBeLessThan(30_000);
    for (const tick of ticks) tick();
    await core.close();

    const later = startCore({ settings: openSettings(home), watch: true, clock });
    const told: FailureItem[] = [];
    later.core.subscribe('failure.raised', (item) => told.push(item));
    await runJob(later.core, 'fleet.refresh', {});
    await later.core.close();
    expect(told).toEqual([]);
  });
});

test('a config that can’t be read is a problem of its host, not of the fleet', async () => {
  const { core } = newcomer();
  const { fleet: settings } = await core.call('fleet.get', {});
  const hosts = settings.hosts.map((host) =>
    host.name === 'jail11' ? { ...host, configPath: join(folder, 'no-such') } : host,
  );
  await core.call('fleet.save', { fleet: { ...settings, hosts } });
  const { problems, customers } = await runJob(core, 'fleet.refresh', {});
  expect(problems).toEqual([expect.stringContaining('jail11')]);
  expect(customers).toBeGreaterThan(2);
});

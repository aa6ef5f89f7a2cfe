import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FailureItem, fleet as fleetSchema, NightkeepError, type Run } from '../../../src-main/contract/index.ts';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import { findingsOf } from '../../../src-main/domain/failures/findings.ts';
import type { Act, UnsentAct } from '../../../src-main/features/actions.ts';
import { createEvents } from '../../../src-main/features/events.ts';
import { createFailures } from '../../../src-main/features/failures/failures.ts';
import { gatherFacts, todayOf } from '../../../src-main/features/fleet/gather-facts.ts';
import { createReach } from '../../../src-main/features/fleet/reach.ts';
import { createServerFacts } from '../../../src-main/features/fleet/server-facts.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { failedRun, run, runEntry } from '../../support/runs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const machine = (name: string) => ({ name, ssh: { host: 'a' }, configPath: '/c' });
const caller = { by: 'anna' };

/** The feature over a real history; `restart` is another run of the app on the same file. */
function setUp() {
  const file = join(tempFolder(), 'history.sqlite');
  let now = new Date('2013-02-28T12:00:00Z');
  let fleet = fleetSchema.parse({ servers: [machine('backup1')], hosts: [machine('jail15'), machine('jail16')] });

  function start() {
    const history = openHistory(file, () => now);
    let closed = false;
    const close = () => {
      if (!closed) history.close();
      closed = true;
    };
    onTestFinished(close);
    const raised: FailureItem[] = [];
    const noted: Act[] = [];
    const unsent: UnsentAct[] = [];
    const open: number[] = [];
    const { publish, subscribe } = createEvents((error) => {
      throw error;
    });
    subscribe('failure.raised', (item) => raised.push(item));
    subscribe('failures.changed', (change) => open.push(change.open));
    const reach = createReach({
      isClosing: () => false,
      connection: (name) => ({ machine: name, state: 'idle' }),
      facts: history.facts,
      now: () => now,
      roleOf: () => 'host',
      toldAt: () => undefined,
      publish,
      onTrouble: () => {},
    });
    const serverFacts = createServerFacts(history.facts);
    const deps = { fleet: () => fleet, history, reach, serverFacts, now: () => now };
    const judge = (host: string) => {
      const facts = { ...gatherFacts(deps, host), knownUntil: now };
      return findingsOf(facts, todayOf(deps));
    };
    const failures = createFailures({
      ...deps,
      board: { findings: () => fleet.hosts.flatMap(({ name }) => judge(name)), settled: async () => {} },
      serverOf: () => 'backup1',
      room: { of: () => ({ readings: [] }) },
      proofOf: () => ({ bad: [], rehearsed: [] }),
      note: (act) => noted.push(act),
      unsent: () => unsent,
      reader: { ensure: async () => {} },
      finder: () => customerFinder(['/data/(?<customer>col\\d+)']),
      publish,
    });
    const list = async (state?: FailureItem['state']) => {
      failures.update({ raise: false });
      return (await failures.handlers['failures.list']({ state }, caller)).failures;
    };
    const learn = (...runs: Run[]) => history.runs.save(runs);
    return { history, reach, failures, raised, noted, unsent, open, list, learn, close };
  }
  return {
    app: start(),
    restart: start,
    at: (moment: string) => {
      now = new Date(moment);
    },
    setFleet: (hosts: string[]) => {
      fleet = fleetSchema.parse({ servers: [machine('backup1')], hosts: hosts.map(machine) });
    },
  };
}

const missing = runEntry('/data/col214/www', 'missing');
const good = runEntry('/data/col214/www');

test('an item per host, entry and cause, naming the customer', async () => {
  const { app } = setUp();
  app.learn(
    run('2013-02-27', [missing, runEntry('/etc', 'missing')]),
    run('2013-02-28', [missing, runEntry('/etc', 'missing')]),
  );
  const items = await app.list();
  expect(items.map(({ path, customer, nights, state }) => ({ path, customer, nights, state }))).toEqual(
    expect.arrayContaining([
      { path: '/data/col214/www', customer: 'col214', nights: 2, state: 'open' },
      { path: '/etc', customer: undefined, nights: 2, state: 'open' },
    ]),
  );
  for (const { id } of items) expect(id).toMatch(/^entry-missing-[0-9a-f]{16}$/);
  expect(new Set(items.map(({ id }) => id)).size).toBe(2);
});

describe('telling of a failure', () => {
  test('happens once, also over restarts and in two apps at once', () => {
    const { app, restart } = setUp();
    app.learn(run('2013-02-28', [missing]));
    const beside = restart();
    app.failures.update({ raise: true });
    app.failures.update({ raise: true });
    beside.failures.update({ raise: true });
    app.close();
    const later = restart();
    later.failures.update({ raise: true });
    expect([app, beside, later].map(({ raised }) => raised.length)).toEqual([1, 0, 0]);
    expect(app.raised[0]).toMatchObject({ host: 'jail15', cause: 'entry-missing', customer: 'col214', state: 'open' });
  });

  test('is not used up by looking at the list', async () => {
    const { app } = setUp();
    app.learn(run('2013-02-28', [missing]));
    await app.list();
    expect(app.raised).toEqual([]);
    app.failures.update({ raise: true });
    expect(app.raised).toHaveLength(1);
  });

  test('happens again where it comes back after it was over', () => {
    const { app, at } = setUp();
    app.learn(run('2013-02-28', [missing]));
    app.failures.update({ raise: true });
    at('2013-03-01T12:00:00Z');
    app.learn(run('2013-03-01', [good]));
    app.failures.update({ raise: true });
    at('2013-03-02T12:00:00Z');
    app.learn(run('2013-03-02', [missing]));
    app.failures.update({ raise: true });
    expect(app.raised.map(({ firstSeen }) => firstSeen)).toEqual(['2013-02-28T09:01:00Z', '2013-03-02T09:01:00Z']);
  });

  test('does not happen for what was over before it was seen', async () => {
    const { app } = setUp();
    app.learn(run('2013-02-27', [missing]), run('2013-02-28', [good]));
    app.failures.update({ raise: true });
    expect(app.raised).toEqual([]);
    expect((await app.list()).map(({ state }) => state)).toEqual(['resolved']);
  });
});

describe('what staff did', () => {
  const first = async ({ list }: { list: () => Promise<FailureItem[]> }) => (await list())[0] as FailureItem;

  test('acknowledged stays acknowledged while it lasts, over restarts', async () => {
    const { app, restart, at } = setUp();
    app.learn(run('2013-02-28', [missing]));
    const { id } = await first(app);
    expect(await app.failures.handlers['failures.acknowledge']({ id }, caller)).toMatchObject({
      id,
      state: 'acknowledged',
    });
    app.close();
    at('2013-03-01T12:00:00Z');
    const later = restart();
    later.learn(run('2013-03-01', [missing]));
    expect(await first(later)).toMatchObject({ state: 'acknowledged', nights: 2 });
    later.failures.update({ raise: true });
    expect(later.raised).toEqual([]);
    expect(later.open.at(-1)).toBe(0);
  });

  test('acknowledged says by whom, when and why, and opened again it is as before', async () => {
    const { app, at } = setUp();
    app.learn(run('2013-02-28', [missing]));
    const { id } = await first(app);
    await app.failures.handlers['failures.acknowledge']({ id, reason: ' the customer moves ' }, caller);
    const acknowledged = { by: 'anna', at: '2013-02-28T12:00:00.000Z', reason: 'the customer moves' };
    at('2013-03-01T12:00:00Z');
    app.learn(run('2013-03-01', [missing]));
    expect(await first(app)).toMatchObject({ state: 'acknowledged', acknowledged, nights: 2 });
    expect(await app.failures.handlers['failures.reopen']({ id }, caller)).toMatchObject({ state: 'open' });
    const opened = await first(app);
    expect(opened.state).toBe('open');
    expect(opened.acknowledged).toBeUndefined();
  });

  test('acknowledged and over and back again is open', async () => {
    const { app, at } = setUp();
    app.learn(run('2013-02-27', [missing]));
    const { id } = (await app.list()).find(({ cause }) => cause === 'entry-missing') as FailureItem;
    await app.failures.handlers['failures.acknowledge']({ id }, caller);
    app.learn(run('2013-02-28', [good]));
    expect((await app.list('resolved')).map((item) => item.id)).toContain(id);
    at('2013-03-01T12:00:00Z');
    app.learn(run('2013-03-01', [missing]));
    const back = (await app.list('open')).find((item) => item.id === id);
    expect(back).toBeDefined();
    expect(back?.acknowledged).toBeUndefined();
  });

  test('snoozed is open again when its time is over, and told again', async () => {
    const { app, at } = setUp();
    app.learn(run('2013-02-28', [missing]));
    app.failures.update({ raise: true });
    const { id } = await first(app);
    const until = '2013-03-01T09:30:00.000Z';
    expect(
      await app.failures.handlers['failures.snooze']({ id, until: '2013-03-01T10:30:00+01:00' }, caller),
    ).toMatchObject({
      state: 'snoozed',
      snoozedUntil: until,
    });
    app.failures.update({ raise: true });
    expect(app.raised).toHaveLength(1);
    app.learn(run('2013-03-01', [missing]));
    at('2013-03-01T10:00:00Z');
    app.failures.update({ raise: true });
    expect(app.raised).toHaveLength(2);
    expect(await first(app)).toMatchObject({ state: 'open', snoozedUntil: undefined, nights: 2 });
    app.failures.update({ raise: true });
    expect(app.raised).toHaveLength(2);
  });

  test('of what is not there is refused', async () => {
    const { app } = setUp();
    await expect(app.failures.handlers['failures.acknowledge']({ id: 'x' }, caller)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('the list is filtered by state, the most pressing first', async () => {
  const { app } = setUp();
  const other = { ...failedRun('2013-02-28'), host: 'jail16' };
  app.learn(
    run('2013-02-26', [missing]),
    run('2013-02-27', [good]),
    run('2013-02-28', [runEntry('/etc', 'missing'), good]),
    other,
  );
  expect((await app.list()).map(({ host, cause, state }) => [host, cause, state])).toEqual([
    ['jail16', 'run-failed', 'open'],
    ['jail15', 'entry-missing', 'open'],
    ['jail15', 'entry-missing', 'resolved'],
  ]);
  expect((await app.list('open')).map(({ title }) => title)).toEqual([
    'jail16: the night failed',
    'jail15: a directory to back up is not there',
  ]);
});

test('a machine that answers again is resolved; one that left the fleet is forgotten', async () => {
  const { app, at, setFleet } = setUp();
  app.reach.failed('jail16', new NightkeepError('unreachable', 'jail16: no route'));
  app.reach.failed('backup1', new NightkeepError('host-key-changed', 'backup1 has another key'));
  app.reach.failed('jail15', new NightkeepError('no-space', 'reached, but full'));
  app.failures.update({ raise: true });
  expect(app.raised.map(({ host, cause }) => [host, cause])).toEqual(
    [
      ['jail16', 'unreachable'],
      ['backup1', 'host-key-changed'],
    ].sort(),
  );
  at('2013-02-28T13:00:00Z');
  app.reach.reached('jail16');
  app.reach.reached('backup1');
  expect((await app.list()).map(({ host, state }) => [host, state])).toEqual([
    ['backup1', 'resolved'],
    ['jail16', 'resolved'],
  ]);
  setFleet(['jail15']);
  expect((await app.list()).map(({ host }) => host)).toEqual(['backup1']);
  at('2013-04-15T12:00:00Z');
  expect(await app.list()).toEqual([]);
});

test('changes are published once', () => {
  const { app } = setUp();
  app.learn(run('2013-02-28', [missing]));
  app.failures.update({ raise: false });
  app.failures.update({ raise: false });
  expect(app.open).toEqual([1]);
});

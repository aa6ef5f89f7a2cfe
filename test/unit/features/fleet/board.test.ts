import { expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema, NightkeepError } from '../../../../src-main/contract/index.ts';
import { type BoardChange, createBoard } from '../../../../src-main/features/fleet/board.ts';
import { createReach } from '../../../../src-main/features/fleet/reach.ts';
import { createServerFacts } from '../../../../src-main/features/fleet/server-facts.ts';
import { openHistory } from '../../../../src-main/stores/history/history.ts';
import type { Whereabouts } from '../../../../src-main/stores/history/place-store.ts';
import { failedRun, run } from '../../../support/runs.ts';
import { nothingWrong } from '../../../support/told-facts.ts';

const names = Array.from({ length: 300 }, (_, index) => `jail${index}`);

/** A board over a real history in memory, of 300 hosts with a good night each. */
function setUp() {
  let now = new Date('2013-02-28T12:00:00Z');
  const history = openHistory(':memory:', () => now);
  onTestFinished(() => history.close());
  const fleetOf = (hosts: readonly string[]) =>
    fleetSchema.parse({
      servers: [{ name: 'backup1', ssh: { host: 'a' } }],
      hosts: hosts.map((name) => ({ name, ssh: { host: 'a' }, configPath: '/c' })),
    });
  let fleet = fleetOf(names);
  const serverFacts = createServerFacts(history.facts);
  const told = { ...nothingWrong, backupdir: '/b' };
  for (const host of names) {
    history.places.save(host, { server: 'backup1', backupdir: `/b/${host}`, entries: ['/etc'] }, now.toISOString());
    history.runs.save([{ ...run('2013-02-28'), host }]);
    serverFacts.set(host, { ...told, toldAt: now.toISOString() });
  }
  let judged = 0;
  let entriesRead = 0;
  const counted = {
    places: {
      ...history.places,
      inBrief: (host: string) => history.places.inBrief(host),
      at: (place: Whereabouts) => history.places.at(place),
      get: (host: string) => {
        entriesRead += 1;
        return history.places.get(host);
      },
    },
    runs: {
      ...history.runs,
      briefsOf: (host: string, most: number) => {
        judged += 1;
        return history.runs.briefsOf(host, most);
      },
    },
  };
  const changes: BoardChange[] = [];
  const bugs: unknown[] = [];
  const reach = createReach({
    isClosing: () => false,
    connection: (machine) => ({ machine, state: 'idle' }),
    facts: history.facts,
    now: () => now,
    roleOf: () => 'host',
    toldAt: () => undefined,
    publish: () => {},
    onTrouble: (machine) => board.touch([machine]),
  });
  const board = createBoard({
    fleet: () => fleet,
    history: counted,
    reach,
    serverFacts,
    now: () => now,
    onChange: (change) => changes.push(change),
    onBug: (error) => bugs.push(error),
  });
  onTestFinished(async () => {
    await board.close();
    expect(bugs).toEqual([]);
  });
  return {
    board,
    serverFacts,
    history,
    reach,
    changes,
    entriesRead: () => entriesRead,
    judgedSince() {
      const count = judged;
      judged = 0;
      return count;
    },
    at: (moment: string) => {
      now = new Date(moment);
    },
    setHosts: (hosts: readonly string[]) => {
      fleet = fleetOf(hosts);
    },
  };
}

test('each host is judged once, by little of what is known of it, and nobody for being asked', async () => {
  const { board, judgedSince, entriesRead } = setUp();
  expect((await board.tonight(14)).counts.good).toBe(300);
  expect(judgedSince()).toBe(300);
  expect(entriesRead()).toBe(0);
  await board.tonight(14);
  await board.tonight(3);
  board.tick();
  await board.settled();
  expect(judgedSince()).toBe(0);
});

test('a change is judged and told of its host alone', async () => {
  const { board, history, judgedSince, changes } = setUp();
  await board.settled();
  judgedSince();
  changes.splice(0);
  history.runs.save([{ ...failedRun('2013-02-28'), host: 'jail7', startedAt: '2013-02-28T10:00:00Z' }]);
  history.runs.save([{ ...run('2013-02-27'), host: 'jail8' }]);
  board.touch(['jail7', 'jail8', 'jail9', 'nobody']);
  await board.settled();
  expect(judgedSince()).toBe(3);
  expect(changes).toEqual([{ hosts: ['jail7', 'jail8'], gone: [] }]);
  expect(
    board
      .rows(['jail8'])
      .hosts[0]?.cells.slice(-2)
      .map((cell) => cell?.state),
  ).toEqual(['good', 'good']);
});

test('a machine that is no host is told of, and a host out of reach is a finding', async () => {
  const { board, reach, changes } = setUp();
  await board.settled();
  changes.splice(0);
  reach.failed('jail3', new NightkeepError('unreachable', 'no route'));
  await board.settled();
  expect(changes).toEqual([{ hosts: ['jail3'], gone: [] }]);
  expect(board.findings().map(({ host, cause }) => [host, cause])).toEqual([['jail3', 'unreachable']]);
  board.touch(['backup1']);
  await board.settled();
  expect(changes.at(-1)).toEqual({ hosts: [], gone: [] });
});

test('the next night, and another fleet, are seen without being told', async () => {
  const { board, at, setHosts, changes } = setUp();
  await board.settled();
  at('2013-03-01T04:00:00Z');
  board.tick();
  const { dates, notKnown } = await board.tonight(14);
  expect(dates.at(-1)).toBe('2013-03-01');
  // Its server was last asked yesterday.
  expect(notKnown).toBe(300);
  changes.splice(0);
  setHosts(['jail1', 'jail2', 'new']);
  const after = await board.tonight(14);
  expect(after.hosts.map(({ host }) => host)).toEqual(['jail1', 'jail2', 'new']);
  expect(changes.flatMap(({ gone }) => gone)).toHaveLength(298);
});

test('dates before those that are kept ready are put together when they are asked for', async () => {
  const { board } = setUp();
  const tonight = await board.tonight(20);
  expect(tonight.dates).toHaveLength(20);
  expect(tonight.hosts[5]?.cells.at(-1)?.state).toBe('good');
  expect(tonight.counts.good).toBe(300);
});

test('a night that was due and did not come is missed though nobody tells anything new', async () => {
  const { board, serverFacts, at } = setUp();
  await board.settled();
  at('2013-03-01T04:00:00Z');
  board.tick();
  expect(await board.tonight(14)).toMatchObject({ notKnown: 300, counts: { missed: 0 } });
  serverFacts.asked('backup1', new Date('2013-03-01T23:00:00Z'));
  // On the same date, at an hour when the last run is more than a day ago.
  at('2013-03-01T23:30:00Z');
  board.tick();
  expect(await board.tonight(14)).toMatchObject({ notKnown: 0, counts: { missed: 300 } });
});

import { describe, expect, test } from 'vitest';
import type { Night, Run, RunEntry } from '../../../src-main/contract/index.ts';
import {
  type NightsContext,
  type NightsOnServer,
  nightsOf,
  nightsOfCustomer,
} from '../../../src-main/domain/nights.ts';

const context: NightsContext = {
  host: 'jail15',
  server: 'backup1',
  timeZone: 'America/Los_Angeles',
  now: new Date('2013-02-28T18:00:00Z'),
  lastDue: '2013-02-28',
  nightsToKeep: 7,
  isAnother: (host) => host === 'jail16',
};

const entry = (path: string, more: Partial<RunEntry> = {}): RunEntry => ({
  path,
  state: 'good',
  files: 1,
  bytes: 1,
  added: 0,
  changed: 0,
  deleted: 0,
  ...more,
});

const run = (date: string, more: Partial<Run> = {}): Run => ({
  runId: `${date.replaceAll('-', '')}T095200Z-aaaaaa`,
  host: 'jail15',
  server: 'backup1',
  state: 'good',
  date,
  startedAt: `${date}T09:52:00Z`,
  finishedAt: `${date}T09:58:00Z`,
  entries: [entry('/mnt/a')],
  ...more,
});

const onServer = (more: Partial<NightsOnServer>): NightsOnServer => ({
  nights: [],
  endedRuns: [],
  lock: undefined,
  ...more,
});

const recorded = (...runs: Run[]) =>
  runs.map((each, index) => ({ runId: each.runId, index, run: each, bornAt: undefined }));
const shown = (nights: Night[]) => nights.map(({ date, state }) => `${date} ${state}`);

describe('the nights of a host', () => {
  test('a date without anything is missed, up to the last that is due', () => {
    const nights = nightsOf(onServer({ nights: recorded(run('2013-02-27'), run('2013-02-24')) }), context);
    expect(shown(nights)).toEqual([
      '2013-02-28 missed',
      '2013-02-27 good',
      '2013-02-26 missed',
      '2013-02-25 missed',
      '2013-02-24 good',
    ]);
    expect(nights[0]).toMatchObject({ runId: 'missed-jail15-2013-02-28', index: -1, entries: [] });
    expect(
      shown(nightsOf(onServer({ nights: recorded(run('2013-02-27')) }), { ...context, lastDue: '2013-02-27' })),
    ).toEqual(['2013-02-27 good']);
  });

  test('a run that failed is a failed night, not a missed one', () => {
    const failed = run('2013-02-28', { state: 'failed', message: 'the server was full' });
    const nights = nightsOf(onServer({ nights: recorded(run('2013-02-27')), endedRuns: [failed] }), context);
    expect(shown(nights)).toEqual(['2013-02-28 failed', '2013-02-27 good']);
    expect(nights[0]?.index).toBe(-1);
    expect(nights[0]?.expiresInNights).toBeUndefined();
  });

  test('a run at work is a running night; the lock of one that died is nothing', () => {
    const lock = { what: 'run', runId: 'now', since: '2013-02-28T09:52:00Z', alive: true };
    const nights = recorded(run('2013-02-27'));
    expect(shown(nightsOf(onServer({ nights, lock }), context))).toEqual(['2013-02-28 running', '2013-02-27 good']);
    for (const other of [
      { ...lock, alive: false },
      { ...lock, what: 'housekeeping' },
    ]) {
      expect(shown(nightsOf(onServer({ nights, lock: other }), context))).toEqual([
        '2013-02-28 missed',
        '2013-02-27 good',
      ]);
    }
  });

  test('a run that is just being published is told once', () => {
    const last = run('2013-02-28');
    const lock = { what: 'run', runId: last.runId, since: last.startedAt, alive: true };
    expect(shown(nightsOf(onServer({ nights: recorded(last), lock }), context))).toEqual(['2013-02-28 good']);
  });

  test('nights of the old script are estimated, and none is older than the one below it', () => {
    const born = (date: string) => Date.parse(`${date}T09:00:00Z`) / 1000;
    const old = ['2011-01-01', '2013-02-27', '2013-02-26'].map((date, index) => ({
      runId: `old-${index}`,
      index,
      run: undefined,
      bornAt: born(date),
    }));
    const nights = nightsOf(onServer({ nights: old }), { ...context, lastDue: '2013-02-27' });
    expect(nights.map(({ runId, date }) => [runId, date])).toEqual([
      ['old-0', '2013-02-27'],
      ['old-1', '2013-02-27'],
      ['old-2', '2013-02-26'],
    ]);
    expect(nights.every(({ estimated, state }) => estimated && state === 'unknown')).toBe(true);
  });

  test('what another host of the fleet left in the same backupdir is not this one’s', () => {
    const foreign = run('2013-02-27', { host: 'jail16', runId: 'foreign' });
    const renamed = run('2013-02-26', { host: 'jail15-old' });
    const found = onServer({ nights: recorded(run('2013-02-28'), foreign, renamed), endedRuns: [foreign] });
    const nights = nightsOf(found, context);
    expect(shown(nights)).toEqual(['2013-02-28 good', '2013-02-27 missed', '2013-02-26 good']);
    expect(nights.map(({ expiresInNights }) => expiresInNights)).toEqual([7, undefined, 5]);
  });

  test('nothing at all is no nights, not one missed', () => {
    expect(nightsOf(onServer({}), context)).toEqual([]);
  });
});

describe('a clock that was wrong', () => {
  const nightsFrom = (...dates: string[]) =>
    nightsOf(onServer({ nights: recorded(...dates.map((date) => run(date))) }), context);

  test('a night from the future stands where it lies, and its record is quoted', () => {
    const nights = nightsFrom('2013-02-28', '2036-01-01', '2013-02-26');
    expect(
      nights.map(({ date, index, estimated, recordedDate, expiresInNights }) => [
        date,
        index,
        estimated,
        recordedDate,
        expiresInNights,
      ]),
    ).toEqual([
      ['2013-02-28', 0, false, undefined, 7],
      ['2013-02-28', 1, true, '2036-01-01', 6],
      ['2013-02-27', -1, false, undefined, undefined],
      ['2013-02-26', 2, false, undefined, 5],
    ]);
  });

  test('it does not hide that nothing came since', () => {
    expect(shown(nightsFrom('2036-01-01', '2013-02-25'))).toEqual([
      '2013-02-28 missed',
      '2013-02-27 missed',
      '2013-02-26 missed',
      '2013-02-25 good',
      '2013-02-25 good',
    ]);
  });

  test('a night of long ago makes no years of missed nights', () => {
    expect(shown(nightsFrom('2013-02-28', '2013-02-27', '2000-01-01'))).toEqual([
      '2013-02-28 good',
      '2013-02-27 good',
      '2000-01-01 good',
    ]);
  });

  test('a first night of months ago is followed by a month of missed ones', () => {
    const nights = nightsFrom('2012-08-01');
    expect(nights.filter(({ state }) => state === 'missed')).toHaveLength(31);
    expect(nights[0]?.date).toBe('2013-02-28');
  });

  test('a failed or running one from the future is of today', () => {
    const failed = run('2036-01-01', { state: 'failed' });
    const lock = { what: 'run', runId: 'now', since: '2036-01-01T09:52:00Z', alive: true };
    const nights = nightsOf(onServer({ nights: recorded(run('2013-02-27')), endedRuns: [failed], lock }), context);
    expect(shown(nights)).toEqual(['2013-02-28 failed', '2013-02-28 running', '2013-02-27 good']);
    expect(nights.map(({ recordedDate }) => recordedDate)).toEqual(['2036-01-01', '2036-01-01', undefined]);
  });
});

describe('the nights of one customer', () => {
  const root = '/mnt/data1/10.0.0.1-col00001-DIR';
  const of = (state: Run['state'], ...entries: RunEntry[]) =>
    nightsOfCustomer(nightsOf(onServer({ nights: recorded(run('2013-02-28', { state, entries })) }), context), root);

  test('only what is the customer’s, and what holds all of it', () => {
    const [night] = of('good', entry(`${root}/etc`), entry('/etc'), entry('/mnt/data1'), entry(`${root}x/etc`));
    expect(night?.entries.map(({ path }) => path)).toEqual([`${root}/etc`, '/mnt/data1']);
  });

  test('a warning about another customer is none', () => {
    const missing = { state: 'missing', sameAs: 'x' } as const;
    expect(of('warning', entry(`${root}/etc`), entry('/other', missing))[0]?.state).toBe('good');
    expect(of('warning', entry(`${root}/etc`, missing), entry('/other'))[0]?.state).toBe('warning');
    const inPart = { message: 'not all of it could be copied' };
    expect(of('warning', entry(`${root}/etc`, inPart), entry('/other'))[0]?.state).toBe('warning');
    expect(of('warning', entry(`${root}/etc`), entry('/other', inPart))[0]?.state).toBe('good');
  });

  test('a night that has nothing of the customer is left out', () => {
    expect(of('good', entry('/other'))).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { tonightOf } from '../../../src-main/domain/tonight.ts';
import { failedRun, hostFacts, run, runEntry } from '../../support/runs.ts';

const today = { now: new Date('2013-02-28T12:00:00Z'), timeZone: 'UTC', lastDue: '2013-02-28' };

type Known = Partial<Omit<HostFacts, 'runs'>> & { runs?: Run[] };
const host = ({ runs = [], ...more }: Known): HostFacts => hostFacts(more, runs);

const row = (facts: Known) => {
  const [found] = tonightOf([host(facts)], today, 4).hosts;
  return { cells: found?.cells.map((cell) => cell?.state ?? null) ?? [], summary: found?.summary };
};

describe('a host', () => {
  test('before its first night there is nothing, after it a gap is missed', () => {
    expect(row({ runs: [run('2013-02-26'), run('2013-02-28')] })).toEqual({
      cells: [null, 'good', 'missed', 'good'],
      summary: '1 min · 1.0 kB',
    });
  });

  test('the first night may be older than what is shown', () => {
    expect(row({ runs: [run('2013-01-01')] })).toEqual({
      cells: ['missed', 'missed', 'missed', 'missed'],
      summary: 'no result for 4 nights',
    });
  });

  test('a night of the old script is unknown, never good', () => {
    expect(row({ unrecordedDates: ['2013-02-27', '2013-02-28'] })).toEqual({
      cells: [null, null, 'unknown', 'unknown'],
      summary: 'made by the old script',
    });
  });

  test('a run that could not be understood is unknown, never good', () => {
    expect(row({ runs: [run('2013-02-28', [], { state: 'unknown' })] }).cells.at(-1)).toBe('unknown');
  });

  test.each([
    [
      'failed, then good',
      [failedRun('2013-02-28'), run('2013-02-28', undefined, { startedAt: '2013-02-28T10:00:00Z' })],
      'good',
    ],
    [
      'good, then failed',
      [run('2013-02-28'), { ...failedRun('2013-02-28'), startedAt: '2013-02-28T10:00:00Z' }],
      'good',
    ],
    ['failed twice', [failedRun('2013-02-28'), failedRun('2013-02-28')], 'failed'],
    ['failed, now running', [failedRun('2013-02-28'), run('2013-02-28', [], { state: 'running' })], 'running'],
  ])('%s', (_, runs, state) => {
    expect(row({ runs }).cells.at(-1)).toBe(state);
  });

  test.each([
    [[run('2013-02-28', [runEntry('/www', 'missing')])], '1 entry not there'],
    [[run('2013-02-28', [runEntry('/www', 'collapsed'), runEntry('/a', 'collapsed')])], '2 entries shrank'],
    [[run('2013-02-28', [runEntry('/www', 'missing'), runEntry('/a', 'collapsed')])], '2 entries to look at'],
    [[run('2013-02-28', [runEntry('/www', 'good', { message: 'not all of it' })])], '1 entry copied in part'],
    [[failedRun('2013-02-28')], 'connection refused'],
    [[run('2013-02-28', [], { state: 'running', startedAt: '2013-02-28T11:38:00Z' })], 'running 22 min'],
    [[run('2013-02-27')], 'no result for this night'],
    [[], 'no night yet'],
  ])('is summed up: %#', (runs, summary) => {
    expect(row({ runs }).summary).toBe(summary);
  });

  test('that can’t be reached says so', () => {
    const unreached = { code: 'unreachable', message: 'jail15 does not answer', since: today.now };
    expect(row({ runs: [run('2013-02-28')], unreached })).toMatchObject({ summary: 'jail15 does not answer' });
  });

  test('what was wrong is noted at the night', () => {
    const entry = runEntry('/www', 'missing', { message: 'it is not there' });
    const [found] = tonightOf([host({ runs: [run('2013-02-28', [entry])] })], today, 1).hosts;
    expect(found?.cells).toEqual([
      { state: 'warning', runId: '20130228T090000Z-aaaaaa', note: '/www: it is not there' },
    ]);
  });
});

test('hosts are counted by their last night', () => {
  const hosts = [
    host({ runs: [run('2013-02-28')] }),
    host({ runs: [failedRun('2013-02-28')] }),
    host({ runs: [run('2013-02-27')] }),
    host({ unrecordedDates: ['2013-02-28'] }),
    host({}),
  ];
  expect(tonightOf(hosts, today, 2)).toMatchObject({
    dates: ['2013-02-27', '2013-02-28'],
    counts: { good: 1, failed: 1, missed: 1, unknown: 1, warning: 0, running: 0 },
  });
});

test('before 03:00 yesterday is the last date, unless a host has begun', () => {
  const early = { now: new Date('2013-02-28T01:00:00Z'), timeZone: 'UTC', lastDue: '2013-02-27' };
  expect(tonightOf([host({ runs: [run('2013-02-27')] })], early, 1).dates).toEqual(['2013-02-27']);
  const begun = [host({ runs: [run('2013-02-28', [], { state: 'running' })] }), host({ runs: [run('2013-02-27')] })];
  const tonight = tonightOf(begun, early, 2);
  expect(tonight.dates).toEqual(['2013-02-27', '2013-02-28']);
  // Not begun yet is not missed.
  expect(tonight.hosts[1]?.cells.at(-1)).toBeNull();
});

describe('what is not known yet', () => {
  const told = (at: string | undefined) => ({ knownUntil: at === undefined ? undefined : new Date(at) });
  const runs = [run('2013-02-25'), run('2013-02-26')];

  test('is not missed: only what its server was asked about since it was due', () => {
    expect(row({ runs, ...told('2013-02-28T04:00:00Z') }).cells).toEqual(['good', 'good', 'missed', 'missed']);
    expect(row({ runs, ...told('2013-02-28T02:00:00Z') }).cells).toEqual(['good', 'good', 'missed', 'unknown']);
    expect(row({ runs, ...told('2013-02-26T10:00:00Z') })).toEqual({
      cells: ['good', 'good', 'unknown', 'unknown'],
      summary: 'not known yet',
    });
  });

  test('says which server does not answer', () => {
    const serverUnreached = { code: 'unreachable', message: 'no route', since: new Date('2013-02-27T00:00:00Z') };
    expect(row({ runs, serverUnreached, ...told('2013-02-26T10:00:00Z') }).summary).toBe(
      'not known: backup1 does not answer',
    );
  });

  test('each host is counted once', () => {
    const hosts = [
      host({ runs: [run('2013-02-28')] }),
      host({ runs, ...told('2013-02-26T10:00:00Z') }),
      host(told(undefined)),
      host({}),
      host({ runs: [run('2013-02-28', [], { state: 'running' })], ...told('2013-02-27T10:00:00Z') }),
    ];
    const { counts, notKnown, noNight } = tonightOf(hosts, today, 4);
    expect({ ...counts, notKnown, noNight }).toEqual({
      ...{ good: 1, warning: 0, failed: 0, missed: 0, running: 1, unknown: 0 },
      notKnown: 2,
      noNight: 1,
    });
  });
});

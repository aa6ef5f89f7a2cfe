import { describe, expect, test } from 'vitest';
import { missedDates } from '../../../src-main/domain/missed.ts';
import { addDays, dateIn, lastDueDate } from '../../../src-main/domain/time.ts';

const pacific = 'America/Los_Angeles';
const at = (timeZone: string, now: string) => {
  const moment = new Date(now);
  return { now: moment, timeZone, lastDue: lastDueDate(timeZone, moment) };
};
/** Runs that began at these moments, dated as the fleet's zone has it. */
const begun = (timeZone: string, ...moments: string[]) =>
  moments.map((startedAt) => ({ startedAt, date: dateIn(timeZone, new Date(startedAt)) }));

describe('nights a day apart', () => {
  // A host whose cron keeps UTC runs at 23:50 in winter and at 00:50 in summer.
  test('across the change to summer time, which skips a date', () => {
    const runs = begun(pacific, '2026-03-07T07:50:00Z', '2026-03-08T07:50:00Z', '2026-03-09T07:50:00Z');
    expect(runs.map(({ date }) => date)).toEqual(['2026-03-06', '2026-03-07', '2026-03-09']);
    expect(missedDates(runs, at(pacific, '2026-03-09T20:00:00Z'), 31)).toEqual([]);
    expect(missedDates(runs.slice(0, 2), at(pacific, '2026-03-08T20:00:00Z'), 31)).toEqual([]);
    expect(missedDates(runs.slice(0, 2), at(pacific, '2026-03-09T20:00:00Z'), 31)).toEqual([
      '2026-03-08',
      '2026-03-09',
    ]);
  });

  test('across the change back, which has two of a date', () => {
    const runs = begun(pacific, '2026-10-31T07:50:00Z', '2026-11-01T07:50:00Z', '2026-11-02T07:50:00Z');
    expect(runs.map(({ date }) => date)).toEqual(['2026-10-31', '2026-11-01', '2026-11-01']);
    expect(missedDates(runs, at(pacific, '2026-11-02T12:00:00Z'), 31)).toEqual([]);
  });

  test('a start that moved from before midnight to after it', () => {
    const runs = begun('UTC', '2026-02-01T23:59:30Z', '2026-02-03T00:00:10Z');
    expect(missedDates(runs, at('UTC', '2026-02-03T12:00:00Z'), 31)).toEqual([]);
  });

  test('a night that really did not come is missed', () => {
    const runs = begun('UTC', '2026-02-01T02:59:00Z', '2026-02-03T00:01:00Z');
    expect(missedDates(runs, at('UTC', '2026-02-03T12:00:00Z'), 31)).toEqual(['2026-02-02']);
    expect(missedDates(runs.slice(0, 1), at('UTC', '2026-02-02T05:00:00Z'), 31)).toEqual(['2026-02-02']);
  });
});

describe('clocks that were wrong', () => {
  const now = at('UTC', '2026-02-28T12:00:00Z');
  const daily = Array.from({ length: 7 }, (_, day) => addDays('2026-02-20', day));
  const runs = daily.map((date) => ({ date, startedAt: `${date}T01:00:00Z` }));

  test('one night of 2036 is no newest night', () => {
    const ahead = { date: '2036-01-01', startedAt: '2036-01-01T01:00:00Z' };
    expect(missedDates([...runs, ahead], now, 31)).toEqual(['2026-02-27', '2026-02-28']);
  });

  test('one of 2010 makes no years of missed nights', () => {
    const behind = { date: '2010-01-01', startedAt: '2010-01-01T01:00:00Z' };
    expect(missedDates([behind, ...runs], now, 1000)).toEqual(['2026-02-27', '2026-02-28']);
  });

  test('where nothing came for long, so many are told as are asked for', () => {
    const last = { date: '2025-06-01', startedAt: '2025-06-01T01:00:00Z' };
    expect(missedDates([last], now, 31)).toHaveLength(31);
    expect(missedDates([last], now, 1000)).toHaveLength(272);
  });

  test('nothing at all is nothing missed', () => {
    expect(missedDates([], now, 31)).toEqual([]);
  });
});

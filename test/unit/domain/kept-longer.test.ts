import { expect, test } from 'vitest';
import type { Night, Run } from '../../../src-main/contract/index.ts';
import { keptLonger } from '../../../src-main/domain/kept-longer.ts';
import { previewLonger } from '../../../src-main/domain/longer-preview.ts';
import { nightsOf } from '../../../src-main/domain/nights.ts';

const night = (date: string) => ({ runId: `${date.replaceAll('-', '')}T080000Z-a`, date });
const kept = (dates: readonly string[], weeks: number, months: number) =>
  [...keptLonger(dates.map(night), { weeks, months }, '2026-12-31').keys()].map(
    (runId) => dates.find((date) => runId === night(date).runId) ?? runId,
  );

test('weeks begin on Mondays, and may lie across the turn of a year', () => {
  // 2026-01-01 is a Thursday.
  const dates = ['2026-01-05', '2026-01-04', '2026-01-01', '2025-12-29', '2025-12-28', '2025-12-22', '2025-12-21'];
  expect(kept(dates, 3, 0)).toEqual(['2026-01-05', '2026-01-04', '2025-12-28']);
  expect(kept(dates, 0, 2)).toEqual(['2026-01-05', '2025-12-29']);
  expect(kept(dates, 2, 2)).toEqual(['2026-01-05', '2026-01-04', '2025-12-29']);
  expect(kept(dates, 0, 0)).toEqual([]);
});

test('only weeks and months that have a night are counted', () => {
  expect(kept(['2026-06-03', '2026-02-03', '2024-02-29', '2020-01-01'], 3, 0)).toEqual([
    '2026-06-03',
    '2026-02-03',
    '2024-02-29',
  ]);
});

const run = (date: string): Run => ({
  ...night(date),
  host: 'jail15',
  server: 'backup1',
  state: 'good',
  startedAt: '2026-03-01T08:00:00Z',
  entries: [],
});

test('dates that are none, as a host may have written them, spoil nothing', () => {
  const dates = ['2026-19-39', '0000-00-00', '9999-12-31', 'x', '', '2026-02-31', '2026-03-01'];
  const all = dates.map((date, index) => ({ runId: `r${index}`, index, run: run(date), bornAt: undefined }));
  const nights = nightsOf(
    {
      nights: [...all, { ...all[0], runId: 'k', index: -1, longer: true, run: run('2026-15-01'), bornAt: undefined }],
      endedRuns: [],
      lock: undefined,
      rule: { weeks: 999, months: 999 },
    },
    {
      host: 'jail15',
      server: 'backup1',
      timeZone: 'UTC',
      now: new Date('2026-03-02T12:00:00Z'),
      lastDue: '2026-03-01',
      nightsToKeep: 7,
      isAnother: () => false,
    },
  );
  expect(nights.filter(({ index, kept }) => index >= 0 || kept)).toHaveLength(8);
});

test('a preview says what stays, what goes, and at most how much room it takes', () => {
  const entry = { path: '/a', state: 'good' as const, files: 100, bytes: 1000, added: 0, changed: 10, deleted: 0 };
  const nights = ['2026-03-09', '2026-03-08', '2026-03-01', '2026-02-28'].map(
    (date, index): Night => ({
      ...run(date),
      index: index < 2 ? index : -1,
      estimated: false,
      entries: [entry],
      ...(index < 2 ? {} : { kept: { weekly: true, monthly: false } }),
    }),
  );
  const { keeps, deletes, estimatedBytes } = previewLonger(nights, { weeks: 2, months: 0 }, '2026-12-31');
  expect(keeps.map(({ date, inRotation, until }) => [date, inRotation, until])).toEqual([
    ['2026-03-09', true, '2026-03-23'],
    ['2026-03-08', true, '2026-03-16'],
  ]);
  expect(deletes.map(({ date }) => date)).toEqual(['2026-03-01', '2026-02-28']);
  // A tenth of it changes each night: two weeks of seven nights, and never more than all of it.
  expect(estimatedBytes).toBe(1400);
  expect(previewLonger(nights, { weeks: 2, months: 1 }, '2026-12-31').estimatedBytes).toBe(2400);
});

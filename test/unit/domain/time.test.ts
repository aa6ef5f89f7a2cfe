import { describe, expect, test } from 'vitest';
import {
  addDays,
  dateIn,
  datesUpTo,
  daysBetween,
  lastDueDate,
  wallClock,
  zoneOffsets,
} from '../../../src-main/domain/time.ts';

const pacific = 'America/Los_Angeles';

describe('wallClock', () => {
  test.each([
    ['UTC', '2013-02-28T00:00:00Z', { date: '2013-02-28', hour: 0, minute: 0 }],
    [pacific, '2013-02-28T09:52:00Z', { date: '2013-02-28', hour: 1, minute: 52 }],
    [pacific, '2013-02-28T07:59:59Z', { date: '2013-02-27', hour: 23, minute: 59 }],
    ['Asia/Kathmandu', '2013-02-28T18:15:00Z', { date: '2013-03-01', hour: 0, minute: 0 }],
    // The hour that is there twice, and the one that is not there.
    [pacific, '2013-11-03T08:30:00Z', { date: '2013-11-03', hour: 1, minute: 30 }],
    [pacific, '2013-11-03T09:30:00Z', { date: '2013-11-03', hour: 1, minute: 30 }],
    [pacific, '2013-03-10T10:00:00Z', { date: '2013-03-10', hour: 3, minute: 0 }],
  ])('%s %s', (zone, moment, clock) => {
    expect(wallClock(zone, new Date(moment))).toEqual(clock);
    expect(dateIn(zone, new Date(moment))).toBe(clock.date);
  });
});

test('days are calendar days', () => {
  expect(addDays('2013-02-28', 1)).toBe('2013-03-01');
  expect(addDays('2012-03-01', -1)).toBe('2012-02-29');
  expect(addDays('2013-03-09', 2)).toBe('2013-03-11');
  expect(daysBetween('2013-02-28', '2013-03-02')).toBe(2);
  expect(daysBetween('2013-03-02', '2013-02-28')).toBe(-2);
  expect(datesUpTo('2013-03-01', 3)).toEqual(['2013-02-27', '2013-02-28', '2013-03-01']);
});

test('a night is due at 03:00 of the fleet, not of this machine', () => {
  expect(lastDueDate(pacific, new Date('2013-02-28T10:59:00Z'))).toBe('2013-02-27');
  expect(lastDueDate(pacific, new Date('2013-02-28T11:00:00Z'))).toBe('2013-02-28');
  expect(lastDueDate('UTC', new Date('2013-02-28T10:59:00Z'))).toBe('2013-02-28');
});

describe('a zone’s offsets', () => {
  test.each(['UTC', pacific, 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia'])(
    'tell what %s tells',
    (zone) => {
      const offsets = zoneOffsets(zone);
      const dateBy = (second: number) => {
        const { seconds } = offsets.findLast(({ since }) => since <= second) ?? { seconds: Number.NaN };
        return new Date((second + seconds) * 1000).toISOString().slice(0, 16);
      };
      const shown = (second: number) => {
        const { date, hour, minute } = wallClock(zone, new Date(second * 1000));
        return `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      };
      const around = offsets.flatMap(({ since }) => [since - 1, since, since + 1]).slice(1);
      for (const second of [...around, Date.UTC(2026, 10, 25, 15, 50) / 1000])
        expect(dateBy(second)).toBe(shown(second));
    },
  );

  test('a zone that never changes is one line, and one that does two a year', () => {
    expect(zoneOffsets('Asia/Tokyo')).toEqual([{ since: 1577836800, seconds: 32400 }]);
    expect(zoneOffsets(pacific)).toContainEqual({ since: Date.UTC(2026, 2, 8, 10) / 1000, seconds: -25200 });
    expect(zoneOffsets(pacific)).toHaveLength(37);
  });
});

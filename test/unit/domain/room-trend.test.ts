import { describe, expect, test } from 'vitest';
import { ofRoom } from '../../../src-main/domain/failures/of-room.ts';
import { fillingOf, type RoomReading, withReading } from '../../../src-main/domain/room-trend.ts';

const GB = 1e9;
const dateOf = (day: number) => new Date(Date.UTC(2013, 0, 1 + day)).toISOString().slice(0, 10);
/** One reading a day; `free` in GB of a disk of 2 TB. */
const readings = (free: readonly number[], totalBytes = 2000 * GB): RoomReading[] =>
  free.map((each, day) => ({ date: dateOf(day), freeBytes: each * GB, totalBytes }));
const days = (count: number, free: (day: number) => number) => Array.from({ length: count }, (_, day) => free(day));
/** The same numbers every time, from -1 to 1. */
const noise = (day: number) => Math.sin(day * 12.9898) * Math.cos(day * 78.233);

describe('a disk that fills up', () => {
  test('is full by its own trend', () => {
    expect(fillingOf(readings(days(10, (day) => 190 - 9 * day)))).toEqual({ inDays: 12, bytesADay: 9 * GB });
  });

  test('is so through the noise of nights that delete and copy', () => {
    const filling = fillingOf(readings(days(20, (day) => 400 - 9 * day + 12 * noise(day))));
    expect(filling?.bytesADay).toBeGreaterThan(8 * GB);
    expect(filling?.bytesADay).toBeLessThan(10 * GB);
  });

  test('is so though one day is far off, and some have no reading', () => {
    const all = readings(days(15, (day) => (day === 7 ? 900 : 400 - 9 * day)));
    const some = all.filter((_, day) => day % 4 !== 2);
    expect(fillingOf(some)?.bytesADay).toBe(9 * GB);
  });

  test('is full now where nothing is free, or less than nothing', () => {
    let kept: readonly RoomReading[] = [];
    for (const reading of readings(days(6, (day) => 40 - 10 * day))) kept = withReading(kept, reading);
    expect(kept.at(-1)?.freeBytes).toBe(0);
    expect(fillingOf(kept)).toMatchObject({ inDays: 0 });
  });
});

describe('nothing is claimed', () => {
  test.each([
    ['of four days', days(4, (day) => 100 - 20 * day)],
    ['of a disk that stays as it is', days(20, () => 400)],
    ['of one that only wavers', days(20, (day) => 400 + 30 * noise(day))],
    ['of one that gets emptier', days(20, (day) => 400 + 9 * day)],
    ['of one that somebody made room on', [...days(8, (day) => 200 - 9 * day), ...days(8, (day) => 900 - 9 * day)]],
    ['of a trickle', days(20, (day) => 400 - 0.1 * day)],
    ['farther ahead than was looked back', days(5, (day) => 1900 - 9 * day)],
  ])('%s', (_, free) => {
    expect(fillingOf(readings(free))).toBeUndefined();
  });

  test('of a new disk by the readings of the old one', () => {
    const old = readings(days(10, (day) => 190 - 9 * day));
    const fresh = readings(
      days(14, (day) => 3000 - 9 * day),
      4000 * GB,
    ).slice(10);
    expect(fillingOf([...old, ...fresh])).toBeUndefined();
    const later = readings(
      days(20, (day) => 500 - 20 * day),
      4000 * GB,
    ).slice(10);
    expect(fillingOf([...old, ...later])?.bytesADay).toBe(20 * GB);
  });

  test('though the size of a shared pool moves a little', () => {
    const pool = readings(days(10, (day) => 190 - 9 * day)).map((reading, day) => ({
      ...reading,
      totalBytes: reading.totalBytes - day * 3 * GB,
    }));
    expect(fillingOf(pool)?.inDays).toBe(12);
  });
});

describe('of readings', () => {
  const reading = { date: '2013-02-28', freeBytes: 1, totalBytes: 2 };
  test('the first of a day is kept, and sixty days', () => {
    const once = withReading([], reading);
    expect(withReading(once, { ...reading, freeBytes: 0 })).toBe(once);
    let kept: readonly RoomReading[] = [];
    for (const each of readings(days(200, () => 5))) kept = withReading(kept, each);
    expect([kept.length, kept.at(-1)?.date]).toEqual([60, dateOf(199)]);
  });
  test('what can be none is left out', () => {
    for (const [freeBytes, totalBytes] of [
      [Number.NaN, 2],
      [3, 2],
      [0, 0],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      [1, 2 ** 80],
    ] as const)
      expect(withReading([], { ...reading, freeBytes, totalBytes })).toEqual([]);
    expect(withReading([], { ...reading, freeBytes: -5 })).toEqual([{ ...reading, freeBytes: 0 }]);
  });
  test('those of a clock that was ahead go when it is right again', () => {
    const ahead = withReading([], { ...reading, date: '2036-01-01' });
    expect(withReading(ahead, reading)).toEqual([reading]);
  });
});

test('a server that is full soon is a failure of its own, which says what to do', () => {
  const today = { now: new Date('2013-01-11T12:00:00Z'), timeZone: 'UTC', lastDue: '2013-01-10' };
  const room = { readings: readings([118]), filling: { inDays: 12, bytesADay: 9 * GB } };
  expect(ofRoom('backup1', room, today)).toEqual([]);
  const [finding] = ofRoom('backup1', { ...room, soonSince: '2013-01-10T09:00:00Z' }, today);
  expect(finding).toMatchObject({ host: 'backup1', cause: 'server-filling', nights: 2 });
  expect(finding?.message).toMatch(
    /^it is full in about 12 days at 9\.0 GB a day: 118\.0 GB of 2\.0 TB are free\. Make room/,
  );
});

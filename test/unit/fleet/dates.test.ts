import { describe, expect, test } from 'vitest';
import { nightStart, zoneFor } from '../../support/fleet/dates.ts';

const zone = 'America/Los_Angeles';
const starts = (now: string, nights = 3, minute = 112) =>
  Array.from({ length: nights }, (_, night) => nightStart(new Date(now), zone, nights, night, minute).toISOString());

describe('the nights of the demo fleet', () => {
  test('end with the one of this morning as soon as it is due, so that none is missed', () => {
    expect(starts('2026-02-10T11:00:00Z')).toEqual([
      '2026-02-08T09:52:00.000Z',
      '2026-02-09T09:52:00.000Z',
      '2026-02-10T09:52:00.000Z',
    ]);
  });

  test('end with the one of yesterday while tonight is not over', () => {
    expect(starts('2026-02-10T10:59:00Z').at(-1)).toBe('2026-02-09T09:52:00.000Z');
    expect(starts('2026-02-11T07:59:00Z').at(-1)).toBe('2026-02-10T09:52:00.000Z');
  });

  test('are of a zone in which none falls due within two hours', () => {
    expect(zoneFor(new Date('2026-02-10T08:59:00Z'))).toBe(zone);
    expect(zoneFor(new Date('2026-02-10T09:01:00Z'))).toBe('America/New_York');
    expect(zoneFor(new Date('2026-02-10T10:59:00Z'))).toBe('America/New_York');
    expect(zoneFor(new Date('2026-02-10T11:00:00Z'))).toBe(zone);
    expect(zoneFor(new Date('2026-02-10T07:00:00Z'))).toBe(zone);
  });

  test('keep their local time over a change of the clocks', () => {
    expect(starts('2026-03-09T20:00:00Z', 3, 60)).toEqual([
      '2026-03-07T09:00:00.000Z',
      '2026-03-08T09:00:00.000Z',
      '2026-03-09T08:00:00.000Z',
    ]);
  });
});

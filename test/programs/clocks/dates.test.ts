import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dateIn } from '../../../src-main/domain/time.ts';
import { setClock } from '../../support/nights/clock-shim.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

/** What a slim container has for /usr/share/zoneinfo. */
const WITHOUT_ZONES = { TZDIR: '/nonexistent' };

let estate: Estate;
afterEach(() => estate.end());

const cases: [zone: string, moment: string, date: string][] = [
  ['Asia/Tokyo', '2026-11-25T15:50:00Z', '2026-11-26'],
  ['America/Los_Angeles', '2026-11-25T07:50:00Z', '2026-11-24'],
  // The nights in which the clocks change, by a start that cron keeps in UTC: a date that is skipped, and one that comes twice.
  ['America/Los_Angeles', '2026-03-08T07:50:00Z', '2026-03-07'],
  ['America/Los_Angeles', '2026-03-09T07:50:00Z', '2026-03-09'],
  ['America/Los_Angeles', '2026-11-01T07:50:00Z', '2026-11-01'],
  ['America/Los_Angeles', '2026-11-02T07:50:00Z', '2026-11-01'],
  ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29'],
  ['Europe/Berlin', '2026-10-24T21:59:59Z', '2026-10-24'],
  ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25'],
  ['Asia/Kathmandu', '2026-12-31T18:15:00Z', '2027-01-01'],
  ['UTC', '2026-12-31T23:59:59Z', '2026-12-31'],
];

test.each(shells)('a host without zone data dates its nights by the fleet’s zone: under $name', async (shell) => {
  estate = new Estate(shell);
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), 'x');
  for (const [timeZone, moment, date] of cases) {
    expect(dateIn(timeZone, new Date(moment))).toBe(date);
    setClock(estate, new Date(moment));
    const { result, stderr } = await estate.night({ timeZone }, WITHOUT_ZONES);
    expect([stderr, result?.date], `${moment} in ${timeZone}`).toEqual(['', date]);
    expect(result?.startedAt).toBe(moment);
  }
});

import { parseDate, Time, toCalendarDateTime, toZoned } from '@internationalized/date';
import { lastDueDate } from '../../../src-main/domain/time.ts';
import { timeZones } from './plan.ts';

/** Longer than a fleet is looked at by tests. */
const LOOKED_AT_MS = 2 * 3_600_000;

/** One in which no night falls due while the fleet is looked at: nobody makes it, and each host would have missed it. */
export function zoneFor(now: Date): string {
  const later = new Date(now.getTime() + LOOKED_AT_MS);
  return timeZones.find((zone) => lastDueDate(zone, now) === lastDueDate(zone, later)) ?? timeZones[0];
}

/**
 * When a host's night `night` began, of `nights` that end with the last one the app expects to be there now: at so many
 * minutes past midnight where the fleet is. Clocks that were put forward or back in between change nothing in that.
 */
export function nightStart(now: Date, timeZone: string, nights: number, night: number, minute: number): Date {
  const date = parseDate(lastDueDate(timeZone, now)).subtract({ days: nights - 1 - night });
  const time = new Time(Math.floor(minute / 60), minute % 60, 0);
  return toZoned(toCalendarDateTime(date, time), timeZone).toDate();
}

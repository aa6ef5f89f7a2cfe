import { fromDate, Time, toCalendarDate, toCalendarDateTime, toZoned } from '@internationalized/date';

/** By then every host's night of that date is over. */
const OVER = new Time(4);

/**
 * When a host's night `night` began, of `nights` that end with the last one that is over now: at so many minutes past
 * midnight where the fleet is. Clocks that were put forward or back in between change nothing in that.
 */
export function nightStart(now: Date, timeZone: string, nights: number, night: number, minute: number): Date {
  const local = fromDate(now, timeZone);
  const today = toCalendarDate(local);
  const last =
    local.compare(toZoned(toCalendarDateTime(today, OVER), timeZone)) >= 0 ? today : today.subtract({ days: 1 });
  const date = last.subtract({ days: nights - 1 - night });
  const time = new Time(Math.floor(minute / 60), minute % 60, 0);
  return toZoned(toCalendarDateTime(date, time), timeZone).toDate();
}

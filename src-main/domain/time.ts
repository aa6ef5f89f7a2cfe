/** A moment as the clock on the wall shows it in a time zone. */
export interface WallClock {
  /** `YYYY-MM-DD` */
  date: string;
  hour: number;
  minute: number;
}

/** The nights run between 00:00 and 03:00; from then on a night that has not come is missed. */
const NIGHT_ENDS_AT_HOUR = 3;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

export function wallClock(timeZone: string, moment: Date): WallClock {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(moment)) parts[type] = value;
  return {
    date: `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  };
}

/** The date in a time zone, `YYYY-MM-DD`. */
export const dateIn = (timeZone: string, moment: Date): string => wallClock(timeZone, moment).date;

/** `days` may be negative. Dates are calendar dates, so no change of the clocks matters. */
export function addDays(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** How many days `to` is after `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** `count` dates, oldest first, the last being `last`. */
export const datesUpTo = (last: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(last, index - count + 1));

/** The last date whose night should be there by now: today once it is 03:00, yesterday before. */
export function lastDueDate(timeZone: string, now: Date): string {
  const { date, hour } = wallClock(timeZone, now);
  return hour >= NIGHT_ENDS_AT_HOUR ? date : addDays(date, -1);
}

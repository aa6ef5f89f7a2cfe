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

/** What was read last: of a thousand hosts, each is judged by the same few moments. */
const read = new Map<string, WallClock>();
const MOST_READ = 64;

export function wallClock(timeZone: string, moment: Date): WallClock {
  const key = `${moment.getTime()} ${timeZone}`;
  const known = read.get(key);
  if (known) return known;
  if (read.size >= MOST_READ) read.clear();
  const clock = readClock(timeZone, moment);
  read.set(key, clock);
  return clock;
}

function readClock(timeZone: string, moment: Date): WallClock {
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

/** From a moment on, in seconds since 1970, a zone's clocks are so many seconds ahead of UTC. */
export interface ZoneOffset {
  since: number;
  seconds: number;
}

const DAY_SECONDS = 86_400;
const FIRST_SECOND = Date.UTC(2020, 0, 1) / 1000;
/** What a shell of 32 bits can count to. */
const LAST_SECOND = 2 ** 31 - 1;

/** A zone's offsets from 2020 to 2038, for machines without zone data. No zone changes its clocks twice within a day. */
export function zoneOffsets(timeZone: string): ZoneOffset[] {
  const offsets = [{ since: FIRST_SECOND, seconds: offsetAt(timeZone, FIRST_SECOND) }];
  for (let day = FIRST_SECOND + DAY_SECONDS; day <= LAST_SECOND; day += DAY_SECONDS) {
    const seconds = offsetAt(timeZone, day);
    const before = offsets.at(-1)?.seconds;
    if (seconds !== before) offsets.push({ since: changeBetween(timeZone, day - DAY_SECONDS, day), seconds });
  }
  return offsets;
}

/** The first second of a zone's new offset, after `low` and not after `high`. */
function changeBetween(timeZone: string, low: number, high: number): number {
  const before = offsetAt(timeZone, low);
  let [from, to] = [low, high];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt(timeZone, middle) === before) from = middle;
    else to = middle;
  }
  return to;
}

function offsetAt(timeZone: string, second: number): number {
  const { date, hour, minute } = wallClock(timeZone, new Date(second * 1000));
  const wall = Date.parse(`${date}T00:00:00Z`) / 1000 + hour * 3600 + minute * 60;
  return wall - (second - (second % 60));
}

import type { Today } from './host-facts.ts';
import { addDays, dateIn, datesUpTo, daysBetween } from './time.ts';

/** When something was done for a night: a run of any state. */
export interface Began {
  date: string;
  /** ISO 8601; undefined where only the date is known. */
  startedAt: string | undefined;
}

/** Runs that follow each other so closely have no night between them, though the clocks may have changed or a date was skipped. */
const DAILY_MS = 26 * 3_600_000;

/** A gap before the first date of so many days is looked at only where nothing began in them: a wrong clock makes no years of missed nights. */
const LOOKED_AT_DAYS = 90;

/** The last date that a clock can tell now, in any time zone. Later ones are of a clock that is wrong. */
export const latestDate = ({ now, timeZone }: Pick<Today, 'now' | 'timeZone'>): string =>
  addDays(dateIn(timeZone, now), 1);

/** The dates on which a night was due and nothing began, oldest first: at most the last `most` of them. */
export function missedDates(began: readonly Began[], today: Today, most: number): string[] {
  const { lastDue, now } = today;
  const latest = latestDate(today);
  const known = began
    .filter(({ date }) => date <= latest)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const from = addDays(lastDue, -LOOKED_AT_DAYS);
  const first = known.find(({ date }) => date >= from) ?? known.at(-1);
  if (!first || first.date > lastDue) return [];
  const dates = new Set(known.map(({ date }) => date));
  return datesUpTo(lastDue, Math.min(most, daysBetween(first.date, lastDue) + 1)).filter(
    (date) => !dates.has(date) && !isDaily(known, date, now),
  );
}

/** Whether the last run before a date and the first one after it, or now, are about a day apart. */
function isDaily(known: readonly Began[], date: string, now: Date): boolean {
  const before = timesOf(known.filter((other) => other.date < date));
  const after = timesOf(known.filter((other) => other.date > date));
  return Math.min(...after, now.getTime()) - Math.max(...before) < DAILY_MS;
}

const timesOf = (known: readonly Began[]) =>
  known.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [Date.parse(startedAt)]));

import { list } from './counts.ts';

/**
 * Dates are `YYYY-MM-DD` in the fleet's time zone and are never turned into instants of the reader's; instants are
 * ISO 8601 UTC and are shown in the fleet's time zone, as the hosts' crontabs have it.
 */
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const parts = (date: string) => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
};
const asUtc = (date: string) => {
  const { year, month, day } = parts(date);
  return new Date(Date.UTC(year, month - 1, day));
};

export const addDays = (date: string, days: number): string => {
  const moved = asUtc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
};

export const daysBetween = (from: string, to: string): number =>
  Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000);

/** 0 is Monday. */
export const weekdayOf = (date: string): number => (asUtc(date).getUTCDay() + 6) % 7;
export const dayOfMonth = (date: string): number => parts(date).day;
export const monthOf = (date: string): string => date.slice(0, 7);
export const monthName = (date: string): string => months[parts(date).month - 1] ?? '';

/** `Friday 22 February 2013` */
export const fullDate = (date: string): string => {
  const { year, day } = parts(date);
  return `${weekdays[asUtc(date).getUTCDay()]} ${day} ${monthName(date)} ${year}`;
};
/** `22 Feb` */
export const shortDate = (date: string): string => `${dayOfMonth(date)} ${monthName(date).slice(0, 3)}`;
/** `February 2013` */
export const monthTitle = (month: string): string => `${monthName(`${month}-01`)} ${month.slice(0, 4)}`;

/** `22 Feb`, `22 – 24 Feb`, `28 Feb – 2 Mar` */
function dateRange(first: string, last: string): string {
  if (first === last) return shortDate(first);
  return monthOf(first) === monthOf(last)
    ? `${dayOfMonth(first)} – ${shortDate(last)}`
    : `${shortDate(first)} – ${shortDate(last)}`;
}

/** `22 – 24 Feb`, `21 and 23 Feb`, `21 – 23 Feb and 25 Feb`: three days in a row are a range, and no other day is said. */
export function dateSpans(dates: readonly string[]): string {
  const days = [...new Set(dates)].sort();
  const rows: string[][] = [];
  for (const date of days) {
    const last = rows.at(-1)?.at(-1);
    if (last !== undefined && daysBetween(last, date) === 1) rows.at(-1)?.push(date);
    else rows.push([date]);
  }
  if (rows.every((row) => row.length < 3)) return dateList(days);
  const words = rows.flatMap((row) =>
    row.length < 3 ? row.map(shortDate) : [dateRange(row[0] ?? '', row.at(-1) ?? '')],
  );
  return list(words);
}

/** `22 and 24 Feb`, `28 Feb and 1 Mar` */
export function dateList(dates: readonly string[]): string {
  const words = dates.map((date, i) => {
    const next = dates[i + 1];
    return next && monthOf(next) === monthOf(date) ? String(dayOfMonth(date)) : shortDate(date);
  });
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

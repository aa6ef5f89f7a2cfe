import type { ReplyLanguage } from '../contract/index.ts';
import { dateIn } from './time.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

export function spokenDate(date: string, language: ReplyLanguage = 'en'): string {
  const noon = new Date(`${date}T12:00:00Z`);
  // What a server calls a date may be none, and is then said as it has always been.
  if (language !== 'en' && !Number.isNaN(noon.getTime()))
    return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(noon);
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** The day of an instant (ISO 8601) in the fleet's time zone, as every sentence that names one has it. */
export const spokenDay = (instant: string, timeZone: string): string => spokenDate(dateIn(timeZone, new Date(instant)));

/** `22 and 24 February 2013`, `28 February and 1 March 2013`. */
export function spokenDates(dates: readonly string[], language: ReplyLanguage = 'en'): string {
  const unique = [...new Set(dates)].sort();
  // Which words of several dates may be said once differs by language; to say all is right in each.
  if (language !== 'en') return new Intl.ListFormat(language).format(unique.map((date) => spokenDate(date, language)));
  const words = unique.map((date, index) => {
    const [day, month, year] = spokenDate(date).split(' ');
    const next = unique[index + 1];
    if (!next) return `${day} ${month} ${year}`;
    if (next.slice(0, 7) === date.slice(0, 7)) return day;
    return next.slice(0, 4) === date.slice(0, 4) ? `${day} ${month}` : `${day} ${month} ${year}`;
  });
  const last = words.pop();
  return words.length > 0 ? `${words.join(', ')} and ${last}` : (last ?? '');
}

export function humanBytes(bytes: number, language: ReplyLanguage = 'en'): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const digits = power === 0 ? 0 : 1;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(bytes / 1000 ** power);
}

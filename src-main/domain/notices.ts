import type { FailureItem, Notice, NoticeHours } from '../contract/index.ts';
import { pressing, titleOfMany } from './failures/causes.ts';

/** Of more than these, the others are counted. */
const MOST_NAMED = 5;

/** One notice a cause, the most pressing first: a night may fail on many hosts at once. */
export function noticesOf(items: readonly FailureItem[]): Notice[] {
  const causes = Map.groupBy(items, ({ cause }) => cause);
  return [...causes]
    .sort(([a], [b]) => pressing(a) - pressing(b))
    .map(([, [first, ...others]]) =>
      others.length === 0 ? noticeOf(first as FailureItem) : together([first as FailureItem, ...others]),
    );
}

/** Whose data it is comes first: of a long text only the beginning may be shown. */
const noticeOf = ({ title, customer, path, message, host }: FailureItem): Notice => ({
  title,
  body: [customer, path, message].filter(Boolean).join(' · ').toWellFormed(),
  host,
});

function together(items: readonly [FailureItem, ...FailureItem[]]): Notice {
  const hosts = [...new Set(items.map(({ host }) => host))];
  const customers = [...new Set(items.flatMap(({ customer }) => customer ?? []))];
  const title = titleOfMany(hosts, items[0].cause);
  const about = customers.length > 0 ? customers : hosts.length > 1 ? hosts : items.flatMap(({ path }) => path ?? []);
  const more = about.length - MOST_NAMED;
  const body = [...about.slice(0, MOST_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(', ').toWellFormed();
  return { title, body, host: hosts.length === 1 ? hosts[0] : undefined };
}

/** Whether a time of day, in minutes since midnight, lies in the hours; they may go over midnight. Equal ends are none. */
export function isWithin(hours: NoticeHours | undefined, minute: number): boolean {
  if (!hours) return false;
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

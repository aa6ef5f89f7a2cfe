import type { FailureItem, Tonight } from '../contract/index.ts';
import { wallClock } from './time.ts';

/** Failures that are told one by one. */
const MOST_TOLD = 500;
const MOST_NAMED = 10;

export interface Digest {
  /** Of this form. */
  version: 1;
  date: string;
  /** In a few lines, as chats show it. */
  text: string;
  hosts: Tonight['counts'] & { notKnown: number; noNight: number };
  open: number;
  failures: Pick<
    FailureItem,
    | 'host'
    | 'server'
    | 'cause'
    | 'title'
    | 'message'
    | 'path'
    | 'customer'
    | 'firstSeen'
    | 'nights'
    | 'lastGood'
    | 'taken'
  >[];
}

/** What failed, whose data it is, since when: of what nobody acknowledged or put off. */
export function digestOf(
  failures: readonly FailureItem[],
  { counts, notKnown, noNight }: Pick<Tonight, 'counts' | 'notKnown' | 'noNight'>,
  date: string,
): Digest {
  const open = failures.filter(({ state }) => state === 'open');
  const customers = new Set(open.flatMap(({ customer }) => customer ?? []));
  const head =
    open.length === 0
      ? `Nightkeep, ${date}: nothing needs anybody; ${counts.good} hosts have a good night`
      : `Nightkeep, ${date}: ${open.length} open, of ${customers.size} customers by name`;
  const left = open.length - MOST_NAMED;
  const lines = open
    .slice(0, MOST_NAMED)
    .map(
      ({ title, customer, taken }) =>
        `${title}${customer ? ` (${customer})` : ''}${taken ? `, ${taken.by} is on it` : ''}`,
    );
  return {
    version: 1,
    date,
    text: [head, ...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'),
    hosts: { ...counts, notKnown, noNight },
    open: open.length,
    failures: open
      .slice(0, MOST_TOLD)
      .map(({ host, server, cause, title, message, path, customer, firstSeen, nights, lastGood, taken }) => ({
        ...{ host, server, cause, title, message, path, customer, firstSeen, nights, lastGood, taken },
      })),
  };
}

/** What is remembered of the last day on which one was sent, or was to be. */
export interface DigestState {
  date: string;
  /** ISO 8601. */
  at: string;
  tries: number;
  sent: boolean;
  message: string;
}

const MOST_TRIES = 3;
const AGAIN_MS = 15 * 60_000;

/** The date whose digest is to be sent now; undefined where none is. */
export function dueDigest(at: string, timeZone: string, now: Date, last: DigestState | undefined): string | undefined {
  const { date, hour, minute } = wallClock(timeZone, now);
  const [wantedHour = 0, wantedMinute = 0] = at.split(':').map(Number);
  if (hour * 60 + minute < wantedHour * 60 + wantedMinute) return undefined;
  if (last?.date !== date) return date;
  const isOver = last.sent || last.tries >= MOST_TRIES || now.getTime() - Date.parse(last.at) < AGAIN_MS;
  return isOver ? undefined : date;
}

import type { KeptNight, Night } from '../../src-main/contract/index.ts';
import { count } from './counts.ts';
import { shortDate } from './dates.ts';

/** Whether anything can be read of it: it lies in rotation, or is kept beyond it. */
export const isThere = ({ index, kept }: Pick<Night, 'index' | 'kept'>): boolean => index >= 0 || kept !== undefined;

/** What stands in a calendar's cell: W, M, or both. */
export const keptMark = ({ weekly, monthly }: KeptNight): string => `${weekly ? 'W' : ''}${monthly ? 'M' : ''}`;

/** `weekly`, `monthly`, or both. */
export const keptEach = ({ weekly, monthly }: KeptNight): string =>
  [weekly && 'weekly', monthly && 'monthly'].filter(Boolean).join(' and ');

/** `kept as the night of its week`. */
export function keptAs({ weekly, monthly }: KeptNight): string {
  if (!weekly && !monthly) return 'kept until the next night';
  return `kept as the night of its ${[weekly && 'week', monthly && 'month'].filter(Boolean).join(' and its ')}`;
}

/** The same, with how long at least. */
export const keptNote = (kept: KeptNight): string =>
  `${keptAs(kept)}${kept.until ? `, until ${shortDate(kept.until)} at least` : ''}`;

/** How many nights a night has left in rotation, after `in`; none where more lie there than are kept. */
export const nightsUntil = (left: number): string => (left === 0 ? 'the next night' : count(left, 'night'));

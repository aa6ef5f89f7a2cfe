import type { LongerOfHost, LongerRule, Night } from '../contract/index.ts';
import { keptLonger } from './kept-longer.ts';

/**
 * What a rule would keep of the nights of one host, as nightsOf tells them, and what it would let go of what is kept
 * beyond rotation now.
 */
export function previewLonger(
  nights: readonly Night[],
  rule: LongerRule,
  latest: string,
): Pick<LongerOfHost, 'keeps' | 'deletes' | 'estimatedBytes'> {
  const there = nights.filter(({ index, kept }) => index >= 0 || kept);
  const recorded = there.flatMap(({ runId, date, recordedDate, estimated }) =>
    estimated && recordedDate === undefined ? [] : [{ runId, date: recordedDate ?? date }],
  );
  const why = keptLonger(recorded, rule, latest);
  const keeps = there.flatMap(({ runId, date, index }) => {
    const kept = why.get(runId);
    return kept ? [{ runId, date, inRotation: index >= 0, ...kept }] : [];
  });
  const deletes = there
    .filter(({ runId, index }) => index < 0 && !why.has(runId))
    .map(({ runId, date }) => ({ runId, date }));
  return { keeps, deletes, estimatedBytes: estimated(there, rule) };
}

const DAYS_OF_WEEK = 7;
const DAYS_OF_MONTH = 30;

/**
 * At most what a kept night takes by itself: what changes within a week, or a month, by the average of the nights there
 * are, and never more than a whole night.
 */
function estimated(nights: readonly Night[], { weeks, months }: LongerRule): number {
  const sizes = nights.filter(({ entries }) => entries.length > 0).map(sizeOf);
  const whole = Math.max(0, ...sizes.map(({ bytes }) => bytes));
  // A first night is all new, and tells nothing of the others.
  const told = sizes.filter(({ bytes, changed }) => changed < bytes);
  const daily = told.length === 0 ? whole : told.reduce((sum, { changed }) => sum + changed, 0) / told.length;
  return Math.round(weeks * Math.min(whole, daily * DAYS_OF_WEEK) + months * Math.min(whole, daily * DAYS_OF_MONTH));
}

/** A record has the bytes of an entry, and how many of its files changed: these are taken to be of its average size. */
function sizeOf({ entries }: Night): { bytes: number; changed: number } {
  let [bytes, changed] = [0, 0];
  for (const entry of entries) {
    if (entry.state === 'covered') continue;
    bytes += entry.bytes;
    changed += entry.bytes * Math.min(1, (entry.added + entry.changed) / Math.max(1, entry.files));
  }
  return { bytes, changed };
}

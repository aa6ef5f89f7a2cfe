import type { Run, RunEntry } from '../contract/index.ts';

/**
 * A run without its entries that went well: what failures and the heat-map look at. A thousand hosts have sixty nights of
 * a hundred entries each, and nearly all of them are good.
 */
export interface BriefRun extends Omit<Run, 'entries'> {
  /** Of all its entries, those inside others not counted twice. */
  bytes: number;
  /** See isTroubled. */
  troubled: RunEntry[];
}

/** A host has some hundred entries; one that was broken into may say that each of ten thousand is missing. */
const MOST_TROUBLED = 1000;

export function briefOf({ entries, ...run }: Run): BriefRun {
  return {
    ...run,
    bytes: entries.reduce((sum, { state, bytes }) => sum + (state === 'covered' ? 0 : bytes), 0),
    troubled: entries.filter(isTroubled).slice(0, MOST_TROUBLED),
  };
}

/** Whether an entry is not in the night as it was on the host. A good one that has something to say was copied in part. */
export const isTroubled = ({ state, message }: Pick<RunEntry, 'state' | 'message'>): boolean =>
  state === 'good' ? message !== undefined : state !== 'covered';

const published = ['good', 'warning'];

/** A run that left a night behind. */
export const isPublished = ({ state }: Pick<Run, 'state'>): boolean => published.includes(state);

type Started = Pick<Run, 'startedAt'>;
export const byStart = (a: Started, b: Started): number =>
  a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0;

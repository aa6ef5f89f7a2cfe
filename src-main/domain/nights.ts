import type { Night, Run, RunEntry } from '../contract/index.ts';
import { dateIn, datesUpTo, daysBetween } from './time.ts';

/** What lies in one host's backupdir, as programs/nights reads it. */
export interface NightsOnServer {
  /** Newest first. */
  nights: readonly { runId: string; index: number; run: Run | undefined; bornAt: number | undefined }[];
  /** Runs that left no night. */
  endedRuns: readonly Run[];
  lock: { what: string; runId: string | undefined; since: string | undefined; alive: boolean } | undefined;
}

export interface NightsContext {
  host: string;
  server: string;
  timeZone: string;
  now: Date;
  /** The last date whose night should be there by now. */
  lastDue: string;
  /** How many dates of nights are kept. */
  nightsToKeep: number;
}

/** Every night of a host as staff should see it, newest first: those there are, and those that should be. */
export function nightsOf(found: NightsOnServer, context: NightsContext): Night[] {
  const published = publishedNights(found, context);
  const running = runningNight(found, context);
  const failed = found.endedRuns.map((run) => nightOfRun(run, context));
  const known = [...published, ...failed, ...(running ? [running] : [])];
  return [...known, ...missedNights(known, context)].sort(newestFirst);
}

/** By date, then by when they began; of two that began at once, the one that lies higher. */
const newestFirst = (a: Night, b: Night) =>
  compareText(b.date, a.date) || compareText(b.startedAt, a.startedAt) || a.index - b.index;

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function publishedNights(found: NightsOnServer, context: NightsContext): Night[] {
  const { host, server, timeZone, nightsToKeep } = context;
  let oldestTime = 0;
  const oldestFirst = [...found.nights].sort((a, b) => b.index - a.index);
  const nights = oldestFirst.map(({ runId, index, run, bornAt }): Night => {
    if (run) return { ...nightOfRun(run, context), runId, index };
    // The old script's 0 is as old as the first night ever, and holds what 1 holds or later.
    oldestTime = Math.max(oldestTime, bornAt ?? 0);
    const time = new Date(oldestTime * 1000);
    const startedAt = time.toISOString();
    const date = dateIn(timeZone, time);
    return { host, server, runId, index, date, startedAt, estimated: true, state: 'unknown', entries: [] };
  });
  const newest = nights.reverse();
  return newest.map((night) => ({ ...night, expiresInNights: expiresInNights(newest, night, nightsToKeep) }));
}

const nightOfRun = (run: Run, { host, server }: NightsContext): Night => ({
  host,
  server,
  runId: run.runId,
  index: -1,
  date: run.date,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  estimated: false,
  state: run.state,
  entries: run.entries,
});

function runningNight({ lock, nights }: NightsOnServer, context: NightsContext): Night | undefined {
  if (!lock?.alive || lock.what !== 'run' || nights.some(({ runId }) => runId === lock.runId)) return undefined;
  const { host, server, timeZone, now } = context;
  const startedAt = lock.since ?? now.toISOString();
  const date = dateIn(timeZone, new Date(startedAt));
  const runId = lock.runId ?? `running-${host}`;
  return { host, server, runId, index: -1, date, startedAt, estimated: false, state: 'running', entries: [] };
}

/** Dates between the first that is known and the last that is due, on which nothing happened. */
function missedNights(known: readonly Night[], { host, server, lastDue }: NightsContext): Night[] {
  const dates = new Set(known.map((night) => night.date));
  const first = [...dates].sort()[0];
  if (!first || first > lastDue) return [];
  return datesUpTo(lastDue, daysBetween(first, lastDue) + 1)
    .filter((date) => !dates.has(date))
    .map((date) => ({
      host,
      server,
      runId: `missed-${host}-${date}`,
      index: -1,
      date,
      // Noon, so that it is that date in nearly every time zone.
      startedAt: `${date}T12:00:00Z`,
      estimated: false,
      state: 'missed',
      entries: [],
    }));
}

/**
 * After how many more dates rotation deletes a night, at least 1: so many dates of nights are kept, and two nights of
 * one date count as one.
 */
export function expiresInNights(
  nights: readonly Pick<Night, 'date'>[],
  night: Pick<Night, 'date'>,
  nightsToKeep: number,
): number {
  const newer = new Set(nights.map(({ date }) => date).filter((date) => date > night.date));
  return Math.max(1, nightsToKeep - newer.size);
}

export const contains = (outer: string, path: string): boolean =>
  path === outer || outer === '/' || path.startsWith(`${outer}/`);

const isUntroubled = ({ state }: RunEntry) => state === 'good' || state === 'covered';

/**
 * The nights as they are for one customer: only the entries that have to do with its root, and a warning only where it
 * is about one of those. A night of which nothing is the customer's is left out; what is unknown or failed stays.
 */
export function nightsOfCustomer(nights: readonly Night[], root: string): Night[] {
  return nights.flatMap((night) => {
    if (night.entries.length === 0) return [night];
    const entries = night.entries.filter(({ path }) => contains(root, path) || contains(path, root));
    if (entries.length === 0) return [];
    const state = night.state === 'warning' && entries.every(isUntroubled) ? 'good' : night.state;
    return [{ ...night, entries, state }];
  });
}

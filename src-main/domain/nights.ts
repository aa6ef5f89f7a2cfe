import type { KeptNight, LongerRule, Night, Run } from '../contract/index.ts';
import { isTroubled } from './brief-run.ts';
import { keptLonger, staysLonger } from './kept-longer.ts';
import { latestDate, missedDates } from './missed.ts';
import { nightsLeft, orderedDates } from './rotation.ts';
import { dateIn } from './time.ts';

/** What lies in one host's backupdir, as programs/nights reads it. */
export interface NightsOnServer {
  /** Newest first, those in rotation before those that are kept longer. */
  nights: readonly {
    runId: string;
    index: number;
    longer?: boolean | undefined;
    run: Run | undefined;
    bornAt: number | undefined;
  }[];
  /** By which nights are kept longer. */
  rule?: LongerRule | undefined;
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
  /** How many turns of nights are kept (see rotation.ts). */
  nightsToKeep: number;
  /** Whether that is another host of the fleet: what it left here is not this one's, though both have one backupdir. */
  isAnother: (host: string) => boolean;
}

/** Rows of nights that did not come, at most: a month of the calendar. */
const MOST_MISSED = 31;

/**
 * Every night of a host as staff should see it, newest first: those there are, in the order of rotation, and those that
 * should be.
 */
export function nightsOf(found: NightsOnServer, context: NightsContext): Night[] {
  const published = publishedNights(found, context);
  const running = runningNight(found, context);
  const ended = found.endedRuns.filter((run) => !context.isAnother(run.host));
  const failed = ended.map((run) => believable(nightOfRun(run, context), context));
  const known = [...published, ...failed, ...(running ? [running] : [])];
  const kept = keptNights(found, context);
  return [...withKept(found, known, kept, context), ...missedNights(known, context)].sort(newestFirst);
}

/** By date, then by when they began; of two nights that are there, the one that lies higher is the older one. */
const newestFirst = (a: Night, b: Night) =>
  compareText(b.date, a.date) ||
  (a.index >= 0 && b.index >= 0 ? a.index - b.index : compareText(b.startedAt, a.startedAt));

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function publishedNights(found: NightsOnServer, context: NightsContext): Night[] {
  // Another host's nights take their turns in rotation, too.
  const all = foundNights({ ...found, nights: found.nights.filter(({ longer }) => !longer) }, context);
  const leftOfAll = nightsLeft(all.map(turnOf), context.nightsToKeep);
  const others = new Set(
    found.nights.filter(({ run }) => run && context.isAnother(run.host)).map(({ runId }) => runId),
  );
  const newest = all.filter(({ runId }) => !others.has(runId));
  const left = leftOfAll.filter((_, index) => !others.has(all[index]?.runId ?? ''));
  const dates = orderedDates(
    newest.map(({ date }) => date),
    latestDate(context),
  );
  let newer: Night | undefined;
  return newest.map((night, index) => {
    const date = dates[index] as string;
    const dated = date === night.date ? night : redated(night, date, newer?.startedAt);
    newer = dated;
    return { ...dated, expiresInNights: left[index] };
  });
}

/** Beyond rotation: between them, nights have gone by the rule. */
const keptNights = ({ nights }: NightsOnServer, context: NightsContext): Night[] =>
  nights.flatMap(({ longer, run, runId }) =>
    longer && run && !context.isAnother(run.host) ? believable({ ...nightOfRun(run, context), runId }, context) : [],
  );

/** Those of rotation that stay when they leave it, and those that stayed, with why. */
function withKept(
  { nights, rule }: NightsOnServer,
  known: readonly Night[],
  kept: readonly Night[],
  context: NightsContext,
): Night[] {
  // Another host's nights have a say in it, too.
  const dated = nights.flatMap(({ runId, run }) => (run ? { runId, date: run.date } : []));
  const why = keptLonger(dated, rule ?? { weeks: 0, months: 0 }, latestDate(context));
  const keptAs = ({ runId }: Night): KeptNight => why.get(runId) ?? { weekly: false, monthly: false };
  return [
    ...known.map((night) => {
      const stays = night.index >= 0 && staysLonger(night, why.get(night.runId), dated);
      return stays ? { ...night, kept: stays } : night;
    }),
    ...kept.map((night) => ({ ...night, kept: keptAs(night) })),
  ];
}

/** What rotation counts a night as: one without a record is a turn of its own. */
export const turnOf = ({ runId, date, recordedDate, estimated }: Night): string =>
  recordedDate ?? (estimated ? runId : date);

/** As the server has them, newest first by index. */
function foundNights(found: NightsOnServer, context: NightsContext): Night[] {
  const { host, server, timeZone } = context;
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
  return nights.reverse();
}

/** A night whose record has a date that can't be. What the record says stays to be seen. */
const redated = (night: Night, date: string, startedAt = `${date}T12:00:00Z`): Night => ({
  ...night,
  date,
  startedAt,
  finishedAt: undefined,
  estimated: true,
  recordedDate: night.estimated ? undefined : night.date,
});

/** A run that left no night has no neighbours: it is dated today where its clock was ahead. */
const believable = (night: Night, context: NightsContext): Night =>
  night.date > latestDate(context)
    ? redated(night, dateIn(context.timeZone, context.now), context.now.toISOString())
    : night;

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
  const night: Night = {
    host,
    server,
    runId,
    index: -1,
    date,
    startedAt,
    estimated: false,
    state: 'running',
    entries: [],
  };
  return believable(night, context);
}

const missedNights = (known: readonly Night[], context: NightsContext): Night[] =>
  missedDates(known, context, MOST_MISSED).map((date) => ({
    host: context.host,
    server: context.server,
    runId: `missed-${context.host}-${date}`,
    index: -1,
    date,
    // Noon, so that it is that date in nearly every time zone.
    startedAt: `${date}T12:00:00Z`,
    estimated: false,
    state: 'missed',
    entries: [],
  }));

export const contains = (outer: string, path: string): boolean =>
  path === outer || outer === '/' || path.startsWith(`${outer}/`);

/**
 * The nights as they are for one customer: only the entries that have to do with its root, and a warning only where it
 * is about one of those. A night of which nothing is the customer's is left out; what is unknown or failed stays.
 */
export function nightsOfCustomer(nights: readonly Night[], root: string): Night[] {
  return nights.flatMap((night) => {
    if (night.entries.length === 0) return [night];
    const entries = night.entries.filter(({ path }) => contains(root, path) || contains(path, root));
    if (entries.length === 0) return [];
    const state = night.state === 'warning' && !entries.some(isTroubled) ? 'good' : night.state;
    return [{ ...night, entries, state }];
  });
}

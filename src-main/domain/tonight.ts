import type { EntryState, NightState, Tonight, TonightHost } from '../contract/index.ts';
import { type BriefRun, byStart, isPublished } from './brief-run.ts';
import { begunOf, type HostFacts, lastKnownDate, type Today } from './host-facts.ts';
import { missedDates } from './missed.ts';
import { dateIn, datesUpTo } from './time.ts';

type Cell = TonightHost['cells'][number];

/** The heat-map of dates and hosts, and how many hosts are in which state for the newest date that is due. */
export function tonightOf(hosts: readonly HostFacts[], today: Today, days: number): Tonight {
  const dates = datesUpTo(newestDate(hosts.map(dateOfLastRun), today), days);
  const rows = hosts.map((facts) => rowOf(facts, dates, today));
  return { dates, hosts: rows, ...countsOf(rows) };
}

/** Of the last run there is of a host. */
export const dateOfLastRun = ({ runs }: Pick<HostFacts, 'runs'>): string =>
  runs.reduce((latest, { date }) => (date > latest ? date : latest), '');

/** Today as soon as it is due or any host has begun it; until then yesterday is the night that is looked at. */
export function newestDate(latest: readonly string[], { lastDue, now, timeZone }: Today): string {
  const date = dateIn(timeZone, now);
  return latest.includes(date) ? date : lastDue;
}

/** How many hosts are in which state; each is counted once. */
export function countsOf(rows: readonly TonightHost[]): Pick<Tonight, 'counts' | 'notKnown' | 'noNight'> {
  // Exhaustive: a state that is added has to be counted.
  const counts: Record<NightState, number> = { good: 0, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 };
  let notKnown = 0;
  let noNight = 0;
  for (const { state, isKnown } of rows) {
    if (!isKnown) notKnown += 1;
    else if (state) counts[state] += 1;
    else noNight += 1;
  }
  return { counts, notKnown, noNight };
}

export function rowOf(facts: HostFacts, dates: readonly string[], today: Today): TonightHost {
  const byDate = Map.groupBy([...facts.runs].sort(byStart), (run) => run.date);
  const due = new Set(missedDates(begunOf(facts), today, dates.length));
  const lastKnown = lastKnownDate(facts, today);
  const cells = dates.map((date): Cell => {
    const runs = byDate.get(date);
    if (runs) return cellOf(decisive(runs));
    if (facts.unrecordedDates.includes(date))
      return { state: 'unknown', note: 'made by the old script, without a record' };
    if (!due.has(date)) return null;
    return date <= lastKnown ? { state: 'missed' } : { state: 'unknown', note: notKnownYet(facts) };
  });
  const last = cells.findLast((cell) => cell !== null);
  // A run that is told of is known, whatever else is not.
  const isKnown = lastKnown >= today.lastDue || (last?.runId !== undefined && cells.at(-1) === last);
  const summary = isKnown || facts.unreached ? summaryOf(facts, cells, byDate, today) : notKnownYet(facts);
  return { host: facts.host, server: facts.server, state: last?.state, isKnown, cells, summary };
}

const notKnownYet = ({ server, serverUnreached }: HostFacts): string =>
  server && serverUnreached ? `not known: ${server} does not answer` : 'not known yet';

/** A run at work, else the last that left a night, else the last that failed: a retry that worked makes the date good. */
export const decisive = <One extends Pick<BriefRun, 'state'>>(runs: readonly One[]): One =>
  runs.findLast(({ state }) => state === 'running') ?? runs.findLast(isPublished) ?? (runs.at(-1) as One);

function cellOf(run: BriefRun): Cell {
  const note = run.message ?? run.troubled.map(({ path, message, state }) => `${path}: ${message ?? state}`).join('\n');
  return { state: run.state, runId: run.runId, note: note || undefined };
}

function summaryOf(facts: HostFacts, cells: readonly Cell[], byDate: Map<string, BriefRun[]>, today: Today): string {
  if (facts.unreached) return facts.unreached.message;
  const missed = cells.length - 1 - cells.findLastIndex((cell) => cell?.state !== 'missed');
  if (missed > 0) return missed === 1 ? 'no result for this night' : `no result for ${missed} nights`;
  const last = cells.findLast((cell) => cell !== null);
  if (!last) return 'no night yet';
  const runs = [...byDate.values()].flat();
  const run = runs.find(({ runId }) => runId === last.runId);
  return run ? summaryOfRun(run, today) : 'made by the old script';
}

/** Truthful words for each state; exhaustive, so that none falls through as good. */
const words: Record<NightState, (run: BriefRun, today: Today) => string> = {
  good: (run) => [durationOf(run), sizeOf(run)].filter(Boolean).join(' · '),
  warning: ({ troubled }) => troubleOf(troubled),
  failed: (run) => run.message ?? 'the run failed',
  missed: () => 'no result',
  running: (run, { now }) => `running ${minutes(now.getTime() - Date.parse(run.startedAt))}`,
  unknown: () => 'its record can’t be read',
};

const summaryOfRun = (run: BriefRun, today: Today): string => words[run.state](run, today);

const wordsOfEntry: Record<EntryState, string> = {
  // What is told of it is what was left out.
  good: 'copied in part',
  covered: 'copied with another',
  missing: 'not there',
  symlink: 'behind a symlink',
  failed: 'not copied',
  collapsed: 'shrank',
};

/** `1 entry not there`; where they are of several kinds, only how many. */
function troubleOf(troubled: BriefRun['troubled']): string {
  const [first] = troubled;
  if (!first) return 'with a warning';
  const alike = troubled.every(({ state }) => state === first.state);
  const entries = `${troubled.length} ${troubled.length === 1 ? 'entry' : 'entries'}`;
  return alike ? `${entries} ${wordsOfEntry[first.state]}` : `${entries} to look at`;
}

const durationOf = ({ startedAt, finishedAt }: BriefRun) =>
  finishedAt ? minutes(Date.parse(finishedAt) - Date.parse(startedAt)) : '';

const minutes = (ms: number) =>
  ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;

function sizeOf({ bytes }: BriefRun): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

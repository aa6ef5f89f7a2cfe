import type { Fleet, Night, Run } from '../../contract/index.ts';
import { parentsOfRoots } from '../../domain/coverage.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { rememberNights } from '../../domain/lost-nights.ts';
import { nightsOf, turnOf } from '../../domain/nights.ts';
import { turnsOf } from '../../domain/rotation.ts';
import { lastDueDate } from '../../domain/time.ts';
import { listFolders } from '../../programs/fleet/list-folders.ts';
import { type FoundNews, type FoundNight, listNights } from '../../programs/nights/list-nights.ts';
import type { Machines } from '../../ssh/types.ts';
import type { History } from '../../stores/history/history.ts';
import { isAnotherThan } from '../host-of.ts';
import { runProgram } from '../run-program.ts';
import type { FactsOfHost, ServerFacts } from './server-facts.ts';

export interface LearnDeps {
  machines: Machines;
  fleet: () => Fleet;
  history: Pick<History, 'places' | 'runs'>;
  serverFacts: ServerFacts;
  finder: () => CustomerFinder;
  now: () => Date;
}

export interface ToldBy {
  host: string;
  server: string;
  backupdir: string;
  stamp: string;
  askedAt: Date;
}

/** Runs of a host that are named to its server as known: those that a night or a failed run of these days may have. */
const MOST_KNOWN = 40;
const DAY_MS = 86_400_000;

/** What a server need not tell again of a host. */
export function knownRuns({ history, serverFacts, now }: LearnDeps, host: string): { after: string; known: string[] } {
  const soon = new Date(now().getTime() + DAY_MS);
  const kept = (serverFacts.of(host).kept ?? []).filter((runId) => history.runs.has(host, runId));
  const last = history.runs.lastIds(host, MOST_KNOWN);
  return { after: history.runs.lastId(host, soon) ?? '', known: [...new Set([...last, ...kept])] };
}

/** Takes in what a server told of one host: whether people should see something else, and whether others are in its nights. */
export async function learnNews(
  deps: LearnDeps,
  told: ToldBy,
  place: FoundNews,
  signal: AbortSignal | undefined,
): Promise<{ changed: boolean; reindex: boolean }> {
  const { history, serverFacts, fleet } = deps;
  const { host, server, backupdir, stamp, askedAt } = told;
  const { timeZone, nightsToKeep } = fleet();
  const isAnother = isAnotherThan(fleet(), host);
  const ofServer = (run: Run): Run => ({ ...run, host, server });
  const records = [...place.runs, ...place.nights.flatMap(({ run }) => run ?? [])];
  const runs = records.filter((run) => !isAnother(run.host)).map(ofServer);
  const news = runs.filter(({ runId }) => !history.runs.has(host, runId));
  if (news.length > 0) history.runs.save(news);

  const before = serverFacts.of(host);
  const shape = JSON.stringify([place.state, place.nights.map(nameOf), place.rule, place.lock]);
  const isSame = before.shape === shape && before.server === server && before.backupdir === backupdir;
  if (isSame && news.length === 0) {
    if (before.stamp !== stamp) serverFacts.set(host, { ...before, stamp, toldAt: askedAt.toISOString() });
    return { changed: false, reindex: false };
  }

  const nights = await withRecords(deps, told, place, runs, signal);
  const now = deps.now();
  const context = { host, server, timeZone, now, lastDue: lastDueDate(timeZone, now), nightsToKeep, isAnother };
  const all = nightsOf({ ...place, nights, endedRuns: [] }, context);
  const unrecorded = all.filter(({ estimated, recordedDate }) => estimated && recordedDate === undefined);
  const roots = await findRoots(deps, told, unrecorded, signal);
  const published = all.filter(({ index }) => index >= 0);
  const kept = all.filter(({ index, kept: stays }) => index < 0 && stays);
  const paths = [...published, ...kept].flatMap(({ entries }) => entries.map(({ path }) => path));
  const running = all.find(({ state }) => state === 'running');
  serverFacts.set(host, {
    server,
    backupdir,
    stamp,
    shape,
    toldAt: askedAt.toISOString(),
    unrecordedDates: unrecorded.map(({ date }) => date),
    ...seenNow(before, told, place, published, nightsToKeep, now),
    rule: place.state === 'there' ? (place.rule ?? null) : undefined,
    kept: kept.map(({ runId }) => runId),
    running: running && { runId: running.runId, startedAt: running.startedAt },
  });
  return { changed: true, reindex: serverFacts.setInNights(host, { entries: [...new Set(paths)], roots }) };
}

const nameOf = ({ runId, longer }: FoundNight): string => (longer ? `${runId} longer` : runId);

/** What is remembered of the nights there are, and of those that are gone and should not be. */
function seenNow(
  before: FactsOfHost,
  { server, backupdir }: ToldBy,
  { state }: FoundNews,
  published: readonly Night[],
  nightsToKeep: number,
  now: Date,
): Pick<FactsOfHost, 'seen' | 'lost' | 'lostAt'> {
  const isSamePlace = before.server === server && before.backupdir === backupdir;
  const remembered = isSamePlace ? before : { seen: [], lost: [], lostAt: undefined };
  if (state === 'unreadable') return { seen: remembered.seen, lost: remembered.lost, lostAt: remembered.lostAt };
  const there = published.map(({ runId, date }) => ({ runId, date }));
  const { seen, lost } = rememberNights(remembered, there, turnsOf(published.map(turnOf)), nightsToKeep);
  return { seen, lost, lostAt: lost.length === 0 ? undefined : (remembered.lostAt ?? now.toISOString()) };
}

/** The nights with their records: those told now, or known from before. */
async function withRecords(
  { machines, history, fleet }: LearnDeps,
  { host, server, backupdir }: ToldBy,
  { nights }: FoundNews,
  runs: readonly Run[],
  signal: AbortSignal | undefined,
): Promise<FoundNight[]> {
  const told = new Map(runs.map((run) => [run.runId, run]));
  const found = nights.map((night) =>
    night.bornAt === undefined
      ? { ...night, run: told.get(night.runId) ?? history.runs.get(host, night.runId) }
      : night,
  );
  if (found.every(({ run, bornAt }) => run || bornAt !== undefined)) return found;
  // A record that was taken for known is not: all are told once more.
  const [place] = await runProgram(machines, server, listNights, { backupdirs: [backupdir] }, { signal });
  const isAnother = isAnotherThan(fleet(), host);
  const missing =
    place?.nights.flatMap(({ run }) => (run && !isAnother(run.host) ? { ...run, host, server } : [])) ?? [];
  history.runs.save(missing.filter(({ runId }) => !history.runs.has(host, runId)));
  return place?.nights ?? [];
}

/** The old script's nights have no record of their entries; who is in them shows from their folders. */
async function findRoots(
  { machines, history, finder }: LearnDeps,
  { host, server, backupdir }: ToldBy,
  nights: readonly { index: number }[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const place = nights.length > 0 ? history.places.get(host) : undefined;
  if (!place) return [];
  const find = finder();
  const parents = parentsOfRoots(place.entries.flatMap((path) => find(path)?.root ?? []));
  const bases = nights.map(({ index }) => `${backupdir}/${index}`);
  const dirs = bases.flatMap((base) => parents.map((parent) => base + parent));
  const { folders } = await runProgram(machines, server, listFolders, dirs, { signal });
  const paths = folders.flatMap((folder) =>
    bases.filter((base) => folder.startsWith(`${base}/`)).map((base) => folder.slice(base.length)),
  );
  return [...new Set(paths.filter((path) => find(path)?.root === path))];
}

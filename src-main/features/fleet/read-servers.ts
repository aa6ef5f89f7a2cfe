import { type Fleet, NightkeepError, type Run } from '../../contract/index.ts';
import { parentsOfRoots } from '../../domain/coverage.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { nightsOf } from '../../domain/nights.ts';
import { lastDueDate } from '../../domain/time.ts';
import { diskSpace } from '../../programs/fleet/disk-space.ts';
import { listFolders } from '../../programs/fleet/list-folders.ts';
import { listRuns } from '../../programs/fleet/list-runs.ts';
import { type FoundPlace, listNights } from '../../programs/nights/list-nights.ts';
import type { Machines } from '../../ssh/types.ts';
import type { History } from '../../stores/history/history.ts';
import { runProgram } from '../run-program.ts';
import { inParallel } from './in-parallel.ts';
import { isAboutReaching, type Reach } from './reach.ts';
import type { ServerFacts } from './server-facts.ts';

const SERVERS_AT_ONCE = 8;
/** Backupdirs told of by one program: its answer is a few MB at most, and another reader gets its turn in between. */
const BACKUPDIRS_AT_ONCE = 50;
const DAY_MS = 86_400_000;

export interface ReadServersDeps {
  machines: Machines;
  fleet: () => Fleet;
  history: Pick<History, 'places' | 'runs'>;
  reach: Reach;
  serverFacts: ServerFacts;
  finder: () => CustomerFinder;
  now: () => Date;
}

export interface ReadServers {
  /** Hosts whose nights came, went or are being made. */
  changed: string[];
  /** Why a server could not be read. */
  failed: NightkeepError[];
}

interface Placed {
  host: string;
  backupdir: string;
}

/** Asks every server for the nights of the hosts that are kept there. `only` asks for these hosts alone. */
export async function readServers(
  deps: ReadServersDeps,
  { signal, only }: { signal?: AbortSignal | undefined; only?: readonly string[] | undefined } = {},
): Promise<ReadServers> {
  const placed = placedHosts(deps, only);
  const answers = await inParallel(deps.fleet().servers, SERVERS_AT_ONCE, async ({ name: server }) => {
    const hosts = placed.get(server) ?? [];
    if (only && hosts.length === 0) return { changed: [], failed: [] };
    try {
      const changed = await readServer(deps, server, hosts, signal);
      deps.reach.reached(server);
      return { changed, failed: [] };
    } catch (error) {
      if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
      if (isAboutReaching(error)) deps.reach.failed(server, error);
      return { changed: [], failed: [error] };
    }
  });
  return { changed: answers.flatMap(({ changed }) => changed), failed: answers.flatMap(({ failed }) => failed) };
}

function placedHosts({ history, fleet }: ReadServersDeps, only: readonly string[] | undefined): Map<string, Placed[]> {
  const wanted = new Set(only ?? fleet().hosts.map(({ name }) => name));
  const places = history.places.all().filter(({ host }) => wanted.has(host));
  return Map.groupBy(places, ({ server }) => server);
}

async function readServer(
  deps: ReadServersDeps,
  server: string,
  hosts: readonly Placed[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const { machines, reach } = deps;
  const backupdirs = hosts.map(({ backupdir }) => backupdir);
  const [disk] = await runProgram(machines, server, diskSpace, [backupdirs[0] ?? '/'], { signal });
  if (disk) reach.setDisk(server, disk);

  const changed: string[] = [];
  for (let from = 0; from < hosts.length; from += BACKUPDIRS_AT_ONCE) {
    const some = hosts.slice(from, from + BACKUPDIRS_AT_ONCE);
    await learnPastRuns(deps, server, some, signal);
    const asked = { backupdirs: some.map(({ backupdir }) => backupdir) };
    const found = await runProgram(machines, server, listNights, asked, { signal });
    for (const [index, place] of found.entries()) {
      const host = some[index]?.host;
      if (host && (await learn(deps, server, host, place, signal))) changed.push(host);
    }
  }
  return changed;
}

/** Runs whose nights left rotation, or that never made one, while the app was not looking. */
async function learnPastRuns(
  { machines, history, now }: ReadServersDeps,
  server: string,
  hosts: readonly Placed[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const soon = new Date(now().getTime() + DAY_MS);
  const asked = hosts.map(({ host, backupdir }) => ({ backupdir, after: history.runs.lastId(host, soon) ?? '' }));
  const found = await runProgram(machines, server, listRuns, asked, { signal });
  const runs = found.flatMap((ofHost, index) => {
    const host = hosts[index]?.host;
    return host === undefined ? [] : ofHost.map((run): Run => ({ ...run, host, server }));
  });
  if (runs.length > 0) history.runs.save(runs);
}

/** Takes in what a server told of one host. Says whether anything is new. */
async function learn(
  deps: ReadServersDeps,
  server: string,
  host: string,
  place: FoundPlace,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { history, serverFacts, fleet } = deps;
  const { timeZone, nightsToKeep } = fleet();
  const ended = [...place.nights.flatMap(({ run }) => run ?? []), ...place.endedRuns];
  const news = ended.filter(({ runId }) => !history.runs.has(host, runId));
  if (news.length > 0) history.runs.save(news.map((run): Run => ({ ...run, host, server })));

  const stamp = JSON.stringify([place.state, place.nights.map(({ runId }) => runId), place.lock, ended.length]);
  if (serverFacts.of(host).stamp === stamp) return false;
  const now = deps.now();
  const context = { host, server, timeZone, now, lastDue: lastDueDate(timeZone, now), nightsToKeep };
  const nights = nightsOf(place, context);
  const unrecorded = nights.filter(({ estimated, recordedDate }) => estimated && recordedDate === undefined);
  const recordedEntries = ended.flatMap(({ state, entries }) =>
    state === 'failed' ? [] : entries.map(({ path }) => path),
  );
  return serverFacts.set(host, {
    entriesInNights: [...new Set(recordedEntries)],
    rootsInNights: await findRoots(deps, server, host, unrecorded, signal),
    unrecordedDates: unrecorded.map(({ date }) => date),
    running: nights.find(({ state }) => state === 'running'),
    stamp,
  });
}

/** The old script's nights have no record of their entries; who is in them shows from their folders. */
async function findRoots(
  { machines, history, finder }: ReadServersDeps,
  server: string,
  host: string,
  nights: readonly { index: number }[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const place = history.places.get(host);
  if (nights.length === 0 || !place) return [];
  const { backupdir, entries } = place;
  const find = finder();
  const parents = parentsOfRoots(entries.flatMap((path) => find(path)?.root ?? []));
  const bases = nights.map(({ index }) => `${backupdir}/${index}`);
  const dirs = bases.flatMap((base) => parents.map((parent) => base + parent));
  const { folders } = await runProgram(machines, server, listFolders, dirs, { signal });
  const paths = folders.flatMap((folder) =>
    bases.filter((base) => folder.startsWith(`${base}/`)).map((base) => folder.slice(base.length)),
  );
  return [...new Set(paths.filter((path) => find(path)?.root === path))];
}

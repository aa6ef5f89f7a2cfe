import { type Fleet, NightkeepError } from '../../contract/index.ts';
import { coverageOf, parentsOfRoots } from '../../domain/coverage.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { type ListedFolders, listFolders } from '../../programs/fleet/list-folders.ts';
import type { Machines } from '../../ssh/types.ts';
import type { History } from '../../stores/history/history.ts';
import type { Place } from '../../stores/history/place-store.ts';
import type { Places } from '../places.ts';
import { runProgram } from '../run-program.ts';
import { inParallel } from './in-parallel.ts';
import { isAboutReaching, type Reach } from './reach.ts';
import type { ServerFacts } from './server-facts.ts';

/** Connecting takes a round of key exchange on our side too; more at once only wait for each other. */
const HOSTS_AT_ONCE = 16;
/** Folders of customers' roots that are looked into on a host; it has one or two. */
const MOST_PARENTS = 20;

export interface ReadHostsDeps {
  machines: Machines;
  fleet: () => Fleet;
  history: Pick<History, 'customers' | 'places'>;
  places: Places;
  reach: Reach;
  serverFacts: ServerFacts;
  finder: () => CustomerFinder;
}

export interface ReadHostsOptions {
  signal?: AbortSignal | undefined;
  /** Called as hosts are done. */
  onProgress?: (done: number, total: number) => void;
}

export interface ReadHosts {
  /** What could not be read, in words; one that is unreachable keeps what was known of it. */
  problems: string[];
  changed: boolean;
}

/** Reads every host's backup.config and looks for customers on its disk that are in none. */
export async function readHostConfigs(deps: ReadHostsDeps, options: ReadHostsOptions): Promise<string[]> {
  const { fleet, places, reach } = deps;
  const { hosts } = fleet();
  let done = 0;
  const problems = await inParallel(hosts, HOSTS_AT_ONCE, async ({ name }) => {
    options.signal?.throwIfAborted();
    try {
      await places.read(name);
      reach.reached(name);
      return undefined;
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
      if (!reach.failed(name, error)) reach.reached(name);
      return error.message;
    } finally {
      done += 1;
      options.onProgress?.(done, hosts.length);
    }
  });
  return problems.filter((problem) => problem !== undefined);
}

/** Indexes the customers of every host whose config is known, or only of these. */
export async function indexCustomers(
  deps: ReadHostsDeps,
  signal?: AbortSignal,
  only?: readonly string[],
): Promise<ReadHosts> {
  const { fleet, history } = deps;
  const names = fleet().hosts.map(({ name }) => name);
  let changed = history.customers.keepHosts(names);
  const problems = await inParallel(only ?? names, HOSTS_AT_ONCE, async (host) => {
    signal?.throwIfAborted();
    const place = history.places.get(host);
    if (!place) return [];
    const { indexed, problem } = await indexHost(deps, host, place, signal);
    changed ||= indexed;
    return problem ? [problem] : [];
  });
  return { problems: problems.flat(), changed };
}

async function indexHost(
  { machines, history, reach, serverFacts, finder }: ReadHostsDeps,
  host: string,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<{ indexed: boolean; problem: string | undefined }> {
  const find = finder();
  const parents = parentsOfRoots(place.entries.flatMap((path) => find(path)?.root ?? [])).slice(0, MOST_PARENTS);
  // One that did not answer a moment ago is not waited for again; who is on its disk is then as it was.
  const known = history.customers.onHost(host).filter(({ coverage }) => coverage === 'not-backed-up');
  let disk: ListedFolders = { folders: known.flatMap(({ root }) => root ?? []), unreadable: [] };
  let problem: string | undefined;
  if (!reach.unreached(host)) {
    try {
      disk = await runProgram(machines, host, listFolders, parents, { signal });
      if (disk.unreadable.length > 0) problem = `${host}: ${disk.unreadable.join(', ')} can't be read`;
    } catch (error) {
      if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
      if (isAboutReaching(error)) reach.failed(host, error);
      problem = error.message;
    }
  }
  const { entriesInNights, rootsInNights } = serverFacts.of(host);
  const paths = { configured: place.entries, inNights: entriesInNights, rootsInNights, onDisk: disk.folders };
  return { indexed: history.customers.replaceHost(host, coverageOf(paths, find)), problem };
}

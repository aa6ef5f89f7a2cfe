import { type Fleet, NightkeepError } from '../../contract/index.ts';
import { NO_STAMP, readStamps, type Stamps } from '../../programs/fleet/stamps.ts';
import { listNews } from '../../programs/nights/list-nights.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';
import { inParallel } from './in-parallel.ts';
import type { LearnActs } from './learn-acts.ts';
import { knownRuns, type LearnDeps, learnNews } from './learn-news.ts';
import { type OnBug, ofOneHost } from './one-host.ts';
import { isAboutReaching, isSilence, type Reach } from './reach.ts';
import { turn } from './turns.ts';

const SERVERS_AT_ONCE = 8;
/** Backupdirs whose news one program tells: what it answers is held in memory, and another reader gets its turn in between. */
const BACKUPDIRS_AT_ONCE = 15;

export interface ReadServersDeps extends LearnDeps {
  machines: Machines;
  fleet: () => Fleet;
  reach: Reach;
  now: () => Date;
  /** Told of the stamps of a server's holds and actions whenever they were asked for. */
  onStamps: LearnActs;
  onBug: OnBug;
}

export interface ReadServers {
  /** Hosts whose nights came, went or are being made. */
  changed: string[];
  /** Hosts in whose nights there are other entries than before. */
  reindex: string[];
  /** Why a server could not be read, or what it told of one host could not be taken in. */
  failed: NightkeepError[];
}

interface ReadOptions {
  signal?: AbortSignal | undefined;
  only?: readonly string[] | undefined;
  /** Called as each server is done, with the hosts whose nights changed, and waited for. */
  onRead?: (read: Omit<ReadServers, 'failed'>) => Promise<void>;
}

interface Placed {
  host: string;
  backupdir: string;
}

/** Asks every server what is new of the hosts that are kept there. `only` asks about these hosts alone. */
export async function readServers(
  deps: ReadServersDeps,
  { signal, only, onRead }: ReadOptions = {},
): Promise<ReadServers> {
  const placed = placedHosts(deps, only);
  const answers = await inParallel(deps.fleet().servers, SERVERS_AT_ONCE, async ({ name: server }) => {
    const hosts = placed.get(server) ?? [];
    if (only && hosts.length === 0) return { changed: [], reindex: [], failed: [] };
    try {
      const read = await unlessSilentTwice(() => readServer(deps, server, hosts, { signal, only }));
      deps.reach.reached(server);
      await onRead?.(read);
      return read;
    } catch (error) {
      if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
      if (isAboutReaching(error)) deps.reach.failed(server, error);
      return { changed: [], reindex: [], failed: [error] };
    }
  });
  return {
    changed: answers.flatMap(({ changed }) => changed),
    reindex: answers.flatMap(({ reindex }) => reindex),
    failed: answers.flatMap(({ failed }) => failed),
  };
}

/** Silence may be this machine's, which was busy: the server is asked once more before anyone is told. */
async function unlessSilentTwice<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!isSilence(error)) throw error;
    return await ask();
  }
}

function placedHosts({ history, fleet }: ReadServersDeps, only: readonly string[] | undefined): Map<string, Placed[]> {
  const where = only ? undefined : history.places.everyWhere();
  const placed = (only ?? fleet().hosts.map(({ name }) => name)).flatMap((host) => {
    const place = where ? where.get(host) : history.places.where(host);
    return place ? [{ host, ...place }] : [];
  });
  return Map.groupBy(placed, ({ server }) => server);
}

async function readServer(
  deps: ReadServersDeps,
  server: string,
  hosts: readonly Placed[],
  { signal, only }: ReadOptions,
): Promise<ReadServers> {
  const { machines, reach, serverFacts } = deps;
  const askedAt = deps.now();
  const backupdirs = hosts.map(({ backupdir }) => backupdir);
  const asked = { room: backupdirs[0] ?? '/', backupdirs };
  const { disk, stamps } = await runProgram(machines, server, readStamps, asked, { signal });
  if (disk) reach.setDisk(server, disk);
  await deps.onStamps(server, new Map(stamps.map((each, index) => [backupdirs[index] ?? '', each])), signal);

  const news = hosts.flatMap((host, index) => {
    const stamp = stampOf(stamps[index]);
    return isNews(deps, server, host, stamp, stamps[index]) ? [{ ...host, stamp }] : [];
  });
  const read: ReadServers = { changed: [], reindex: [], failed: [] };
  for (let from = 0; from < news.length; from += BACKUPDIRS_AT_ONCE) {
    const some = news.slice(from, from + BACKUPDIRS_AT_ONCE);
    const questions = some.map(({ host, backupdir }) => ({ backupdir, ...knownRuns(deps, host) }));
    const found = await runProgram(machines, server, listNews, questions, { signal });
    for (const [index, { host, backupdir, stamp }] of some.entries()) {
      const place = found[index];
      if (!place) continue;
      // Keeping a week of records takes some milliseconds: whoever asks for something else is not to wait for all of them.
      await turn();
      try {
        const { changed, reindex } = await learnNews(deps, { host, server, backupdir, stamp, askedAt }, place, signal);
        if (changed) read.changed.push(host);
        if (reindex) read.reindex.push(host);
      } catch (error) {
        if (error instanceof NightkeepError) throw error;
        read.failed.push(ofOneHost(deps.onBug, host, error, signal));
      }
    }
  }
  if (!only) serverFacts.asked(server, askedAt);
  return read;
}

/** One that isn't there stays so until it is. */
const stampOf = (stamps: Stamps | undefined): string => stamps?.nights ?? (stamps ? 'none' : NO_STAMP);

function isNews(
  { serverFacts }: ReadServersDeps,
  server: string,
  { host, backupdir }: Placed,
  stamp: string,
  stamps: Stamps | undefined,
): boolean {
  const known = serverFacts.of(host);
  // Whether who holds a lock lives, no stamp tells.
  if (stamp === NO_STAMP || stamps?.locked || known.running) return true;
  return known.stamp !== stamp || known.server !== server || known.backupdir !== backupdir;
}

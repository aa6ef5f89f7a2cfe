import { createHash } from 'node:crypto';
import { type Fleet, NightkeepError } from '../../contract/index.ts';
import { parentsOfRoots } from '../../domain/coverage.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { type ListedFolders, listFolders } from '../../programs/fleet/list-folders.ts';
import { lookAgainProgram, readConfigProgram } from '../../programs/host/config-file.ts';
import type { LastRun } from '../../programs/host/last-run.ts';
import type { Machines } from '../../ssh/types.ts';
import type { History } from '../../stores/history/history.ts';
import type { Place } from '../../stores/history/place-store.ts';
import { configOf, serverNames } from '../config.ts';
import { hostOf } from '../host-of.ts';
import type { Places } from '../places.ts';
import { runProgram } from '../run-program.ts';
import type { DiskFacts } from './disk-facts.ts';
import { inParallel } from './in-parallel.ts';
import { type OnBug, ofOneHost } from './one-host.ts';
import { isSilence, type Reach } from './reach.ts';
import { turn } from './turns.ts';

/** Connecting takes a round of key exchange on our side too; more at once only wait for each other. */
const HOSTS_AT_ONCE = 16;
/** Those that were silent are tried again with few at once, so that what was slow here is not in their way. */
const DOUBTFUL_AT_ONCE = 4;
/** Folders of customers' roots that are looked into on a host; it has one or two. */
const MOST_PARENTS = 20;
const IDLE_MS = 60_000;

export interface ReadHostsDeps {
  machines: Machines;
  fleet: () => Fleet;
  history: Pick<History, 'places'>;
  places: Places;
  reach: Reach;
  disks: DiskFacts;
  finder: () => CustomerFinder;
  /** Told of the run that cron began last on a host. */
  onLastRun: (host: string, run: LastRun) => void;
  onBug: OnBug;
}

export interface ReadHostsOptions {
  signal?: AbortSignal | undefined;
  /** Called as hosts are done; `read` where it answered. */
  onHost?: (host: string, done: number, read: boolean) => void;
}

/**
 * Reads the backup.config of hosts, and looks for customers on their disks that are in none. Gives what could not be
 * read, in words; a host that is unreachable keeps what was known of it.
 */
export async function readHosts(
  deps: ReadHostsDeps,
  hosts: readonly string[],
  { signal, onHost }: ReadHostsOptions,
): Promise<string[]> {
  const { reach } = deps;
  let done = 0;
  const doubtful: string[] = [];
  const attempt = async (host: string, isLast: boolean): Promise<string[]> => {
    signal?.throwIfAborted();
    let problems: string[] = [];
    let read = false;
    try {
      problems = await readHost(deps, host, signal);
      reach.reached(host);
      read = true;
    } catch (thrown) {
      const error = ofOneHost(deps.onBug, host, thrown, signal);
      if (!isLast && isSilence(error)) {
        doubtful.push(host);
        return [];
      }
      // Not there any more, the fleet having changed meanwhile, is no trouble of the host's.
      if (!reach.failed(host, error)) reach.reached(host);
      problems = [error.message];
    }
    done += 1;
    onHost?.(host, done, read);
    return problems;
  };
  const first = await inParallel(hosts, HOSTS_AT_ONCE, (host) => attempt(host, false));
  const second = await inParallel(doubtful, DOUBTFUL_AT_ONCE, (host) => attempt(host, true));
  return [...first, ...second].flat();
}

/** Throws where the config can't be read; gives what else can't, in words. */
async function readHost(deps: ReadHostsDeps, host: string, signal: AbortSignal | undefined): Promise<string[]> {
  const { machines, history, places, disks, fleet } = deps;
  const { configPath } = hostOf(fleet(), host);
  const before = history.places.get(host);
  const known = before && serverNames(fleet()).includes(before.server) ? before.revision : undefined;
  // Of a host that was never read, those of another one: mostly they are the same, and one call does for both.
  const dirs = before ? parentsOf(deps, before) : disks.usualParents();
  const options = { signal, idleTimeoutMs: IDLE_MS, passing: true };
  const looked = await runProgram(machines, host, lookAgainProgram, { path: configPath, known, dirs }, options);
  const config =
    looked.config === 'lost'
      ? await runProgram(machines, host, readConfigProgram, { path: configPath }, options)
      : looked.config;
  // What it told takes some milliseconds to take in, and its customers to be found in it.
  await turn();
  if (looked.lastRun) deps.onLastRun(host, looked.lastRun);
  const place = takeConfig(places, host, before, config && configOf(config, serverNames(fleet())));

  const wanted = parentsOf(deps, place);
  const isWanted = (folder: string) =>
    wanted.some((dir) => folder === `${dir === '/' ? '' : dir}/${folder.slice(folder.lastIndexOf('/') + 1)}`);
  const listed: ListedFolders = { folders: looked.folders.filter(isWanted), unreadable: looked.unreadable };
  const more = wanted.filter((dir) => !dirs.includes(dir));
  if (more.length > 0) {
    const found = await runProgram(machines, host, listFolders, more, options);
    listed.folders.push(...found.folders);
    listed.unreadable.push(...found.unreadable);
  }
  const find = deps.finder();
  const roots = listed.folders.filter((path) => find(path)?.root === path);
  disks.set(host, { roots, stamp: stampOfHost(fleet(), host) }, wanted);
  const unreadable = listed.unreadable.filter((dir) => wanted.includes(dir));
  return unreadable.length > 0 ? [`${host}: ${unreadable.join(', ')} can't be read`] : [];
}

function takeConfig(
  places: Places,
  host: string,
  before: Place | undefined,
  config: ReturnType<typeof configOf> | undefined,
): Place {
  if (config) return places.learn(host, config);
  if (!before) throw new NightkeepError('program-failed', `${host}: it did not tell its backup.config`, { host });
  places.same(host);
  return before;
}

function parentsOf({ finder }: ReadHostsDeps, { entries }: Place): string[] {
  const find = finder();
  return parentsOfRoots(entries.flatMap((path) => find(path)?.root ?? [])).slice(0, MOST_PARENTS);
}

/** Changes with what a host was read by: how it is reached, and what a customer is. */
export function stampOfHost(fleet: Fleet, name: string): string {
  return stampsOf(fleet)(fleet.hosts.find((host) => host.name === name));
}

/** The same of many hosts. */
export function stampsOf(fleet: Fleet): (host: Fleet['hosts'][number] | undefined) => string {
  const ofAll = JSON.stringify([fleet.customerPatterns, serverNames(fleet)]).slice(1);
  return (host) =>
    createHash('sha256')
      .update(`[${JSON.stringify(host ?? null)},${ofAll}`)
      .digest('base64url')
      .slice(0, 16);
}

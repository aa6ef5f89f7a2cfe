import { type Fleet, NightkeepError } from '../contract/index.ts';
import { inParallel } from './fleet/in-parallel.ts';
import type { NightPlace } from './nights-reader.ts';
import type { StampedLists } from './stamped-lists.ts';

export interface HostPlace extends NightPlace {
  host: string;
}

export interface EveryPlaceDeps {
  fleet: () => Fleet;
  places: { of(host: string): Promise<NightPlace>; known(host: string): NightPlace | undefined };
  /** True where hosts are read in the background: a list of all of them does not wait for one that is not known yet. */
  onlyKnown?: boolean;
}

const AT_ONCE = 8;

/**
 * Where the nights of these hosts lie; of all hosts of the fleet where none are named. A host whose place is not known
 * and can't be read is left out, unless it was asked for by name.
 */
export async function everyPlace(
  { fleet, places, onlyKnown = false }: EveryPlaceDeps,
  hosts?: readonly string[],
): Promise<HostPlace[]> {
  const all = fleet().hosts.map(({ name }) => name);
  const names = hosts ?? (onlyKnown ? all.filter((host) => places.known(host)) : all);
  const found = await inParallel(names, AT_ONCE, async (host): Promise<HostPlace[]> => {
    try {
      const { server, backupdir } = places.known(host) ?? (await places.of(host));
      return [{ host, server, backupdir }];
    } catch (error) {
      if (hosts || !(error instanceof NightkeepError)) throw error;
      return [];
    }
  });
  return found.flat();
}

/**
 * Asks each server once for all of its places. A server that can't be asked is left out, so that the others are seen;
 * where none answers, the first one's error is thrown.
 */
export async function askServers<Answer>(
  all: readonly HostPlace[],
  ask: (server: string, places: readonly HostPlace[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const errors: unknown[] = [];
  const servers = [...Map.groupBy(all, ({ server }) => server)];
  const answers = await inParallel(servers, AT_ONCE, async ([server, places]) => {
    try {
      return await ask(server, places);
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (servers.length > 0 && errors.length === servers.length) throw errors[0];
  return answers.flat();
}

/** What a server's lists have for these places; a backupdir that several hosts share counts once, as the first one's. */
export async function itemsOf<Item>(
  lists: StampedLists<Item>,
  server: string,
  places: readonly HostPlace[],
  scrolled?: boolean,
): Promise<{ place: HostPlace; item: Item }[]> {
  const byBackupdir = Map.groupBy(places, ({ backupdir }) => backupdir);
  const found = await lists.of(server, [...byBackupdir.keys()], scrolled);
  return [...byBackupdir].flatMap(([backupdir, [place]]) =>
    place ? (found.get(backupdir) ?? []).map((item) => ({ place, item })) : [],
  );
}

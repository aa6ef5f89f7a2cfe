import { NightkeepError } from '../../contract/index.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { askServers, type EveryPlaceDeps, everyPlace, type HostPlace, itemsOf } from '../every-place.ts';
import type { RestoreDeps } from './deps.ts';

export interface FoundHold {
  /** Of the host in whose backupdir it lies. */
  place: HostPlace;
  record: HoldRecord;
}

export type FindHoldDeps = EveryPlaceDeps & Pick<RestoreDeps, 'lists'>;

/** Where holds are looked for: everywhere, but for what is named. */
interface Where {
  hosts?: readonly string[] | undefined;
  server?: string | undefined;
  /** See `StampedLists`. */
  scrolled?: boolean;
}

export async function readHolds(
  deps: FindHoldDeps,
  { hosts, server: only, scrolled }: Where = {},
): Promise<FoundHold[]> {
  const all = await everyPlace(deps, hosts);
  const asked = all.filter(({ server }) => only === undefined || server === only);
  return askServers(asked, async (server, places) => {
    const found = await itemsOf(deps.lists.holds, server, places, scrolled);
    return found.map(({ place, item: record }) => ({ place, record }));
  });
}

/** Throws not-found. */
export async function findHold(deps: FindHoldDeps, id: string, server?: string): Promise<FoundHold> {
  const found = (await readHolds(deps, { server })).find(({ record }) => record.id === id);
  if (!found) throw new NightkeepError('not-found', `there is no hold ${id}; it ran out or was released`, { id });
  return found;
}

import { isInside } from '../format/paths.ts';
import type { NightView } from './night-view.ts';

/**
 * How much is in a folder in the newest of the nights that have it, from that night’s record: it knows the size of each
 * entry, and a night has nothing but its entries. Undefined for a folder inside an entry, and for nights of the old
 * script, which have no record: to know that, every file below would have to be looked at.
 */
export function folderBytes(
  path: string,
  /** As files.history has them for the folder: run ids, oldest first, and the folder’s version in each. */
  nights: readonly string[],
  versions: readonly (string | null)[],
  views: readonly NightView[],
): number | undefined {
  const newest = nights.findLast((_, i) => versions[i] != null);
  const entries = views.find((view) => view.runId === newest)?.entries.filter(({ state }) => state !== 'covered') ?? [];
  const isPart = entries.some((entry) => entry.path !== path && isInside(path, entry.path));
  const inside = entries.filter((entry) => isInside(entry.path, path));
  return isPart || inside.length === 0 ? undefined : inside.reduce((sum, entry) => sum + entry.bytes, 0);
}

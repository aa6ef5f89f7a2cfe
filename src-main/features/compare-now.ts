import { type Comparison, type Night, NightkeepError, type RunEntry } from '../contract/index.ts';
import { compareTrees, type Tree } from '../domain/compare-trees.ts';
import { contains } from '../domain/nights.ts';
import type { JobContext } from '../jobs/types.ts';
import { type AskedTrees, type ListedTrees, listTrees } from '../programs/nights/list-tree.ts';
import type { Machines } from '../ssh/types.ts';
import { type NightsReader, readableNight } from './nights-reader.ts';
import { runProgram } from './run-program.ts';

export const compareNowSteps = ['List the night', 'List the host'] as const;

/** A disk may be listed for long without a word, but not for ever. */
const IDLE_MS = 60 * 60_000;

/** A night with its host as it is: both are listed, and compared here. */
export async function compareNow(
  { machines, nights }: { machines: Machines; nights: NightsReader },
  { host, runId, path }: { host: string; runId: string; path: string },
  context: JobContext,
): Promise<Comparison> {
  const { place, nights: known } = await nights.of(host);
  const paths = comparedPaths(readableNight(known, host, runId), path);
  if (paths.includes('/')) {
    const message = `${host}: the whole machine is too much to be listed at once; go into a folder first`;
    throw new NightkeepError('bad-input', message, { host, path });
  }
  const list = (machine: string, asked: AskedTrees) =>
    runProgram(machines, machine, listTrees, asked, {
      signal: context.signal,
      idleTimeoutMs: IDLE_MS,
      onEvent: ({ files }) => context.progress({ done: files, unit: 'files' }),
    });
  context.step('List the night');
  const before = await list(place.server, { night: { backupdir: place.backupdir, runId }, paths });
  context.step('List the host');
  const after = await list(host, { paths });
  return compareTrees(treeOf(path, paths, before), treeOf(path, paths, after));
}

/** Not copied in that night: what stands in for them is of another one, and a link's folder is not theirs. */
const isOfNight = ({ state }: RunEntry) => state !== 'covered' && state !== 'symlink';

/** What the night has of a path: the path itself where one of its directories is around it, else those in it. */
export function comparedPaths({ entries }: Pick<Night, 'entries'>, path: string): string[] {
  const own = entries.filter(isOfNight).map((entry) => entry.path);
  if (own.length === 0 || own.some((entry) => contains(entry, path))) return [path];
  const inside = own.filter((entry) => contains(path, entry));
  return inside.filter((entry) => !inside.some((other) => other !== entry && contains(other, entry)));
}

/** One tree of several lists. A list's own folder is in it, so that a directory that is gone is told as one. */
function treeOf(path: string, paths: readonly string[], lists: ListedTrees): Tree {
  const base = path === '/' ? '' : path;
  const tree = new Map<string, ListedEntry>();
  paths.forEach((listed, i) => {
    const entries = lists[i];
    if (!entries) return;
    const below = listed === path ? '' : listed.slice(base.length + 1);
    if (below) tree.set(below, { ...FOLDER, name: below });
    for (const entry of entries) tree.set(below ? `${below}/${entry.name}` : entry.name, entry);
  });
  return tree;
}

type ListedEntry = Tree extends ReadonlyMap<string, infer Entry> ? Entry : never;

/** A listing tells what is in a folder, and not of the folder. */
const FOLDER = { type: 'directory', size: 0, mtime: '', mode: '', uid: 0, gid: 0 } as const;

import type { ChangeCounts, Comparison, FileChange, FileEntry } from '../contract/index.ts';

export const MOST_SAMPLES = 200;
export const MOST_FOLDERS = 1000;

/** What lies below a path, by its path relative to that one. */
export type Tree = ReadonlyMap<string, FileEntry>;

const noCounts = (): ChangeCounts => ({ added: 0, changed: 0, deleted: 0, mode: 0, owner: 0 });
export const noChanges = (): Comparison => ({ ...noCounts(), sample: [], folders: [], gone: [], goneCount: 0 });

/** Folders with the most changes first, what is gone by name. */
export function inOrder(comparison: Comparison): Comparison {
  const sizeOf = ({ added, changed, deleted }: ChangeCounts) => added + changed + deleted;
  return {
    ...comparison,
    folders: comparison.folders.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (a.path < b.path ? -1 : 1)),
    gone: comparison.gone.toSorted(),
  };
}

/**
 * What differs from one tree to another; what is of another type now is gone, and another thing was added. As far as
 * a listing tells: not ACLs, extended attributes or hard links.
 */
export function compareTrees(before: Tree, after: Tree): Comparison {
  const comparison = noChanges();
  const folders = new Map<string, ChangeCounts>();
  const note = (change: FileChange) => {
    const top =
      change.path.includes('/') || isFolder(change.path, before, after) ? (change.path.split('/')[0] ?? '') : '';
    if (!folders.has(top) && folders.size < MOST_FOLDERS) folders.set(top, noCounts());
    for (const counts of [comparison, folders.get(top)]) {
      if (!counts) continue;
      counts[change.change] += 1;
      counts.mode += change.mode ? 1 : 0;
      counts.owner += change.owner ? 1 : 0;
    }
    if (comparison.sample.length < MOST_SAMPLES) comparison.sample.push(change);
  };
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (old?.type !== entry.type) note({ path, change: 'added', size: entry.size });
    else if (differs(old, entry)) note({ path, change: 'changed', size: entry.size, ...attributes(old, entry) });
  }
  const isGone = (path: string) => before.has(path) && after.get(path)?.type !== before.get(path)?.type;
  for (const path of before.keys()) {
    if (!isGone(path)) continue;
    note({ path, change: 'deleted' });
    if (isGone(parentOf(path))) continue;
    comparison.goneCount += 1;
    if (comparison.gone.length < MOST_FOLDERS) comparison.gone.push(path);
  }
  comparison.folders = [...folders].map(([path, counts]) => ({ path, ...counts }));
  return inOrder(comparison);
}

/** The folder that a relative path lies in; '.', which no tree has, where that is the whole. */
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.';

const isFolder = (path: string, before: Tree, after: Tree) =>
  (after.get(path) ?? before.get(path))?.type === 'directory';

const ownersDiffer = (a: FileEntry, b: FileEntry) => a.uid !== b.uid || a.gid !== b.gid;

const modesDiffer = (a: FileEntry, b: FileEntry) => a.type !== 'symlink' && a.mode !== b.mode;

/** A folder whose time alone differs only says that something in it does; links keep their own time on few systems. */
const contentsDiffer = (a: FileEntry, b: FileEntry) =>
  a.target !== b.target || (a.type === 'file' && (a.size !== b.size || a.mtime !== b.mtime));

const differs = (a: FileEntry, b: FileEntry) => contentsDiffer(a, b) || modesDiffer(a, b) || ownersDiffer(a, b);

function attributes(a: FileEntry, b: FileEntry): Pick<FileChange, 'mode' | 'owner' | 'content'> {
  const mode = modesDiffer(a, b);
  const owner = ownersDiffer(a, b);
  return {
    ...(mode ? { mode } : {}),
    ...(owner ? { owner } : {}),
    ...((mode || owner) && contentsDiffer(a, b) ? { content: true } : {}),
  };
}

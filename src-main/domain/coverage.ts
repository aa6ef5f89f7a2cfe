import type { Coverage } from '../contract/index.ts';
import type { CustomerFinder } from './customers.ts';
import { pathCover } from './path-cover.ts';

/** What is known of one host. All are absolute paths. */
export interface HostPaths {
  /** The entries of its backup.config. */
  configured: readonly string[];
  /** The entries of its nights, whether or not they are still configured. */
  inNights: readonly string[];
  /** Customers' roots in nights that have no record, whose entries nobody knows any more. */
  rootsInNights: readonly string[];
  /** Folders that may be customers' roots, as they lie on its disk. */
  onDisk: readonly string[];
}

export interface CoveredCustomer {
  id: string;
  ip: string | undefined;
  root: string;
  coverage: Coverage;
  entries: string[];
}

/**
 * Who is on a host, and how far each is backed up: one item for each customer's root and kind of coverage. A customer
 * of whom something is configured may also have entries only in nights; one of whom nothing is, is not backed up.
 */
export function coverageOf(paths: HostPaths, find: CustomerFinder): CoveredCustomer[] {
  const items = new Map<string, Omit<CoveredCustomer, 'entries'> & { entries: Set<string> }>();
  const add = (found: NonNullable<ReturnType<CustomerFinder>>, coverage: Coverage, entries: readonly string[]) => {
    const key = JSON.stringify([found.id, found.root, coverage]);
    const item = items.get(key) ?? { ...found, coverage, entries: new Set() };
    for (const entry of entries) item.entries.add(entry);
    items.set(key, item);
  };

  for (const path of paths.configured) {
    const found = find(path);
    if (found) add(found, 'configured', [path]);
  }
  const configured = pathCover(paths.configured);
  for (const path of paths.inNights) {
    const found = find(path);
    if (found && configured.over(path) === undefined) add(found, 'only-in-nights', [path]);
  }
  const inAny = pathCover([...paths.configured, ...paths.inNights]);
  for (const root of paths.rootsInNights) {
    const found = find(root);
    if (found && !inAny.meets(root)) add(found, 'only-in-nights', [root]);
  }
  const known = new Set([...items.values()].map(({ id, root }) => JSON.stringify([id, root])));
  const holding = holdersAmong(paths.configured);
  for (const path of paths.onDisk) {
    const found = find(path);
    if (!found || found.root !== path || known.has(JSON.stringify([found.id, found.root]))) continue;
    // An entry such as /mnt/data1 takes every customer below it along.
    const whole = holding(path);
    add(found, whole.length > 0 ? 'configured' : 'not-backed-up', whole);
  }
  return [...items.values()].map(({ entries, ...item }) => ({ ...item, entries: [...entries] }));
}

/** Which of the entries a path lies in, or is. The folders on a disk lie in few others, so each of those is looked at once. */
function holdersAmong(entries: readonly string[]): (path: string) => string[] {
  const all = new Set(entries);
  const ofFolder = new Map<string, string[]>();
  const own = (path: string) => (all.has(path) ? [path] : []);
  const ofParent = (folder: string) => {
    let holders = ofFolder.get(folder);
    if (!holders) {
      holders = [...own('/'), ...foldersTo(folder).flatMap(own)];
      ofFolder.set(folder, holders);
    }
    return holders;
  };
  return (path) => [...ofParent(path.slice(0, path.lastIndexOf('/'))), ...own(path)];
}

/** `/a/b` gives `/a` and `/a/b`. */
function foldersTo(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return path === '' ? folders : [...folders, path];
}

/** The folders that customers' roots lie in: where to look for those that are in no config. */
export function parentsOfRoots(roots: readonly string[]): string[] {
  return [...new Set(roots.map((root) => root.slice(0, Math.max(1, root.lastIndexOf('/')))))].sort();
}

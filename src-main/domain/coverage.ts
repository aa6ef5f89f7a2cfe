import type { Coverage } from '../contract/index.ts';
import type { CustomerFinder } from './customers.ts';

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

const covers = (outer: string, path: string) => path === outer || outer === '/' || path.startsWith(`${outer}/`);

/**
 * Who is on a host, and how far each is backed up: one item for each customer's root and kind of coverage. A customer
 * of whom something is configured may also have entries only in nights; one of whom nothing is, is not backed up.
 */
export function coverageOf(paths: HostPaths, find: CustomerFinder): CoveredCustomer[] {
  const items = new Map<string, CoveredCustomer>();
  const add = (found: NonNullable<ReturnType<CustomerFinder>>, coverage: Coverage, entries: readonly string[]) => {
    const key = JSON.stringify([found.id, found.root, coverage]);
    const item = items.get(key) ?? { ...found, coverage, entries: [] };
    item.entries.push(...entries.filter((entry) => !item.entries.includes(entry)));
    items.set(key, item);
  };

  for (const path of paths.configured) {
    const found = find(path);
    if (found) add(found, 'configured', [path]);
  }
  for (const path of paths.inNights) {
    const found = find(path);
    if (found && !paths.configured.some((entry) => covers(entry, path))) add(found, 'only-in-nights', [path]);
  }
  for (const root of paths.rootsInNights) {
    const found = find(root);
    const isKnown = [...paths.configured, ...paths.inNights].some(
      (entry) => covers(entry, root) || covers(root, entry),
    );
    if (found && !isKnown) add(found, 'only-in-nights', [root]);
  }
  const known = new Set([...items.values()].map(({ id, root }) => JSON.stringify([id, root])));
  for (const path of paths.onDisk) {
    const found = find(path);
    if (!found || found.root !== path || known.has(JSON.stringify([found.id, found.root]))) continue;
    // An entry such as /mnt/data1 takes every customer below it along.
    const whole = paths.configured.filter((entry) => covers(entry, path));
    add(found, whole.length > 0 ? 'configured' : 'not-backed-up', whole);
  }
  return [...items.values()];
}

/** The folders that customers' roots lie in: where to look for those that are in no config. */
export function parentsOfRoots(roots: readonly string[]): string[] {
  return [...new Set(roots.map((root) => root.slice(0, Math.max(1, root.lastIndexOf('/')))))].sort();
}

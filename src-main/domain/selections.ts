import type { Selection } from '../contract/index.ts';
import { contains } from './nights.ts';

/** What is restored on one host, for one root of the customer: one hold, one tarball. */
export interface SelectionGroup {
  host: string;
  /** The customer's `/` on the host. */
  root: string;
  nights: {
    runId: string;
    /** Relative to the root, sorted, none inside another; '' is the root itself. */
    paths: string[];
  }[];
}

export interface Grouped {
  groups: SelectionGroup[];
  /** Paths that are none of the customer's. */
  refused: { host: string; path: string }[];
}

/**
 * Sorts out what was selected: by host and root, nights in the order of their ids, paths without those inside others.
 * @param rootOf the root of the customer that a path belongs to, undefined where it is not this customer's
 */
export function groupSelections(
  selections: readonly Selection[],
  rootOf: (path: string) => string | undefined,
): Grouped {
  const groups = new Map<string, { host: string; root: string; nights: Map<string, string[]> }>();
  const refused: Grouped['refused'] = [];
  for (const { host, runId, paths } of selections) {
    for (const path of paths.map(tidy)) {
      const root = rootOf(path);
      if (root === undefined || !contains(root, path)) {
        refused.push({ host, path });
        continue;
      }
      const key = JSON.stringify([host, root]);
      const group = groups.get(key) ?? { host, root, nights: new Map() };
      groups.set(key, group);
      group.nights.set(runId, [...(group.nights.get(runId) ?? []), path.slice(root.length).replace(/^\//, '')]);
    }
  }
  const sorted = [...groups.values()].map(({ host, root, nights }) => ({
    host,
    root,
    nights: [...nights]
      .map(([runId, paths]) => ({ runId, paths: outermost(paths) }))
      .sort((a, b) => (a.runId < b.runId ? -1 : 1)),
  }));
  return { groups: sorted, refused };
}

const tidy = (path: string) => path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');

/** Without duplicates and without what lies inside another of them. */
export function outermost(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)].sort();
  return unique.filter((path) => !unique.some((other) => other !== path && (other === '' || contains(other, path))));
}

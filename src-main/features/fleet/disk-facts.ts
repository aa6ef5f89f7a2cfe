import type { FactStore } from '../../stores/history/fact-store.ts';

/** What was found on a host's disk when it was last looked at. */
export interface FactsOfDisk {
  /** Folders that are customers' roots. */
  roots: string[];
  /** By what settings it was looked at: see `stampOfHost`. */
  stamp: string;
}

export interface DiskFacts {
  of(host: string): FactsOfDisk | undefined;
  /** `parents`: the folders that the roots were looked for in. */
  set(host: string, facts: FactsOfDisk, parents: readonly string[]): void;
  /** The parents of the host that was looked at last: those of a fleet are much alike. */
  usualParents(): readonly string[];
}

export function createDiskFacts(store: FactStore): DiskFacts {
  let usual: readonly string[] = [];
  return {
    of: (host) => store.get(`disk:${host}`) as FactsOfDisk | undefined,
    set(host, facts, parents) {
      usual = parents;
      store.set(`disk:${host}`, facts);
    },
    usualParents: () => usual,
  };
}

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
  set(host: string, facts: FactsOfDisk): void;
}

export const createDiskFacts = (store: FactStore): DiskFacts => ({
  of: (host) => store.get(`disk:${host}`) as FactsOfDisk | undefined,
  set: (host, facts) => store.set(`disk:${host}`, facts),
});

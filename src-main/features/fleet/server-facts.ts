import type { FactStore } from '../../stores/history/fact-store.ts';

/** What a server told of one host's nights, beside the records of its runs. */
export interface FactsOfHost {
  /** Paths of entries in the nights there are. */
  entriesInNights: string[];
  /** Customers' roots in the old script's nights. */
  rootsInNights: string[];
  /** Dates of nights without a record. */
  unrecordedDates: string[];
  /** The run at work now, if there is one. */
  running: { runId: string; startedAt: string } | undefined;
  /** Changes whenever a night comes, goes or is being made. */
  stamp: string;
}

export interface ServerFacts {
  of(host: string): FactsOfHost;
  /** Says whether the nights changed. */
  set(host: string, facts: FactsOfHost): boolean;
}

const nothing: FactsOfHost = {
  entriesInNights: [],
  rootsInNights: [],
  unrecordedDates: [],
  running: undefined,
  stamp: '',
};

/** Kept in history, so that a server which does not answer at start takes nothing away from the screens. */
export function createServerFacts(store: FactStore): ServerFacts {
  const known = new Map<string, FactsOfHost>();
  const factOf = (host: string) => `nights:${host}`;
  const of = (host: string): FactsOfHost => {
    let facts = known.get(host);
    if (!facts) {
      // A run that was at work when the app last looked tells nothing about now.
      facts = { ...nothing, ...(store.get(factOf(host)) as Partial<FactsOfHost> | undefined), running: undefined };
      known.set(host, facts);
    }
    return facts;
  };
  return {
    of,
    set(host, facts) {
      const changed = of(host).stamp !== facts.stamp;
      known.set(host, facts);
      if (changed) store.set(factOf(host), { ...facts, running: undefined });
      return changed;
    },
  };
}

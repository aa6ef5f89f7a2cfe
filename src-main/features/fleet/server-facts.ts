import type { LongerRule } from '../../contract/index.ts';
import type { SeenNight } from '../../domain/lost-nights.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';

/** What a server told of one host's nights, beside the records of its runs. */
export interface FactsOfHost {
  /** Where that was: a host that moved elsewhere is asked about anew. */
  server: string;
  backupdir: string;
  /** The stamp of its nights, by which the server is asked whether anything is new. */
  stamp: string;
  /** Which nights there are, and whether one is being made: changes where people should see something else. */
  shape: string;
  /** ISO 8601; when the server last told more than that nothing is new. */
  toldAt: string;
  /** Dates of nights without a record. */
  unrecordedDates: string[];
  /** Nights that were there when the server last told, newest first, and those that went otherwise than by rotation. */
  seen: readonly SeenNight[];
  lost: readonly SeenNight[];
  /** By which rule nights are kept longer; null where none is. */
  rule?: LongerRule | null | undefined;
  /** Run ids of those that are kept beyond rotation. */
  kept?: readonly string[] | undefined;
  /** ISO 8601; when it was first seen that some are lost. */
  lostAt?: string | undefined;
  /** The run at work now, if there is one. */
  running: { runId: string; startedAt: string } | undefined;
}

/** Who is in the nights there are. */
export interface InNights {
  /** Paths of entries. */
  entries: string[];
  /** Customers' roots in the old script's nights, which have no record. */
  roots: string[];
}

export interface ServerFacts {
  of(host: string): FactsOfHost;
  set(host: string, facts: FactsOfHost): void;
  inNights(host: string): InNights;
  /** Says whether it is other than it was. */
  setInNights(host: string, found: InNights): boolean;
  /** All hosts of a server were asked about at that time. */
  asked(server: string, at: Date): void;
  /** ISO 8601; when that was last. */
  askedAt(server: string): string | undefined;
  /** Until when it is known what nights a host has; undefined where its server never told. */
  knownUntil(host: string, server: string | undefined): Date | undefined;
}

const nothing: FactsOfHost = {
  server: '',
  backupdir: '',
  stamp: '',
  shape: '',
  toldAt: '',
  unrecordedDates: [],
  seen: [],
  lost: [],
  running: undefined,
};

/** Kept in history, so that what was known is on the screens at the next start, and is not read again. */
export function createServerFacts(store: FactStore): ServerFacts {
  // Only what is looked at for every host stands in memory; a hundred paths a host do not.
  const known = new Map<string, FactsOfHost>();
  const askedAt = new Map<string, string>();
  const of = (host: string): FactsOfHost => {
    let facts = known.get(host);
    if (!facts) {
      // A run that was at work when the app last looked tells nothing about now.
      facts = { ...nothing, ...(store.get(`told:${host}`) as Partial<FactsOfHost> | undefined), running: undefined };
      known.set(host, facts);
    }
    return facts;
  };
  const whenAsked = (server: string): string | undefined => {
    const at = askedAt.get(server) ?? (store.get(`asked:${server}`) as string | undefined);
    if (at) askedAt.set(server, at);
    return at;
  };
  const inNights = (host: string): InNights =>
    (store.get(`in-nights:${host}`) as InNights | undefined) ?? { entries: [], roots: [] };
  return {
    of,
    set(host, facts) {
      known.set(host, facts);
      // Without its stamp: what was at work has to be asked about again by whoever starts next.
      store.set(`told:${host}`, facts.running ? { ...facts, running: undefined, stamp: '' } : facts);
    },
    inNights,
    setInNights(host, found) {
      if (JSON.stringify(inNights(host)) === JSON.stringify(found)) return false;
      store.set(`in-nights:${host}`, found);
      return true;
    },
    asked(server, at) {
      askedAt.set(server, at.toISOString());
      store.set(`asked:${server}`, at.toISOString());
    },
    askedAt: whenAsked,
    knownUntil(host, server) {
      const facts = of(host);
      if (!facts.toldAt || facts.server !== server) return undefined;
      const asked = whenAsked(server) ?? '';
      return new Date(asked > facts.toldAt ? asked : facts.toldAt);
    },
  };
}

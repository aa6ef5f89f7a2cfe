import type { Run } from '../contract/index.ts';

/** Why a machine could not be asked. */
export interface Unreached {
  code: string;
  message: string;
  since: Date;
}

/** All that failures and the heat-map are computed from, for one host. Gathered by features, judged here. */
export interface HostFacts {
  host: string;
  server: string | undefined;
  /** Records of runs, of any state and in any order. One that is at work now has the state `running`. */
  runs: readonly Run[];
  /** Dates of nights the old script left, which have no record. */
  unrecordedDates: readonly string[];
  /** The paths of its backup.config; undefined where that was never read. */
  configured: readonly string[] | undefined;
  /** When this app first read its config. */
  firstSeen: Date | undefined;
  /** Set while the host does not answer. */
  unreached: Unreached | undefined;
}

/** `now`, and what it means in the fleet's time zone. */
export interface Today {
  now: Date;
  timeZone: string;
  /** The last date whose night should be there. */
  lastDue: string;
}

const published = ['good', 'warning'];

/** A run that left a night behind. */
export const isPublished = (run: Run): boolean => published.includes(run.state);

export const byStart = (a: Run, b: Run): number => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0);

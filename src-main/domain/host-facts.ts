import type { BriefRun } from './brief-run.ts';
import type { Began } from './missed.ts';
import { lastDueDate } from './time.ts';

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
  runs: readonly BriefRun[];
  /** Whether a run copied an entry well; asked of few, since it takes reading the whole record. */
  wasGood: (runId: string, path: string) => boolean;
  /** Dates of nights the old script left, which have no record. */
  unrecordedDates: readonly string[];
  /** The paths of its backup.config; undefined where that was never read. */
  configured: readonly string[] | undefined;
  /** Where its nights lie; undefined where its config was never read. */
  place: { server: string; backupdir: string } | undefined;
  /** Other hosts that keep their nights in the same place. */
  sharesWith: readonly string[];
  /** Nights that were there and went otherwise than by rotation, newest first; `since` is when that was first seen. */
  lost: { dates: readonly string[]; since: Date } | undefined;
  /** When this app first read its config. */
  firstSeen: Date | undefined;
  /** Set while the host does not answer. */
  unreached: Unreached | undefined;
  /** Set while the server with its nights does not. */
  serverUnreached: Unreached | undefined;
  /** Until when its server told of its nights; undefined where it never did. */
  knownUntil: Date | undefined;
}

/** `now`, and what it means in the fleet's time zone. */
export interface Today {
  now: Date;
  timeZone: string;
  /** The last date whose night should be there. */
  lastDue: string;
}

/** All that was begun on a host: its runs, and the old script's nights. */
export const begunOf = ({ runs, unrecordedDates }: Pick<HostFacts, 'runs' | 'unrecordedDates'>): Began[] => [
  ...runs,
  ...unrecordedDates.map((date) => ({ date, startedAt: undefined })),
];
/** The last date of which it is known whether its night came; '' where nothing is. What is not known is not missed. */
export function lastKnownDate({ knownUntil }: Pick<HostFacts, 'knownUntil'>, { timeZone, lastDue }: Today): string {
  if (!knownUntil) return '';
  const date = lastDueDate(timeZone, knownUntil);
  return date < lastDue ? date : lastDue;
}

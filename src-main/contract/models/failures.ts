import type { NightState } from './nights.ts';

// What went wrong, and the heat-map of nights.

export type FailureCause =
  | 'entry-missing'
  | 'entry-symlink'
  | 'entry-failed'
  | 'entry-incomplete'
  | 'collapsed'
  | 'rsync-follows'
  | 'run-failed'
  | 'missed'
  | 'unreachable'
  | 'not-adopted'
  | 'host-key-changed'
  | 'nights-lost'
  | 'shared-backupdir'
  | 'clock-wrong'
  | 'server-filling'
  | 'rotten';

export type FailureState = 'open' | 'acknowledged' | 'snoozed' | 'resolved';

/** What somebody may do about a failure. `reopen` takes back whatever was done. */
export type TriageKind = 'take' | 'acknowledge' | 'snooze' | 'reopen';

export interface FailureFix {
  kind:
    | 'edit-entry'
    | 'remove-entry'
    | 'use-target'
    | 'run-now'
    | 'install-schedule'
    | 'compare'
    | 'trust-key'
    | 'retry'
    | 'look-at-place'
    | 'look-at-holds'
    | 'keep-night';
  label: string;
  path?: string | undefined;
  suggestion?: string | undefined;
}

export interface FailureItem {
  id: string;
  host: string;
  path?: string | undefined;
  customer?: string | undefined;
  cause: FailureCause;
  /** Where its nights are, as far as that is known; of a server, itself. */
  server?: string | undefined;
  /** The host and the cause in a few words, as a heading or a notification has them. */
  title: string;
  /** What happened to `path`, or to the host, and what is at risk. */
  message: string;
  firstSeen: string;
  lastSeen: string;
  /** How many nights it has lasted. */
  nights: number;
  /** The date of the last night that has `path` whole, as far as one is known. */
  lastGood?: string | undefined;
  state: FailureState;
  snoozedUntil?: string | undefined;
  snoozedBy?: string | undefined;
  /** Who is on it, while it is open. */
  taken?: { by: string; at: string } | undefined;
  /** Who has seen it, while it is acknowledged. */
  acknowledged?: { by: string; at: string; reason?: string | undefined } | undefined;
  /** What was done last about it is only in this data folder yet: no server could be told. */
  unshared?: true | undefined;
  fixes: FailureFix[];
}

/** Whose data a failure is about. */
export interface AffectedCustomer {
  customer: string;
  host: string;
  path?: string | undefined;
  since: string;
  /** The date of the last night that has it whole, as far as one is known. */
  lastGood?: string | undefined;
}

export interface TonightHost {
  host: string;
  server?: string | undefined;
  /** Of the newest date it has anything of; undefined before its first night. */
  state?: NightState | undefined;
  /** False where its server did not tell yet whether the night that is due came. */
  isKnown: boolean;
  /** One state a date, in the order of `dates`; null before the host's first night. */
  cells: ({ state: NightState; runId?: string | undefined; note?: string | undefined } | null)[];
  summary: string;
}

export interface Tonight {
  dates: string[];
  hosts: TonightHost[];
  /** How many of the hosts that are known are in which state. With `notKnown` and `noNight`, all hosts. */
  counts: Record<NightState, number>;
  /** Hosts of which it is not known yet what became of the night that is due. */
  notKnown: number;
  /** Hosts before their first night. */
  noNight: number;
}

/** What changed of `Tonight`; rows of hosts that are not named are as they were. */
export interface TonightChange extends Tonight {
  /** Hosts that are no more. */
  gone: string[];
}

/** What a notification outside of the window says: of one failure, or of all that have one cause. */
export interface Notice {
  title: string;
  body: string;
  /** The machine it is about; undefined where there are several. */
  host?: string | undefined;
}

/** Times of day of this machine, as HH:MM; `to` may be of the next day. */
export interface NoticeHours {
  from: string;
  to: string;
}

export interface NoticeSettings {
  /** Whether new failures are told outside of the window at all. */
  on: boolean;
  /** When nothing is told; what was raised then is told at their end. */
  quiet?: NoticeHours | undefined;
}

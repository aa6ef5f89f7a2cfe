import type { NightState } from './nights.ts';

// What went wrong, and the heat-map of nights.

export type FailureCause =
  | 'entry-missing'
  | 'entry-symlink'
  | 'entry-failed'
  | 'collapsed'
  | 'run-failed'
  | 'missed'
  | 'unreachable'
  | 'not-adopted'
  | 'host-key-changed';

export type FailureState = 'open' | 'acknowledged' | 'snoozed' | 'resolved';

export interface FailureFix {
  kind:
    | 'edit-entry'
    | 'remove-entry'
    | 'use-target'
    | 'run-now'
    | 'install-schedule'
    | 'compare'
    | 'trust-key'
    | 'retry';
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
  /** The host and the cause in a few words, as a heading or a notification has them. */
  title: string;
  /** What happened to `path`, or to the host, and what is at risk. */
  message: string;
  firstSeen: string;
  lastSeen: string;
  /** How many nights it has lasted. */
  nights: number;
  state: FailureState;
  snoozedUntil?: string | undefined;
  fixes: FailureFix[];
}

export interface TonightHost {
  host: string;
  server?: string | undefined;
  /** One state a date, in the order of `dates`; null before the host's first night. */
  cells: ({ state: NightState; runId?: string | undefined; note?: string | undefined } | null)[];
  summary: string;
}

export interface Tonight {
  dates: string[];
  hosts: TonightHost[];
  counts: Record<NightState, number>;
}

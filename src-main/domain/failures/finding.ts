import type { FailureCause } from '../../contract/index.ts';

/** What is, or was, wrong with a host or one entry of it. */
export interface Finding {
  host: string;
  path: string | undefined;
  cause: FailureCause;
  message: string;
  /** ISO 8601. */
  firstSeen: string;
  lastSeen: string;
  /** How many dates it has lasted. */
  nights: number;
  /** When a later night was good, ISO 8601; undefined while it lasts. */
  resolvedAt: string | undefined;
  /** The date of the last night that has it whole. */
  lastGood?: string | undefined;
  /** The path to write instead, where there is one. */
  suggestion?: string | undefined;
}

/** One item per host, entry and cause has this for its name. */
export const keyOfFinding = ({ host, path, cause }: Pick<Finding, 'host' | 'path' | 'cause'>): string =>
  JSON.stringify([host, path ?? null, cause]);

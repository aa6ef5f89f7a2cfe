// Customers, and the backup.config that says what is backed up of them.

export type Coverage = 'configured' | 'only-in-nights' | 'not-backed-up';

export interface CustomerOnHost {
  host: string;
  /** The customer's `/` on that host. */
  root?: string | undefined;
  entries: string[];
  coverage: Coverage;
}

export interface Customer {
  id: string;
  ip?: string | undefined;
  hosts: CustomerOnHost[];
}

export interface ConfigEntry {
  /** 1-based line number. */
  line: number;
  path: string;
}

export type ConfigProblemCode =
  | 'missing'
  | 'symlink'
  | 'not-a-directory'
  | 'duplicate'
  | 'nested'
  | 'not-absolute'
  | 'no-server'
  | 'no-backupdir'
  | 'unknown-server'
  | 'shared-backupdir'
  | 'syntax';

export interface ConfigProblem {
  line: number;
  path?: string | undefined;
  code: ConfigProblemCode;
  message: string;
  /** The path to write instead, where there is one (a symlink's target). */
  suggestion?: string | undefined;
}

/** What a text was changed by. */
export interface TextChange {
  added: number;
  removed: number;
  /** `+` and `-` before each line that differs, in the order of the text; cut where there are very many. */
  lines: string;
}

/** A text that a backup.config had. */
export interface KeptConfig {
  number: string;
  /** `found`: it stood there, and nobody had saved it by Nightkeep. */
  how: 'saved' | 'found';
  /** When it was saved; of one that was found, when the file was last written, where the host can tell. */
  at?: string | undefined;
  by?: string | undefined;
  ticket?: string | undefined;
  /** None of one for which the answer had no room. */
  text?: string | undefined;
  /** From the text before; none of the oldest. */
  change?: Pick<TextChange, 'added' | 'removed'> | undefined;
}

export interface ConfigHistory {
  /** Newest first. */
  kept: KeptConfig[];
  /** The file is not the newest of them: it was changed by hand since. */
  byHand: boolean;
}

export interface BackupConfig {
  text: string;
  /** SHA-256 of the file's bytes, hex. */
  revision: string;
  backupdir?: string | undefined;
  server?: string | undefined;
  entries: ConfigEntry[];
  problems: ConfigProblem[];
}

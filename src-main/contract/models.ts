/**
 * What commands return and events carry. Times are ISO 8601 UTC, dates are `YYYY-MM-DD` in the fleet's time zone,
 * sizes are bytes. A path is a string in which each byte that is not valid UTF-8 stands as a lone surrogate
 * U+DC80–U+DCFF (see domain/bytes.ts), so that any path crosses JSON and comes back as the same bytes.
 */

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
  | 'syntax';

export interface ConfigProblem {
  line: number;
  path?: string | undefined;
  code: ConfigProblemCode;
  message: string;
  /** The path to write instead, where there is one (a symlink's target). */
  suggestion?: string | undefined;
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

/**
 * good: copied. carried: not copied, the night before stands in (`sameAs`). collapsed: copied, but it lost more than
 * the settable share of its files or bytes; the last good night of it is held. missing, symlink, failed: why it was
 * carried, or could not be. covered: lies inside another entry and was copied with it.
 */
export type EntryState = 'good' | 'missing' | 'symlink' | 'failed' | 'collapsed' | 'covered';

export interface RunEntry {
  path: string;
  state: EntryState;
  /** How many files, folders and links the entry holds in this night. */
  files: number;
  bytes: number;
  added: number;
  changed: number;
  deleted: number;
  /** The run id of the night that stands in, where the entry was carried forward. */
  sameAs?: string | undefined;
  /** Where the symlink points, as a path on the host; with the state `symlink` only. */
  target?: string | undefined;
  message?: string | undefined;
}

export type NightState = 'good' | 'warning' | 'failed' | 'missed' | 'running' | 'unknown';

export interface Run {
  runId: string;
  host: string;
  server: string;
  state: NightState;
  date: string;
  startedAt: string;
  finishedAt?: string | undefined;
  message?: string | undefined;
  entries: RunEntry[];
}

export interface Night {
  host: string;
  server: string;
  /** `missed-HOST-DATE` for a night that did not happen; it names nothing that can be read. */
  runId: string;
  /** Where it lies now; shifts at the next rotation, so it is for reading only. -1 where there is none. */
  index: number;
  date: string;
  startedAt: string;
  finishedAt?: string | undefined;
  /** True where the time is the directory's birth time, not a record's. */
  estimated: boolean;
  state: NightState;
  /** After how many more nights rotation deletes it. */
  expiresInNights?: number | undefined;
  entries: RunEntry[];
}

export type FileType = 'file' | 'directory' | 'symlink' | 'other';

export interface FileEntry {
  name: string;
  type: FileType;
  size: number;
  mtime: string;
  /** Permission bits, octal, such as `0644`. */
  mode: string;
  uid: number;
  gid: number;
  target?: string | undefined;
}

export interface FileChange {
  path: string;
  change: 'added' | 'changed' | 'deleted';
  size?: number | undefined;
}

export interface Comparison {
  added: number;
  changed: number;
  deleted: number;
  /** The first changes, at most 200. */
  sample: FileChange[];
}

export interface FileHistory {
  /** Run ids, oldest first. */
  nights: string[];
  rows: { name: string; type: FileType; size: number; mtime: string; versions: (string | null)[] }[];
}

export interface FileMatch {
  host: string;
  path: string;
  nights: string[];
  size: number;
  mtime: string;
}

export interface Selection {
  host: string;
  runId: string;
  /** Absolute paths on the host, each inside the customer's root. */
  paths: string[];
}

export interface Tarball {
  host: string;
  /** Where it lies on the host. */
  path: string;
  /** The same, as the customer sees it. */
  inCustomer: string;
  bytes: number;
  sha256: string;
  /** How many members the archive has. */
  entries: number;
}

export interface RestorePlan {
  files: number;
  bytes: number;
  tarballs: { host: string; path: string; inCustomer: string; freeBytes?: number | undefined }[];
  warnings: string[];
}

export interface RestoreOutcome {
  holds: string[];
  tarballs: Tarball[];
  reply: string;
}

export interface PastRestore extends RestoreOutcome {
  id: string;
  customer: string;
  ticket?: string | undefined;
  by: string;
  at: string;
}

export interface HeldNight {
  host: string;
  runId: string;
  date: string;
  paths: string[];
}

export interface Hold {
  id: string;
  server: string;
  customer?: string | undefined;
  nights: HeldNight[];
  reason: string;
  by: string;
  createdAt: string;
  until: string;
  bytes: number;
  tarballs: { name: string; bytes: number; sha256: string }[];
}

export interface HousekeepingOutcome {
  shifted: number;
  /** Run ids of nights that went to trash. */
  trashed: string[];
  /** Ids of holds that ran out. */
  expired: string[];
  /** Partial nights of runs that died. */
  cleaned: string[];
  dryRun: boolean;
}

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
  message: string;
  firstSeen: string;
  lastSeen: string;
  /** How many nights it has lasted. */
  nights: number;
  state: FailureState;
  snoozedUntil?: string | undefined;
  fixes: FailureFix[];
}

export type MachineRole = 'host' | 'server';

export interface MachineStatus {
  name: string;
  role: MachineRole;
  state: 'connected' | 'idle' | 'connecting' | 'unreachable';
  latencyMs?: number | undefined;
  freeBytes?: number | undefined;
  totalBytes?: number | undefined;
  error?: string | undefined;
}

export interface HostProbe {
  os: string;
  shell: string;
  rsync?: string | undefined;
  ssh?: string | undefined;
  tar?: string | undefined;
  sendmail?: string | undefined;
  /** Version of the installed scripts. */
  scripts?: string | undefined;
  /** The cron line, where there is one. */
  schedule?: string | undefined;
  clockSkewSeconds: number;
  freeBytes?: number | undefined;
}

export interface InstallPlan {
  /** What will be, or was, done, in order, in plain words with the path. */
  steps: string[];
  schedule: string;
  changed: boolean;
  dryRun: boolean;
}

export interface HostKey {
  machine: string;
  host: string;
  port: number;
  keyType: string;
  /** SHA256:… as OpenSSH prints it. */
  fingerprint: string;
}

export interface Activity {
  at: string;
  by: string;
  server: string;
  action: string;
  host?: string | undefined;
  customer?: string | undefined;
  ticket?: string | undefined;
  message: string;
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

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobStep {
  name: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** In `unit`s; only grows while the step runs. */
  done?: number | undefined;
  total?: number | undefined;
  unit?: 'files' | 'bytes' | 'entries' | undefined;
  message?: string | undefined;
}

export interface Job<Outcome = unknown> {
  id: string;
  command: string;
  title: string;
  host?: string | undefined;
  customer?: string | undefined;
  state: JobState;
  startedAt: string;
  finishedAt?: string | undefined;
  steps: JobStep[];
  outcome?: Outcome | undefined;
  error?: import('./errors.ts').ErrorEnvelope | undefined;
}

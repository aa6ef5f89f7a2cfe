// Runs, the nights they leave behind, and what is in those.

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
  /** The version of the host's rsync, where it follows a symlink that takes a folder's place while the night runs. */
  follows?: string | undefined;
  /** How many seconds the host's clock was ahead of the server's, less than nothing where it was behind; undefined where nobody compared them. */
  clockSkewSeconds?: number | undefined;
  entries: RunEntry[];
}

/** A run by what names it, without what it copied. */
export type RunName = Pick<Run, 'runId' | 'date' | 'startedAt' | 'state'>;

/** A run among the others of its host, and how large its entries have been. */
export interface RunDetails {
  /** Undefined where no run of that id or date is known. */
  run?: Run | undefined;
  /** All of its date, itself among them, oldest first. */
  sameDate: RunName[];
  /** Its neighbours in time. */
  before?: RunName | undefined;
  after?: RunName | undefined;
  /** The nights that `sizes` are of, oldest first: at most 30 that came to be up to this run, itself the last if it did. */
  nights: RunName[];
  /** An element for each of the run's entries, in their order: bytes a night of `nights`, null where it has none of it. */
  sizes: (number | null)[][];
}

export interface Night {
  host: string;
  server: string;
  /** `missed-HOST-DATE` for a night that did not happen; it names nothing that can be read. */
  runId: string;
  /** Where it lies in rotation now; shifts with the next night, so it is for reading only. -1 where it is in none. */
  index: number;
  /** It is there beyond rotation, or stays when it leaves rotation, by the rule its server follows. */
  kept?: KeptNight | undefined;
  date: string;
  startedAt: string;
  finishedAt?: string | undefined;
  /** True where the time is not a record's: the directory's birth time, or that of the night beside it. */
  estimated: boolean;
  /** What its record says, where that can't be: `date` is then an estimate, made of the nights beside it. */
  recordedDate?: string | undefined;
  state: NightState;
  /** After how many more nights it leaves rotation. */
  expiresInNights?: number | undefined;
  entries: RunEntry[];
}

/** How many weeks and months a night each is kept of, beside those in rotation. */
export interface LongerRule {
  weeks: number;
  months: number;
}

/** As what a night is kept: the newest of its week, of its month, or both; neither where the next night lets it go. */
export interface KeptNight {
  weekly: boolean;
  monthly: boolean;
  /** The date before which it can't go, as long as the rule is the same. */
  until?: string | undefined;
}

/** What a rule keeps of one host's nights, as they are now. */
export interface LongerOfHost {
  host: string;
  rule: LongerRule;
  /** What the host's server follows now; undefined for no rule. */
  now?: LongerRule | undefined;
  /** Newest first; those still in rotation among them, as they would be kept if no other night came. */
  keeps: (KeptNight & { runId: string; date: string; inRotation: boolean })[];
  /** Beyond rotation now, and deleted with the next night. */
  deletes: { runId: string; date: string }[];
  /** What the rule will take once there are nights enough, at most: an estimate, by what changed in the nights there are. */
  estimatedBytes: number;
  /** Why its nights could not be read. */
  message?: string | undefined;
}

/** What became of a rule on the hosts' servers. */
export interface LongerOutcome {
  hosts: { host: string; state: 'written' | 'same' | 'failed'; rule: LongerRule; message?: string | undefined }[];
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
  /** Of what is there in both: its permission bits differ, its owner or group does. */
  mode?: boolean | undefined;
  owner?: boolean | undefined;
  /** Of what differs in one of those: what is in it does, too. */
  content?: boolean | undefined;
}

/** How many files, folders and links differ. */
export interface ChangeCounts {
  added: number;
  /** In any way; those whose permission bits or owner differ are among them. */
  changed: number;
  deleted: number;
  mode: number;
  owner: number;
}

/** What differs below a path; every path in it is relative to that one. */
export interface Comparison extends ChangeCounts {
  /** The first changes, at most 200. */
  sample: FileChange[];
  /** The same counts for each folder in it that has any, at most 1000; '' for what lies in it directly. */
  folders: (ChangeCounts & { path: string })[];
  /** What was there and is no more, a deleted folder standing for all that was in it; at most 1000, of `goneCount`. */
  gone: string[];
  goneCount: number;
}

/** One version of a file or folder, as a letter stands for it. */
export type FileVersion = Omit<FileEntry, 'name' | 'type'>;

export interface FileHistory {
  /** Run ids, oldest first. */
  nights: string[];
  rows: {
    name: string;
    type: FileType;
    size: number;
    mtime: string;
    versions: (string | null)[];
    /** What each letter stands for. */
    details?: Record<string, FileVersion>;
  }[];
  /** Of folders it is not known yet when they changed: each night that has one has the letter `·`. */
  quick?: boolean | undefined;
}

/** A file of a night, on the machine that the app runs on. */
export interface DownloadedFile {
  /** That machine, by its own name. */
  on: string;
  path: string;
  bytes: number;
  /** Computed here, and the same on the server. */
  sha256: string;
}

/** The content of one version of a file, as far as it can be shown. */
export interface FilePreview {
  kind: 'text' | 'image' | 'binary';
  size: number;
  /** Of a text, from its beginning; a byte that is no UTF-8 as a lone surrogate. */
  text?: string | undefined;
  /** More follows than is told. */
  cut?: boolean | undefined;
  /** Of an image, whole, in base64. */
  base64?: string | undefined;
  mime?: string | undefined;
}

export interface FileMatch {
  host: string;
  path: string;
  nights: string[];
  size: number;
  mtime: string;
}

/**
 * Why a search may not have found all there is. too-many: more names than are told of a night. unreadable: a part of a
 * night could not be read. not-asked: the host's nights could not be searched at all.
 */
export interface SearchGap {
  host: string;
  why: 'too-many' | 'unreadable' | 'not-asked';
  /** Run ids; none where no night was searched. */
  nights: string[];
  /** For people: what is missing, and what to do. */
  message: string;
}

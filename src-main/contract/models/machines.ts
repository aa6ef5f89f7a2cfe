// Hosts and servers.

export type MachineRole = 'host' | 'server';

export interface MachineStatus {
  name: string;
  role: MachineRole;
  state: 'connected' | 'idle' | 'connecting' | 'unreachable';
  latencyMs?: number | undefined;
  freeBytes?: number | undefined;
  totalBytes?: number | undefined;
  /** Of a server: when its disk will be full by its own trend, where there is a clear one. */
  filling?: { inDays: number; bytesADay: number } | undefined;
  error?: string | undefined;
  /** ISO 8601; when it last told what it has: what is shown of it is as of then. */
  toldAt?: string | undefined;
  /** ISO 8601; since when it can't be reached. */
  since?: string | undefined;
}

export interface HostProbe {
  os: string;
  shell: string;
  rsync?: string | undefined;
  /** Its rsync follows a symlink that takes a folder's place while a night runs, and nothing there keeps it from that. */
  rsyncFollows: boolean;
  ssh?: string | undefined;
  tar?: string | undefined;
  sendmail?: string | undefined;
  /** Version of the installed scripts. */
  scripts?: string | undefined;
  /** The cron line, where there is one. */
  schedule?: string | undefined;
  clockSkewSeconds: number;
  freeBytes?: number | undefined;
  /** Of the server that its nights go to; undefined where that could not be asked. */
  server?: ServerProbe | undefined;
}

/** What a server has for the nights of a host. */
export interface ServerProbe {
  name: string;
  rsync?: string | undefined;
  /** What its file system keeps, by trying; undefined what could not be tried. */
  keeps: {
    /** Fractions of the second of a file's time. */
    fractions?: boolean | undefined;
    /** `a` beside `A`. */
    capitals?: boolean | undefined;
    hardLinks?: boolean | undefined;
    symlinks?: boolean | undefined;
    modes?: boolean | undefined;
    /** Names of 255 bytes. */
    longNames?: boolean | undefined;
    fifos?: boolean | undefined;
  };
}

/** What the place of a host's nights is to it. */
export interface BackupdirIdentity {
  host: string;
  server: string;
  backupdir: string;
  /**
   * own: the host's. new: empty. unmarked: its nights, without a mark. other: another host's. lost: what was there is not,
   * or something else is. absent: no such directory.
   */
  state: 'own' | 'new' | 'unmarked' | 'other' | 'lost' | 'absent';
  /** No night is written there before somebody looked, and put it right or confirmed it. */
  isTrouble: boolean;
  /** What it is, in plain words. */
  message: string;
  /** Whose it is by its mark, or by its newest record. */
  owner?: string | undefined;
  /** ISO 8601; since when, by its mark. */
  since?: string | undefined;
  nights: number;
}

export interface InstallPlan {
  /** What will be, or was, done, in order, in plain words with the path. */
  steps: string[];
  schedule: string;
  changed: boolean;
  dryRun: boolean;
}

/** What a host's gate refused it. */
export interface Refusal {
  at: string;
  /** The address it came from. */
  from?: string | undefined;
  asked?: string | undefined;
  message: string;
}

/** A line of the server's authorized_keys that has a key of the host. */
export interface KeyLine {
  file: string;
  number: number;
  /** `other`: it has a command, and that is no gate. */
  state: 'gated' | 'open' | 'other';
}

/** What a host with its key could do on its server. */
export interface GateCheck {
  host: string;
  server: string;
  /** All its keys are bound to the gate, and the gate is as it should be. */
  gated: boolean;
  lines: KeyLine[];
  /** What is open and can be closed, in plain sentences. */
  open: string[];
  /** What no gate closes, in plain sentences. */
  remains: string[];
  /** The last refusals, newest first. */
  refusals: Refusal[];
  refusalsCount: number;
}

/** A line of a server's authorized_keys with a key that a host says it holds. */
export interface GateKey extends KeyLine {
  server: string;
  /** SHA256:… as OpenSSH prints it. */
  fingerprint: string;
  /** Such as `ssh-ed25519`. */
  keyType: string;
  /** What follows the key in its line; empty where nothing does. */
  comment: string;
  /** The host showed, by a signature of what was made up for it, that it holds the key. */
  proven: boolean;
  /** What speaks against binding it, in plain sentences: such a key is bound only where it is named. */
  doubts: string[];
  /** Never bound, named or not: the host gave a wrong signature. */
  forbidden: boolean;
  /** It is among those that are, or were, bound. */
  chosen: boolean;
}

export interface GatePlan {
  /** What was found of the host's keys; empty where keys are freed, for which the host is not asked. */
  keys: GateKey[];
  /** What will be, or was, done, in order, in plain words with the path, a list for each server. */
  steps: string[];
  /** The lines of authorized_keys as they are then. */
  lines: { server: string; file: string; line: string }[];
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

/** A key that a known_hosts file, or what ssh-keyscan printed, has for a machine. */
export interface ComparedKey extends HostKey {
  /** Of the list, from 1. */
  line: number;
  /**
   * new: nothing is known of the machine yet. further: it is known by a key of another type. changed: it is known by
   * another key of this type, or another key of this list is; such a one is never taken from a list.
   */
  is: 'new' | 'known' | 'further' | 'changed' | 'revoked';
  /** Fingerprints of the keys that the machine is known by. */
  instead?: string[] | undefined;
  /** What the machine showed when it was met, where that is not trusted yet. */
  shown?: 'this' | 'another' | undefined;
}

export interface ComparedKeys {
  keys: ComparedKey[];
  /** Lines of other machines, or of no key that is understood. */
  others: number;
  /** Lines with `@cert-authority` or `@revoked`, which are taken from no list. */
  marked: number;
  /** Why a machine of the fleet could not be looked for, in words. */
  problems: string[];
}

/** A key that is another than what is known of the machine. */
export interface ChangedHostKey extends HostKey {
  /** Fingerprints of what is known, as many as `lines`. */
  known: string[];
  /** The known_hosts that has them, and on which lines, counted from 1. */
  path: string;
  lines: number[];
  /** The command that takes them out of that file, where it is not Nightkeep's own to write. */
  forget?: string | undefined;
}

/** What a machine asks before it lets somebody in, such as a password or the code of a second factor. */
export interface MachineQuestion {
  id: string;
  machine: string;
  name?: string | undefined;
  instructions?: string | undefined;
  prompts: { text: string; echo: boolean }[];
  /** The answer before this was wrong. */
  again: boolean;
  /** When the machine will have given up waiting. */
  until: string;
}

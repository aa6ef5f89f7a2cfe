// Proof before it is needed: files that are read back on the servers, and restores that are rehearsed there.

/** A file that is not what it was when it came. */
export interface BadFile {
  /** A run, or `hold:ID`. */
  where: string;
  /** As its host has it. */
  path: string;
  /** Other bytes; none that the disk gives; written to since, by its size or time. */
  is: 'rotten' | 'unreadable' | 'written';
  /** ISO 8601; when it was found. */
  at: string;
  /** Nights that have the path: the same file, another one with the bytes that were noted, or other bytes. */
  copies: { run: string; is: 'same' | 'good' | 'other' }[];
}

/** A restore of one customer that was rehearsed. */
export interface Rehearsal {
  customer: string;
  /** ISO 8601. */
  at: string;
  run: string;
  /** Of the night. */
  date: string;
  /** The customer's on its host. */
  root: string;
  files: number;
  /** Of the tarball. */
  bytes: number;
  /** What came out otherwise than it is in the night. */
  wrong: number;
  /** Only a part of what they have, as all of it is more than is rehearsed. */
  part: boolean;
}

/** When files of a host's nights and holds were last read back. */
export interface ReadBack {
  at: string;
  files: number;
  bytes: number;
  /** Files whose hash is noted. */
  noted: number;
  /** Of these, files that are not what they were. */
  bad: number;
  /** A night began, and went first. */
  yielded: boolean;
}

/** What is proven of a customer, on each host that has anything of theirs. */
export interface CustomerProof {
  hosts: {
    host: string;
    server: string;
    rehearsed?: Rehearsal | undefined;
    /** Of all that is kept of the host. */
    readBack?: ReadBack | undefined;
    /** Theirs alone. */
    bad: BadFile[];
  }[];
}

export interface RehearsalOutcome extends Rehearsal {
  host: string;
  server: string;
  /** The first of what came out otherwise. */
  names: string[];
}

export interface ReadBackOutcome {
  hosts: {
    host: string;
    /** `lately`: it had been done. `busy`: a night or another proof is at work there. */
    state: 'read' | 'lately' | 'busy' | 'failed';
    files: number;
    bytes: number;
    bad: number;
    message?: string | undefined;
  }[];
}

// Restores, holds, and what was done for whom.

export interface Selection {
  host: string;
  runId: string;
  /** Absolute paths on the host, each inside the customer's root. */
  paths: string[];
}

export interface Tarball {
  /** That it lies on; that its nights are of, where it lies on a desk. */
  host: string;
  /** It lies on the machine that Nightkeep ran on, and not at the customer's. */
  desk?: boolean | undefined;
  /** What lies there is a folder, with all that was in the tarball. */
  unpacked?: boolean | undefined;
  /** What is in it was put in place of what was there: these, and nothing lies at `path` but the customer's `/`. */
  places?: PlacedPath[] | undefined;
  /** Where it lies on the host. */
  path: string;
  /** The same, as the customer sees it. */
  inCustomer: string;
  bytes: number;
  sha256: string;
  /** How many members the archive has. */
  entries: number;
}

/** What was put in place, as the customer sees it. */
export interface PlacedPath {
  path: string;
  /** The folder of its night in the tarball. */
  label: string;
  /** Where is by now what was there before; undefined where nothing was. */
  before?: string | undefined;
}

/** What is to be put in place, as the customer sees it. */
export interface PlannedPlace {
  path: string;
  /** Something is there. */
  isThere: boolean;
  /** Where what is there will be. */
  before?: string | undefined;
  /** Nothing is there since a try that did not end, which moved it here. */
  earlier?: string | undefined;
}

/** A tarball that is not there yet. */
export interface PlannedTarball {
  host: string;
  /** It will lie on the machine that Nightkeep runs on. */
  desk?: boolean | undefined;
  /** It will be a folder. */
  unpacked?: boolean | undefined;
  /** What is in it will be put in place: these, as far as it is known. */
  places?: PlannedPlace[] | undefined;
  path: string;
  inCustomer: string;
  freeBytes?: number | undefined;
  /** Why it can't be delivered now. */
  problem?: string | undefined;
  /** The restore can wait until that is over: its host does not answer. */
  canWait?: boolean | undefined;
}

export interface RestorePlan {
  files: number;
  bytes: number;
  tarballs: PlannedTarball[];
  warnings: string[];
}

export interface HoldPlan {
  customer: string;
  tarball: PlannedTarball;
  /** The one that the server has already; without it what is held is packed first. */
  packed?: { name: string; bytes: number } | undefined;
  /** Of what is held, before it is compressed. */
  bytes: number;
  /** Until when it would be held from now on. */
  until: string;
  warnings: string[];
}

export interface RestoreOutcome {
  /** Its reply can be worded anew by it. */
  id: string;
  holds: string[];
  tarballs: Tarball[];
  reply: string;
}

export interface PastRestore extends RestoreOutcome {
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
  ticket?: string | undefined;
  by: string;
  createdAt: string;
  until: string;
  bytes: number;
  tarballs: { name: string; bytes: number; sha256: string }[];
  /** When it was last read back and compared with what was packed of it, and how many files were not as they were. */
  proven?: { at: string; files: number; wrong: number } | undefined;
}

export interface HoldProof {
  id: string;
  at: string;
  /** How many were compared; 0 where the tarball itself is not what it was. */
  files: number;
  wrong: number;
  /** The first of those that are wrong. */
  names: string[];
}

export interface HousekeepingOutcome {
  /** Run ids of nights that were whole when their run died, and are published now. */
  recovered: string[];
  /** How many nights were renamed, so that there is no hole between them. */
  shifted: number;
  /** Run ids of nights that left rotation and are kept longer. */
  kept: string[];
  /** Run ids of nights that went to trash. */
  trashed: string[];
  /** Ids of holds that ran out. */
  expired: string[];
  /** What runs that died, and holds that were never finished, left behind. */
  cleaned: string[];
  /** What lay in the trash before. */
  deleted: string[];
  dryRun: boolean;
}

export interface Activity {
  at: string;
  by: string;
  /** Where it is noted; none where it could not be noted yet, and waits in the data folder. */
  server?: string | undefined;
  action: string;
  host?: string | undefined;
  customer?: string | undefined;
  ticket?: string | undefined;
  message: string;
  /** Of a saved backup.config: the lines that differ, each after its `+` or `-`. */
  diff?: string | undefined;
}

import type { PlacedPath } from '../../contract/index.ts';
import type { JobContext } from '../../jobs/types.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import type { ProbedRoot } from '../../programs/restore/probe-root.ts';

/** Where a tarball is packed. */
export interface Source {
  server: string;
  /** As the host's backup.config names it, where that is another name. */
  calledServer?: string | undefined;
  backupdir: string;
}

/** Where a tarball lies in the end. */
export interface Brought {
  /** On the machine that Nightkeep runs on, and not at a customer's. */
  desk: boolean;
  /** It is a folder. */
  unpacked: boolean;
  /** Its path there. */
  path: string;
  /** As the customer sees it; the path, where it is none of a customer's. */
  inCustomer: string;
  /** As uname -s has it on the host; '' on the desk. */
  os: string;
  /** What was put in place. */
  places?: PlacedPath[] | undefined;
}

export interface Told {
  onSent: JobContext['progress'];
  onVerifying: () => void;
  signal: AbortSignal;
}

/** Brings one tarball to where it is wanted. */
export interface Carrier {
  /** The place could be looked at. */
  readonly answers: boolean;
  /** It may be compressed by zstd. */
  readonly zstd: boolean;
  /** Looks at the place before anything is done for it, and throws what is wrong there. */
  look(): Promise<void>;
  /** What is packed from now on as the hold's tarball NAME, without its ending, goes on its way at once, where it can. */
  begin(hold: string, name: string): void;
  /** Delivers what was packed, compared with its checksum; `name` is what it is called there, without its ending. */
  deliver(hold: string, packed: PackedTarball, name: string): Promise<Brought>;
  /** Ends what is still on its way, and waits until nothing of it is left. */
  stop(): Promise<void>;
}

/** Why what is to be unpacked in a root, or to be put in place there, can't be; undefined where it can. */
export function obstacleTo(
  { root, host, unpacked, places }: { root: string; host: string; unpacked: boolean; places?: unknown },
  probed: ProbedRoot,
): string | undefined {
  if (!unpacked && !places) return undefined;
  if (probed.folder === '') return cannotUnpack(root, host);
  if (!places) return undefined;
  if (!probed.renames)
    return `${host} has no sftp-server, which comes with sshd and renames without ever copying: install it, or deliver it unpacked beside`;
  const problems = probed.places.flatMap(({ problem }) => problem || []);
  return problems.length > 0 ? problems.join('; ') : undefined;
}

const cannotUnpack = (root: string, host: string): string =>
  `${root} is a file system of its own on ${host}: nothing can be unpacked on it out of the customer's reach; deliver the tarball instead`;

import type { RunEntry } from '../../contract/index.ts';
import { contains } from '../../domain/nights.ts';
import type { DeliveredTarball } from '../../domain/reply.ts';

/** A night of a hold, with what is known of it. */
export interface HeldContents {
  date: string;
  label: string;
  estimated: boolean;
  /** As the hold has them: full paths on the host. */
  paths: readonly string[];
  /** What was asked for of this night. */
  asked: readonly string[];
  /** Of the night's record. */
  entries: readonly RunEntry[];
}

/**
 * What a tarball has of one night, as the customer sees it: what was really held, not what was asked for.
 * @param root what the paths in the tarball are relative to
 * @param dateOf the date of a run, where it is still known
 */
export function contentsOf(
  { date, label, estimated, paths, asked, entries }: HeldContents,
  root: string,
  dateOf: (runId: string) => string | undefined,
): DeliveredTarball['nights'][number] {
  const view = (path: string) => path.slice(root.length) || '/';
  const standIns = entries.filter(({ path, sameAs }) => {
    return sameAs !== undefined && paths.some((each) => contains(each, path) || contains(path, each));
  });
  return {
    date,
    label,
    estimated,
    paths: paths.map(view),
    absent: asked.filter((path) => !paths.includes(path)).map(view),
    sameAs: standIns.map(({ path, sameAs = '' }) => ({
      path: contains(root || '/', path) ? view(path) : '/',
      date: dateOf(sameAs) ?? dateOfRun(sameAs),
    })),
  };
}

/** A run that has left rotation still says its date in its id. */
const dateOfRun = (runId: string): string => runId.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');

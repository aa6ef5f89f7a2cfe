import type { FailureCause, FailureItem } from '../../src-main/contract/index.ts';
import { count } from '../format/counts.ts';
import { isInside } from '../format/paths.ts';
import type { Tone } from '../format/states.ts';
import type { Place } from './places.ts';

/** What keeps an entry from being backed up, and what keeps a whole host from it. */
const ofEntry: readonly FailureCause[] = ['entry-missing', 'entry-symlink', 'entry-failed'];
const ofHost: readonly FailureCause[] = ['run-failed', 'missed'];

/** The failures that last, whoever has seen them, which touch what is backed up of a place. */
function failuresAt(place: Place, failures: readonly FailureItem[]): FailureItem[] {
  const touches = (path: string) =>
    place.configured.some((entry) => isInside(path, entry) || isInside(entry, path)) &&
    (place.root === undefined || isInside(path, place.root) || isInside(place.root, path));
  return failures.filter(
    ({ host, path, state }) => state !== 'resolved' && host === place.host && (path === undefined || touches(path)),
  );
}

/** What is not as `backed up` would have it at a place that backup.config names, in a few words; undefined where all is. */
export function troubleAt(place: Place, failures: readonly FailureItem[]): { tone: Tone; words: string } | undefined {
  if (place.coverage !== 'configured') return undefined;
  const found = failuresAt(place, failures);
  const paths = (causes: readonly FailureCause[]) =>
    new Set(found.flatMap(({ path, cause }) => (path !== undefined && causes.includes(cause) ? [path] : []))).size;
  const all = place.configured.length;
  const notCopied = paths(ofEntry);
  // As in the calendar: a night that has nothing of theirs failed.
  if (notCopied > 0)
    return {
      tone: notCopied < all ? 'warn' : 'bad',
      words: `${notCopied} of ${count(all, 'directory', 'directories')} not copied`,
    };
  const collapsed = paths(['collapsed']);
  if (collapsed > 0) return { tone: 'warn', words: `${count(collapsed, 'directory', 'directories')} lost most files` };
  const inPart = paths(['entry-incomplete']);
  if (inPart > 0) return { tone: 'warn', words: `${count(inPart, 'directory', 'directories')} copied in part` };
  const ofAll = found.find(({ path, cause }) => path === undefined && ofHost.includes(cause));
  if (ofAll) return { tone: 'bad', words: ofAll.cause === 'missed' ? 'no night lately' : 'the last night failed' };
  return undefined;
}

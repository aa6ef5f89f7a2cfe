import type { BadFile, Rehearsal } from '../../contract/index.ts';
import { belowRoot, type CustomerFinder } from '../customers.ts';
import type { Today } from '../host-facts.ts';
import { spokenDate, spokenDates } from '../spoken.ts';
import { dateIn, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';

export interface ProvenHost {
  host: string;
  server: string | undefined;
  bad: readonly BadFile[];
  /** The last of each customer. */
  rehearsed: readonly Rehearsal[];
}

interface Known {
  find: CustomerFinder;
  /** The date of a night, as far as it is known. */
  dateOf: (runId: string) => string | undefined;
}

/** Named in the message; the others are counted. */
const MOST_NAMED = 5;

/** Files that are not what they were when they came, one item a customer, and restores that came out otherwise. */
export function ofProof(
  { host, server, bad, rehearsed }: ProvenHost,
  { find, dateOf }: Known,
  today: Today,
): Finding[] {
  const keyOf = (path: string) => find(path)?.root ?? path;
  const files = Map.groupBy(bad, ({ path }) => keyOf(path));
  const failed = new Map(rehearsed.filter(({ wrong }) => wrong > 0).map((each) => [each.root, each]));
  return [...new Set([...files.keys(), ...failed.keys()])].map((path): Finding => {
    const some = files.get(path) ?? [];
    const rehearsal = failed.get(path);
    const firstSeen = [...some.map(({ at }) => at), ...(rehearsal ? [rehearsal.at] : [])].sort()[0] ?? '';
    const machine = server ?? 'its server';
    const message = [
      ...(some.length > 0 ? [ofFiles(some, find(path)?.root, dateOf)] : []),
      ...(rehearsal ? [ofRehearsal(rehearsal)] : []),
      `Hold a good night before it leaves, and check the disk of ${machine}: dmesg, smartctl, zpool status. ` +
        `A night sends a file anew only where its time or size changed: touch it on ${host} where that has it whole`,
    ].join('. ');
    return {
      host,
      path,
      cause: 'rotten',
      message,
      firstSeen,
      lastSeen: today.now.toISOString(),
      nights: daysBetween(dateIn(today.timeZone, new Date(firstSeen)), dateIn(today.timeZone, today.now)) + 1,
      resolvedAt: undefined,
      lastGood: lastGoodOf(some, dateOf),
    };
  });
}

const whatIs: Record<BadFile['is'], string> = {
  rotten: 'other bytes than when it came',
  unreadable: 'the disk does not give its bytes',
  written: 'was written to after its night',
};

function ofFiles(files: readonly BadFile[], root: string | undefined, dateOf: Known['dateOf']): string {
  // Nights that share a file share what is wrong with it.
  const byPath = [...Map.groupBy(files, ({ path }) => path)];
  const named = byPath.slice(0, MOST_NAMED).map(([path, same]) => {
    const nights = new Set(same.flatMap(({ where, copies }) => [where, ...runsOf(copies, 'same')]));
    const copies = same.flatMap((each) => each.copies).filter(({ run }) => !nights.has(run));
    return `${belowRoot(path, root)} in ${whereOf([...nights], dateOf)}: ${whatIs[same[0]?.is ?? 'rotten']}; ${elsewhere(copies, dateOf)}`;
  });
  const more = byPath.length - named.length;
  return `${named.join('. ')}${more > 0 ? `. And ${more} more` : ''}`;
}

const runsOf = (copies: BadFile['copies'], is: BadFile['copies'][number]['is']): string[] => [
  ...new Set(copies.filter((copy) => copy.is === is).map(({ run }) => run)),
];

function elsewhere(copies: BadFile['copies'], dateOf: Known['dateOf']): string {
  const good = runsOf(copies, 'good');
  const other = runsOf(copies, 'other');
  if (good.length > 0) return `${whereOf(good, dateOf)} still ${good.length === 1 ? 'has' : 'have'} it as it came`;
  if (other.length > 0) return `${whereOf(other, dateOf)} ${other.length === 1 ? 'has' : 'have'} another version of it`;
  return 'no other night has it';
}

/** `the nights of 21 and 22 February 2013`, `the hold h-1`. */
function whereOf(places: readonly string[], dateOf: Known['dateOf']): string {
  const holds = places.filter((place) => place.startsWith('hold:')).map((place) => `the hold ${place.slice(5)}`);
  const dates = [...new Set(places.filter((place) => !place.startsWith('hold:')).map((run) => dateOf(run) ?? ''))];
  const known = dates.filter((date) => date !== '').sort();
  const nights =
    dates.length === 0
      ? []
      : known.length === 0
        ? ['a night']
        : [`the ${known.length === 1 ? 'night' : 'nights'} of ${spokenDates(known)}`];
  return [...nights, ...holds].join(' and ');
}

const ofRehearsal = ({ date, wrong }: Rehearsal): string =>
  `The restore of the night of ${spokenDate(date)} was rehearsed, and ${wrong === 1 ? 'one name' : `${wrong} names`} came out otherwise than in the night`;

/** Of one file, the newest night that has it as it came. */
function lastGoodOf(files: readonly BadFile[], dateOf: Known['dateOf']): string | undefined {
  if (new Set(files.map(({ path }) => path)).size !== 1) return undefined;
  return files
    .flatMap(({ copies }) => runsOf(copies, 'good'))
    .flatMap((run) => dateOf(run) ?? [])
    .sort()
    .at(-1);
}

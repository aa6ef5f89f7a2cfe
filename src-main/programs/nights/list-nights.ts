import type { LongerRule, Run } from '../../contract/index.ts';
import lock from '../keeper/lock.sh?raw';
import { compose, MANY_HOSTS, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import type { InputLine } from '../wire.ts';
import { PlaceReader } from './found-place.ts';
import listNightsSource from './list-nights.sh?raw';
import night from './night.sh?raw';

/** A night as it lies on the server. */
export interface FoundNight {
  runId: string;
  /** -1 where it is kept longer than rotation keeps it. */
  index: number;
  longer?: boolean | undefined;
  /** The night's record; without one, the directory was left by the old script. */
  run: Run | undefined;
  /** Seconds since 1970 of the directory's birth, told where there is no record. */
  bornAt: number | undefined;
}

/** Who holds the lock of a backupdir. */
export interface FoundLock {
  what: string;
  runId: string | undefined;
  /** ISO 8601. */
  since: string | undefined;
  /** false where its process is gone, so that it is a leftover. */
  alive: boolean;
}

/** One host's backupdir. */
export interface FoundPlace {
  backupdir: string;
  state: 'there' | 'absent' | 'unreadable';
  /** Newest first: those in rotation, then those that are kept longer. */
  nights: FoundNight[];
  /** Runs that left no night behind, since the oldest night there is; newest first. */
  endedRuns: Run[];
  lock: FoundLock | undefined;
  /** By which nights are kept longer, where there is one. */
  rule?: LongerRule | undefined;
}

/** What is new in one host's backupdir: a night whose record is known, or among `runs`, comes with neither record nor birth. */
export interface FoundNews extends Omit<FoundPlace, 'endedRuns'> {
  /** Records that were not known, oldest first. */
  runs: Run[];
}

export interface AskedNews {
  backupdir: string;
  /** The last run whose record is known; empty for none. */
  after: string;
  /** Runs since the oldest night, as far as that is known, whose records are. */
  known: readonly string[];
}

const source = compose(events, lock, night, listNightsSource);

/** All nights of some backupdirs of one server, in the order asked. */
export const listNights: Program<{ backupdirs: readonly string[] }, FoundPlace[]> = {
  name: 'list-nights',
  source,
  encode: ({ backupdirs }) => backupdirs.map((backupdir) => ['backupdir', backupdir] as const),
  bounds: MANY_HOSTS,
  reader: () => {
    const places = new PlaceReader();
    return {
      take: (event) => places.take(event),
      result: () =>
        places.all().map(({ place, ended }) => ({
          ...place,
          endedRuns: ended.filter(({ state }) => state === 'failed'),
        })),
    };
  },
};

/** The nights of some backupdirs of one server, with the records that are not known, in the order asked. */
export const listNews: Program<readonly AskedNews[], FoundNews[]> = {
  name: 'list-news',
  source,
  encode: (asked) => [
    ['news', 'yes'],
    ...asked.flatMap(({ after, known, backupdir }): InputLine[] => [
      ['after', after],
      ['known', known.join(' ')],
      ['backupdir', backupdir],
    ]),
  ],
  bounds: MANY_HOSTS,
  reader: () => {
    const places = new PlaceReader();
    return {
      take: (event) => places.take(event),
      result: () => places.all().map(({ place, runs }) => ({ ...place, runs })),
    };
  },
};

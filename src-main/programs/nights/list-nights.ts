import type { Run } from '../../contract/index.ts';
import lock from '../keeper/lock.sh?raw';
import { runOf } from '../night/record.ts';
import { compose, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import type { ProgramEvent } from '../wire.ts';
import listNightsSource from './list-nights.sh?raw';
import night from './night.sh?raw';

/** A night as it lies on the server. */
export interface FoundNight {
  runId: string;
  index: number;
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
  /** Newest first. */
  nights: FoundNight[];
  /** Runs that left no night behind, since the oldest night there is; newest first. */
  endedRuns: Run[];
  lock: FoundLock | undefined;
}

/** All nights of some backupdirs of one server, in the order asked. */
export const listNights: Program<{ backupdirs: readonly string[] }, FoundPlace[]> = {
  name: 'list-nights',
  source: compose(events, lock, night, listNightsSource),
  encode: ({ backupdirs }) => backupdirs.map((backupdir) => ['backupdir', backupdir] as const),
  reader: () => {
    const places: { head: ProgramEvent; events: ProgramEvent[] }[] = [];
    return {
      take: (event) => {
        if (event.name === 'place') places.push({ head: event, events: [] });
        else places.at(-1)?.events.push(event);
        return undefined;
      },
      result: () => places.map(({ head, events }) => placeOf(head.fields.backupdir ?? '', events)),
    };
  },
};

const heads = ['night', 'ended-run', 'lock', 'absent', 'unreadable'];

function placeOf(backupdir: string, events: readonly ProgramEvent[]): FoundPlace {
  const place: FoundPlace = { backupdir, state: 'there', nights: [], endedRuns: [], lock: undefined };
  for (const [head, ...rest] of groups(events)) {
    if (!head) continue;
    if (head.name === 'absent' || head.name === 'unreadable') place.state = head.name;
    if (head.name === 'night') addNight(place, head, rest);
    if (head.name === 'ended-run') {
      const run = runOf(rest);
      if (run?.state === 'failed') place.endedRuns.push(run);
    }
    if (head.name === 'lock') place.lock = lockOf(head);
  }
  place.nights.sort((a, b) => a.index - b.index);
  return place;
}

/** Each head with the record lines after it. */
function groups(events: readonly ProgramEvent[]): ProgramEvent[][] {
  const found: ProgramEvent[][] = [];
  for (const event of events) {
    if (heads.includes(event.name)) found.push([event]);
    else found.at(-1)?.push(event);
  }
  return found;
}

function addNight(place: FoundPlace, head: ProgramEvent, rest: ProgramEvent[]): void {
  const runId = head.fields.id ?? '';
  // Where rotation came in between, another line of the same answer tells the night at its new index, or it is gone.
  if (rest.some((event) => event.name === 'moved') || place.nights.some((known) => known.runId === runId)) return;
  const bornAt = head.fields.birth;
  place.nights.push({
    runId,
    index: Number(head.fields.index),
    run: runOf(rest),
    bornAt: bornAt === undefined ? undefined : Number(bornAt),
  });
}

const lockOf = ({ fields }: ProgramEvent): FoundLock => ({
  what: fields.what || 'run',
  runId: fields.run || undefined,
  since: fields.since || undefined,
  alive: fields.alive === 'yes',
});

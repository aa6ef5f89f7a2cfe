import type { EntryState, NightState, Run, RunEntry } from '../../contract/index.ts';
import { countOf, dateOf, instantOf, NO_DATE } from '../../domain/told-values.ts';
import { LineSplitter, type ProgramEvent, parseEvent } from '../wire.ts';

/**
 * The record of a run: `N/.nightkeep-record` in a night, and `.nightkeep/runs/RUNID` of every run. Event lines:
 *   run    id= host= server= date= startedAt= finishedAt= state=good|warning|failed entries= version= clockSkew= [message=]
 *          [follows=]
 *   entry  path= state= files= bytes= added= changed= deleted= [sameAs=] [target=] [message=] [plain=yes]
 *   part   path= entry= files= bytes= [customer=] [mount=yes]   of a customer's root or a mount below an entry
 * `part`, and `parts=yes` of an entry that collapsed in one of them, are for the next run's guard.
 * `plain` is for the next run alone: no file of the entry has an ACL or an extended attribute (see keeper/plain.sh).
 * It is written by programs/keeper/keeper.sh, once.
 */
export function parseRecord(bytes: Uint8Array): Run | undefined {
  const lines = new LineSplitter();
  const events = [...lines.push(Buffer.from(bytes))].map(parseEvent);
  return runOf(events);
}

/** What is read of one record: a host that was broken into says what its runs are like. */
const MOST_ENTRIES = 10_000;
const LONGEST_PATH = 4096;
const LONGEST_MESSAGE = 2000;

/** A run of its events; undefined where there is no `run` event, or its id can't be one. Events of other kinds are passed over. */
export function runOf(events: readonly ProgramEvent[]): Run | undefined {
  const run = events.find(({ name }) => name === 'run')?.fields;
  if (!run || !isRunId(run.id)) return undefined;
  return {
    runId: run.id,
    host: run.host ?? '',
    server: run.server ?? '',
    state: nightStateOf(run.state),
    ...begunAt(run),
    finishedAt: moment(run.finishedAt),
    message: run.message?.slice(0, LONGEST_MESSAGE) || undefined,
    follows: isRunId(run.follows) ? run.follows : undefined,
    clockSkewSeconds: skew(run.clockSkew),
    entries: events
      .filter(({ name }) => name === 'entry')
      .slice(0, MOST_ENTRIES)
      .map(entryOf),
  };
}

export function entryOf({ fields }: ProgramEvent): RunEntry {
  return {
    path: fields.path?.slice(0, LONGEST_PATH) ?? '',
    state: entryStates.find((state) => state === fields.state) ?? 'failed',
    files: count(fields.files),
    bytes: count(fields.bytes),
    added: count(fields.added),
    changed: count(fields.changed),
    deleted: count(fields.deleted),
    sameAs: fields.sameAs || undefined,
    target: fields.target?.slice(0, LONGEST_PATH) || undefined,
    message: fields.message?.slice(0, LONGEST_MESSAGE) || undefined,
  };
}

export const isRunId = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z0-9._-]{1,128}$/.test(text) && text !== '.' && text !== '..';

const nightStates: readonly NightState[] = ['good', 'warning', 'failed', 'running'];

export const nightStateOf = (text: string | undefined): NightState =>
  nightStates.find((state) => state === text) ?? 'unknown';

const entryStates: readonly EntryState[] = ['good', 'missing', 'symlink', 'failed', 'collapsed', 'covered'];

/** A leap second has no number of its own outside of the machine that counts it. */
const moment = (text: string | undefined): string | undefined =>
  instantOf(text?.replace(/:60(?=\.\d{1,9}Z$|Z$)/, ':59'));

/** Where the one can't be, by the other: a date is its host's, so its noon is that date nearly everywhere. */
function begunAt(run: ProgramEvent['fields']): Pick<Run, 'date' | 'startedAt'> {
  const startedAt = moment(run.startedAt);
  const date = dateOf(run.date) ?? dateOf(startedAt?.slice(0, NO_DATE.length)) ?? NO_DATE;
  return { date, startedAt: startedAt ?? `${date}T12:00:00Z` };
}

const skew = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;

const count = (text: string | undefined): number => countOf(text) ?? 0;

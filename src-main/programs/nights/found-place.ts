import type { LongerRule, Run } from '../../contract/index.ts';
import { countOf, instantOf } from '../../domain/told-values.ts';
import { runOf } from '../night/record.ts';
import type { ProgramEvent } from '../wire.ts';
import type { FoundLock, FoundNight, FoundPlace } from './list-nights.ts';

export interface TakenPlace {
  place: Omit<FoundPlace, 'endedRuns'>;
  /** Of `ended-run`s. */
  ended: Run[];
  /** Records told by themselves. */
  runs: Run[];
}

/** Of the year 9999, in seconds since 1970. */
const LAST_SECOND = 253_402_300_799;
/** Events of one record that are kept: one that a host made up may have any number. */
const MOST_OF_RECORD = 20_000;

const heads = ['place', 'rule', 'night', 'ended-run', 'runs', 'run', 'lock', 'absent', 'unreadable', 'listed'];

/**
 * Reads what list-nights.sh tells, as its lines come: only the events of one record are kept at a time. A `run` line
 * belongs to the night or the ended run before it; those after `runs` stand for themselves.
 */
export class PlaceReader {
  readonly #taken: TakenPlace[] = [];
  /** Of the last place. */
  readonly #told = new Set<string>();
  #open: ProgramEvent[] = [];
  #amongRuns = false;

  take(event: ProgramEvent): undefined {
    if (heads.includes(event.name) && !this.#isPartOfOpen(event)) {
      this.#close();
      this.#open = [event];
      if (event.name === 'place') {
        const backupdir = event.fields.backupdir ?? '';
        this.#told.clear();
        this.#taken.push({ place: { backupdir, state: 'there', nights: [], lock: undefined }, ended: [], runs: [] });
      }
      if (event.name !== 'run') this.#amongRuns = event.name === 'runs';
    } else if (this.#open.length < MOST_OF_RECORD) this.#open.push(event);
  }

  all(): TakenPlace[] {
    this.#close();
    for (const { place } of this.#taken) place.nights.sort(newestFirst);
    return this.#taken;
  }

  #isPartOfOpen(event: ProgramEvent): boolean {
    return event.name === 'run' && !this.#amongRuns;
  }

  #close(): void {
    const [head, ...rest] = this.#open;
    this.#open = [];
    const taken = this.#taken.at(-1);
    if (!head || !taken) return;
    const { place, ended, runs } = taken;
    if (head.name === 'absent' || head.name === 'unreadable') place.state = head.name;
    if (head.name === 'night') addNight(place, this.#told, head, rest);
    if (head.name === 'ended-run') ended.push(...recordIn(rest));
    if (head.name === 'run') runs.push(...recordIn([head, ...rest]));
    if (head.name === 'rule') place.rule = ruleOf(head);
    if (head.name === 'lock') place.lock = lockOf(head);
  }
}

/** Those that are kept longer have no index; their ids begin with their times. */
const newestFirst = (a: FoundNight, b: FoundNight): number =>
  Number(a.longer ?? false) - Number(b.longer ?? false) || a.index - b.index || (a.runId < b.runId ? 1 : -1);

function recordIn(events: readonly ProgramEvent[]): Run[] {
  const run = runOf(events);
  return run ? [run] : [];
}

function addNight(
  place: TakenPlace['place'],
  told: Set<string>,
  head: ProgramEvent,
  rest: readonly ProgramEvent[],
): void {
  const runId = head.fields.id ?? '';
  // Where rotation came in between, another line of the same answer tells the night at its new index, or it is gone.
  if (rest.some((event) => event.name === 'moved') || told.has(runId)) return;
  told.add(runId);
  const { birth, longer, index } = head.fields;
  place.nights.push({
    runId,
    ...(longer === 'yes' ? { index: -1, longer: true } : { index: countOf(index) ?? 0 }),
    run: runOf(rest),
    bornAt: birth === undefined ? undefined : Math.min(countOf(birth) ?? 0, LAST_SECOND),
  });
}

/** Undefined where it is none that is understood: then none is followed. */
function ruleOf({ fields: { weeks = '', months = '' } }: ProgramEvent): LongerRule | undefined {
  if (![weeks, months].every((count) => /^\d{1,3}$/.test(count))) return undefined;
  return { weeks: Number(weeks), months: Number(months) };
}

const lockOf = ({ fields }: ProgramEvent): FoundLock => ({
  what: fields.what || 'run',
  runId: fields.run || undefined,
  since: instantOf(fields.since),
  alive: fields.alive === 'yes',
});

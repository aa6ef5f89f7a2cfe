import type { Run, RunName } from '../contract/index.ts';
import { byStart, isPublished } from './brief-run.ts';
import { decisive } from './tonight.ts';

/** Nights that sizes are told of. */
const MOST_NIGHTS = 30;

export interface AmongRuns {
  runId: string;
  sameDate: RunName[];
  before: RunName | undefined;
  after: RunName | undefined;
  nights: RunName[];
}

export const nameOfRun = ({ runId, date, startedAt, state }: RunName): RunName => ({ runId, date, startedAt, state });

/** Where the run of that id, or of that date, stands among all that are known of its host; undefined where it is none. */
export function amongRuns(all: readonly RunName[], asked: string): AmongRuns | undefined {
  const runs = all.map(nameOfRun).sort(byStart);
  const ofDate = (date: string) => runs.filter((run) => run.date === date);
  const dated = ofDate(asked);
  const run = runs.find(({ runId }) => runId === asked) ?? (dated.length > 0 ? decisive(dated) : undefined);
  if (!run) return undefined;
  const at = runs.indexOf(run);
  return {
    runId: run.runId,
    sameDate: ofDate(run.date),
    before: runs[at - 1],
    after: runs[at + 1],
    nights: runs
      .slice(0, at + 1)
      .filter(isPublished)
      .slice(-MOST_NIGHTS),
  };
}

/** How large each entry of a run was in some nights. */
export function sizesOf(run: Run, nights: readonly Run[]): (number | null)[][] {
  const ofNights = nights.map(({ entries }) => new Map(entries.map(({ path, bytes }) => [path, bytes])));
  return run.entries.map(({ path }) => ofNights.map((bytes) => bytes.get(path) ?? null));
}

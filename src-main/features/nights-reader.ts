import { type Fleet, type Night, NightkeepError, type Run } from '../contract/index.ts';
import { nightsOf } from '../domain/nights.ts';
import { lastDueDate } from '../domain/time.ts';
import { type FoundPlace, listNights } from '../programs/nights/list-nights.ts';
import type { Machines } from '../ssh/types.ts';
import type { RunStore } from '../stores/history/run-store.ts';
import { isAnotherThan } from './host-of.ts';
import { runProgram } from './run-program.ts';

/** Where a host's nights lie: a server's name, and the directory there. */
export interface NightPlace {
  server: string;
  /** What the host's own ssh is told, where that is more than the name. */
  calledServer?: string | undefined;
  backupdir: string;
}

export interface NightsReaderDeps {
  machines: Machines;
  places: { of(host: string): Promise<NightPlace> };
  fleet: () => Fleet;
  /** What is known here of a host's runs, the newest first. */
  runs: Pick<RunStore, 'brief'>;
  now: () => Date;
}

export interface NightsReader {
  placeOf(host: string): Promise<NightPlace>;
  /** All nights of a host as they are on the server now, newest first. */
  of(host: string): Promise<{ place: NightPlace; nights: Night[] }>;
}

export function createNightsReader({ machines, places, fleet, runs, now }: NightsReaderDeps): NightsReader {
  return {
    placeOf: (host) => places.of(host),
    async of(host) {
      const place = await places.of(host);
      const { server, backupdir } = place;
      const [found] = await runProgram(machines, server, listNights, { backupdirs: [backupdir] });
      if (!found) throw new Error(`${server} told nothing of ${backupdir}`);
      if (found.state === 'unreadable') {
        throw new NightkeepError('permission-denied', `${server}: ${backupdir} can't be read`, { machine: server });
      }
      const { timeZone, nightsToKeep } = fleet();
      const isAnother = isAnotherThan(fleet(), host);
      const moment = now();
      const lastDue = lastDueDate(timeZone, moment);
      const endedRuns = [...found.endedRuns, ...unrecordedRuns(runs, host, found)];
      const nights = nightsOf(
        { ...found, endedRuns },
        { host, server, timeZone, now: moment, lastDue, nightsToKeep, isAnother },
      );
      return { place, nights };
    },
  };
}

const MOST_UNRECORDED = 100;

/** Runs that failed before their server could write a record, since the oldest night there: they are known here alone. */
function unrecordedRuns(runs: NightsReaderDeps['runs'], host: string, { nights, endedRuns }: FoundPlace): Run[] {
  const recorded = new Set([...nights, ...endedRuns].map(({ runId }) => runId));
  const since = nights
    .map(({ run, longer }) => (longer ? '' : (run?.startedAt ?? '')))
    .findLast((startedAt) => startedAt !== '');
  return runs
    .brief({ host, since, limit: MOST_UNRECORDED })
    .filter(({ runId, state }) => state === 'failed' && !recorded.has(runId))
    .map(({ bytes: _, troubled, ...run }) => ({ ...run, entries: troubled }));
}

/** The night of that id that can be read. Throws night-gone. */
export function readableNight(nights: readonly Night[], host: string, runId: string): Night {
  const night = nights.find((each) => each.runId === runId && (each.index >= 0 || each.kept));
  if (night) return night;
  throw new NightkeepError('night-gone', `${host}: the night ${runId} has left rotation`, { host, runId });
}

import { type Fleet, NightkeepError, type Run, type RunEntry } from '../contract/index.ts';
import type { BriefRun } from '../domain/brief-run.ts';
import { amongRuns, nameOfRun, sizesOf } from '../domain/run-details.ts';
import { dateIn } from '../domain/time.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { type NightEvent, nightProgram } from '../programs/night/night.ts';
import type { Machines } from '../ssh/types.ts';
import type { History } from '../stores/history/history.ts';
import type { RunFilter } from '../stores/history/run-store.ts';
import { createMarks } from './backupdir.ts';
import type { Handlers } from './feature.ts';
import { hostOf } from './host-of.ts';
import type { NightPlace } from './nights-reader.ts';
import { runProgram } from './run-program.ts';

/** The records of runs that are known here. */
export interface KnownRuns {
  save(runs: readonly Run[]): void;
  has(host: string, runId: string): boolean;
  /** Newest first. */
  list(filter: RunFilter): Run[];
  /** The same, without the entries that went well. */
  brief(filter: RunFilter): BriefRun[];
  get(host: string, runId: string): Run | undefined;
  count(filter: Pick<RunFilter, 'host' | 'since'>): number;
}

export interface RunsDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  runs: KnownRuns;
  /** Brings what is known of these hosts' nights up to date; all hosts without a name. */
  refresh: (hosts?: readonly string[]) => Promise<void>;
  history: Pick<History, 'facts'>;
  places: { known(host: string): NightPlace | undefined };
  version: string;
  now: () => Date;
}

export const runSteps = ['Connect', 'Copy the entries', 'Publish the night'] as const;

/** A disk may be searched for long without a word, but not for ever. */
const IDLE_MS = 6 * 60 * 60_000;

export function createRunsFeature(deps: RunsDeps): Handlers<'runs.start' | 'runs.list' | 'runs.get'> {
  return {
    'runs.start'({ host, at }) {
      hostOf(deps.fleet(), host);
      return deps.jobs.start({
        command: 'runs.start',
        title: `Back up ${host}`,
        host,
        lock: `host:${host}`,
        steps: [...runSteps],
        work: (context) => runNight(deps, host, at, context),
      });
    },

    async 'runs.list'({ host, since, offset = 0, limit }) {
      if (host !== undefined) hostOf(deps.fleet(), host);
      await deps.refresh(host === undefined ? undefined : [host]);
      // Told in any offset, kept in UTC.
      const from = since === undefined ? undefined : new Date(since).toISOString();
      const which = { host, since: from };
      const runs = deps.runs.list({ ...which, offset, limit });
      return { runs, offset, total: deps.runs.count(which) };
    },

    async 'runs.get'({ host, run }) {
      hostOf(deps.fleet(), host);
      // What is known already is told though its server can't be asked now.
      const trouble = await deps.refresh([host]).then(
        () => undefined,
        (error: unknown) => error,
      );
      const among = amongRuns(deps.runs.brief({ host }), run);
      const found = among && deps.runs.get(host, among.runId);
      if (!found && trouble) throw trouble;
      if (!found) return { sameDate: [], nights: [], sizes: [] };
      const nights = among.nights.flatMap(({ runId }) => deps.runs.get(host, runId) ?? []);
      const { sameDate, before, after } = among;
      return { run: found, sameDate, before, after, nights: nights.map(nameOfRun), sizes: sizesOf(found, nights) };
    },
  };
}

async function runNight(deps: RunsDeps, name: string, at: string | undefined, context: JobContext): Promise<Run> {
  const fleet = deps.fleet();
  const host = hostOf(fleet, name);
  context.step('Connect');
  const moment = at === undefined ? deps.now() : new Date(at);
  const told = tell(context);
  const marks = createMarks(deps.history.facts, deps.places.known);
  let begun: Begun | undefined;
  let failure: NightkeepError | undefined;
  try {
    const run = await runProgram(
      deps.machines,
      name,
      nightProgram,
      {
        ...nightInputOf(fleet, host, at === undefined ? undefined : moment),
        version: deps.version,
        mark: marks.of(name),
      },
      {
        signal: context.signal,
        idleTimeoutMs: IDLE_MS,
        onEvent(event) {
          if (event.kind === 'started') begun = event;
          if (event.kind === 'session') marks.save(name, event.mark);
          told(event);
        },
      },
    );
    if (run.state === 'failed') throw failureOf(name, run);
    return run;
  } catch (error) {
    if (error instanceof NightkeepError && !context.signal.aborted) failure = error;
    throw error;
  } finally {
    // Whatever came of it, the server has its record; that it can't be read now is no failure of the night.
    await deps.refresh([name]).catch(() => undefined);
    if (failure) noteUnrecorded(deps, name, moment, begun, failure);
  }
}

/**
 * What a host's night is told of the fleet's settings. Without `at` its own clock and the server's say the date: this
 * machine's may be wrong, too.
 */
export const nightInputOf = (fleet: Fleet, { name, configPath, entryMinutes }: Fleet['hosts'][number], at?: Date) => ({
  host: name,
  configPath,
  date: at && dateIn(fleet.timeZone, at),
  at,
  timeZone: fleet.timeZone,
  entrySeconds: (entryMinutes ?? fleet.entryMinutes) * 60,
  nightsToKeep: fleet.nightsToKeep,
  collapseShare: fleet.collapseShare,
  supportAddress: fleet.supportAddress,
  customerPatterns: fleet.customerPatterns,
});

type Begun = Extract<NightEvent, { kind: 'started' }>;

/**
 * A run that failed before its server could write a record: its cause is known here alone. Without it, the date would be
 * one on which nothing was tried. One that was refused since another is at work is no run.
 */
function noteUnrecorded(
  { runs, fleet, now }: RunsDeps,
  host: string,
  moment: Date,
  begun: Begun | undefined,
  { code, message, details }: NightkeepError,
): void {
  const startedAt = begun?.startedAt ?? moment.toISOString();
  const runId = begun?.runId ?? `${startedAt.replace(/[-:]|\.\d+/g, '')}-unrecorded`;
  if (code === 'locked' || details?.runId !== undefined || runs.has(host, runId)) return;
  const date = dateIn(fleet().timeZone, moment);
  const server = begun?.server ?? '';
  runs.save([
    { runId, host, server, state: 'failed', date, startedAt, finishedAt: now().toISOString(), message, entries: [] },
  ]);
}

function failureOf(host: string, run: Run): NightkeepError {
  const missing = run.entries.length > 0 && run.entries.every(({ state }) => state === 'missing');
  return new NightkeepError(
    missing ? 'entry-missing' : 'program-failed',
    `${host}: nothing was published: ${run.message ?? 'the run failed'}`,
    { host, runId: run.runId, entries: run.entries },
  );
}

/** Turns the night's events into the job's steps. */
function tell(context: JobContext): (event: NightEvent) => void {
  let total = 0;
  let done = 0;
  return (event) => {
    switch (event.kind) {
      case 'started':
        total = event.total;
        return;
      case 'session':
        context.step('Copy the entries');
        context.progress({ done: 0, total, unit: 'entries' });
        return;
      case 'comparing':
        context.progress({ done, total, unit: 'entries', message: 'Comparing with the last night' });
        return;
      case 'sending':
        context.progress({ done, total, unit: 'entries', message: `${event.total} files and folders differ` });
        return;
      case 'sent':
        context.progress({ done, total, unit: 'entries', message: `${event.count} of ${event.total} sent` });
        return;
      case 'entry':
        done += 1;
        context.progress({ done, total, unit: 'entries', message: outcomeOf(event.entry) });
        return;
      case 'publishing':
        context.step('Publish the night');
        return;
      case 'note':
        context.progress({ message: event.message });
    }
  };
}

const outcomeOf = ({ path, state, message }: RunEntry): string =>
  message === undefined ? `${path}: ${state}` : `${path}: ${message}`;

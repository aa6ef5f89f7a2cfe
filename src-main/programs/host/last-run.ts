import { countOf, instantOf } from '../../domain/told-values.ts';
import { isRunId, nightStateOf } from '../night/record.ts';
import type { ProgramEvent } from '../wire.ts';

/** The run that cron began last on a host, as that kept it. */
export interface LastRun {
  /** Undefined where it failed before it had one. */
  runId: string | undefined;
  /** ISO 8601, by the host's clock; `agoSeconds` is true whatever that says. */
  startedAt: string;
  agoSeconds: number;
  server: string | undefined;
  /** `ended`: it came to an end of which its server has the record. `cut`: it is gone without a word. */
  state: 'running' | 'ended' | 'failed' | 'cut';
  /** Why it failed, in its own words. */
  message: string | undefined;
}

const LONGEST_MESSAGE = 2000;
/** Ten years: a host without a clock may say any time, and this is taken from today. */
const MOST_AGO = 315_360_000;

/** Reads the `last-run` and `last` events of look-again.sh. */
export class LastRunReader {
  readonly #told: Record<string, Record<string, string>> = {};

  take({ name, fields }: ProgramEvent): void {
    if (name === 'last-run') this.#told.clock = fields;
    if (name === 'last' && fields.what) this.#told[fields.what] = fields;
  }

  /** Undefined where there was none, or an older Nightkeep's, which does not say when it began. */
  result(): LastRun | undefined {
    const { clock, backup, started, error, run, words } = this.#told;
    const startedAt = instantOf(backup?.at);
    const hostClock = countOf(clock?.clock);
    if (startedAt === undefined || hostClock === undefined) return undefined;
    const agoSeconds = Math.min(hostClock - Date.parse(startedAt) / 1000, MOST_AGO);
    // One that another was in the way of is no run.
    const isOver = (run !== undefined && nightStateOf(run.state) !== 'unknown') || error?.code === 'locked';
    const state = isOver ? 'ended' : error ? 'failed' : clock?.alive === 'yes' ? 'running' : 'cut';
    const said = error?.message ?? (words?.text ? `it ended with the words: ${words.text}` : undefined);
    return {
      runId: isRunId(started?.run) ? started.run : undefined,
      startedAt,
      agoSeconds,
      server: started?.server,
      state,
      message: state === 'cut' ? (said ?? 'it was cut off: was the host restarted?') : said?.slice(0, LONGEST_MESSAGE),
    };
  }
}

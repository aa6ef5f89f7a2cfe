import type { Fleet } from '../../contract/index.ts';
import { dateIn } from '../../domain/time.ts';
import type { LastRun } from '../../programs/host/last-run.ts';
import type { History } from '../../stores/history/history.ts';

export interface LastRunsDeps {
  fleet: () => Fleet;
  history: Pick<History, 'runs' | 'places'>;
  now: () => Date;
}

/** Runs of cron that came to nothing before their server could write a record: only the host knows what became of them. */
export interface LastRuns {
  take(host: string, run: LastRun): void;
  /** Keeps those that no server told of; gives their hosts. */
  note(): string[];
}

export function createLastRuns({ fleet, history, now }: LastRunsDeps): LastRuns {
  let waiting = new Map<string, LastRun>();
  return {
    take(host, run) {
      if (run.state === 'failed' || run.state === 'cut') waiting.set(host, run);
      else waiting.delete(host);
    },
    note() {
      const taken = [...waiting];
      waiting = new Map();
      return taken.flatMap(([host, run]) => {
        const runId = run.runId ?? `${run.startedAt.replace(/[-:]|\.\d+/g, '')}-unrecorded`;
        if (history.runs.has(host, runId)) return [];
        // By this machine's clock: the host's may be what is wrong.
        const started = new Date(now().getTime() - Math.max(0, run.agoSeconds) * 1000);
        const startedAt = `${started.toISOString().slice(0, 19)}Z`;
        const date = dateIn(fleet().timeZone, started);
        const server = history.places.where(host)?.server ?? run.server ?? '';
        history.runs.save([
          { runId, host, server, state: 'failed', date, startedAt, message: run.message, entries: [] },
        ]);
        return [host];
      });
    },
  };
}

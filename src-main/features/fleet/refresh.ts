import type { Jobs } from '../../jobs/types.ts';
import { type FleetReader, readSteps } from './fleet-reader.ts';

/** Reading the fleet as a job: with progress, and to be cancelled. */
export interface Refresh {
  /** Every host, or these, and all servers. Where such a job is at work, that is the one. */
  start(hosts?: readonly string[]): { jobId: string };
  /** The same; resolves when it is over, however it ended. */
  whole(hosts: readonly string[]): Promise<unknown>;
}

export interface RefreshDeps {
  jobs: Jobs;
  reader: Pick<FleetReader, 'readAll'>;
}

export function createRefresh({ jobs, reader }: RefreshDeps): Refresh {
  function start(hosts?: readonly string[]): { jobId: string } {
    const atWork = jobs.list().find(({ command, finishedAt }) => command === 'fleet.refresh' && !finishedAt);
    if (atWork) return { jobId: atWork.id };
    return jobs.start({
      command: 'fleet.refresh',
      title: 'Read the whole fleet',
      lock: 'fleet',
      steps: [...readSteps],
      work: ({ signal, step, progress }) =>
        reader.readAll({
          signal,
          hosts,
          onStep: step,
          onProgress: (done, total) => progress({ done, total, unit: 'hosts' }),
        }),
    });
  }
  return { start, whole: (hosts) => jobs.finished(start(hosts).jobId) };
}

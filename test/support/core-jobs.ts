import type { CommandInput, CommandOutput, Job, JobName } from '../../src-main/contract/index.ts';
import type { Core } from '../../src-main/core.ts';

/** A job that did not end well. */
export class JobFailed extends Error {
  readonly job: Job;

  constructor(job: Job) {
    super(`${job.title}: ${job.error?.message ?? job.state}`);
    this.job = job;
  }
}

/** Starts a job, waits for its end and gives its outcome. Rejects with JobFailed. */
export async function runJob<Name extends JobName>(
  core: Core,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name>> {
  let settle: (job: Job) => void = () => {};
  const ended = new Map<string, Job>();
  let wanted: string | undefined;
  const stop = core.subscribe('job.changed', (job) => {
    if (job.state === 'queued' || job.state === 'running') return;
    ended.set(job.id, job);
    if (job.id === wanted) settle(job);
  });
  try {
    const { jobId } = (await core.call(name as JobName, input as never)) as { jobId: string };
    wanted = jobId;
    const job =
      ended.get(jobId) ??
      (await new Promise<Job>((resolve) => {
        settle = resolve;
      }));
    if (job.state !== 'done') throw new JobFailed(job);
    return job.outcome as CommandOutput<Name>;
  } finally {
    stop();
  }
}

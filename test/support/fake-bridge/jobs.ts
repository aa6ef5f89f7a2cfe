import type { CommandOutput, ErrorEnvelope, Job, JobName, JobStep } from '../../../src-main/contract/index.ts';

export interface FakeJobRequest<Name extends JobName> {
  command: Name;
  title: string;
  host?: string;
  customer?: string;
  /** Each with its total and unit; every tick moves it by a tenth. */
  steps: { name: string; total?: number; unit?: JobStep['unit'] }[];
  outcome: () => CommandOutput<Name>;
  fails?: { at: number; error: ErrorEnvelope };
}

/** Jobs that move by themselves, a tenth of a step a tick, or stand still where `holdAt` says so. */
export function createFakeJobs(publish: (job: Job) => void, tick: number, holdAt: string | undefined) {
  const jobs: Job[] = [];
  const timers = new Map<string, ReturnType<typeof setInterval>>();
  let last = 0;

  const end = (job: Job, state: Job['state'], more: Partial<Job> = {}) => {
    clearInterval(timers.get(job.id));
    put({ ...job, state, finishedAt: new Date().toISOString(), ...more });
  };
  const put = (job: Job) => {
    const at = jobs.findIndex((known) => known.id === job.id);
    if (at < 0) jobs.unshift(job);
    else jobs[at] = job;
    publish(job);
  };

  function advance<Name extends JobName>(id: string, request: FakeJobRequest<Name>) {
    const job = jobs.find((known) => known.id === id);
    if (!job) return;
    const at = job.steps.findIndex((step) => step.state !== 'done');
    const step = job.steps[at];
    if (!step) return end(job, 'done', { outcome: request.outcome() });
    if (request.fails?.at === at && (step.done ?? 0) > 0) {
      return end({ ...job, steps: job.steps.with(at, { ...step, state: 'failed' }) }, 'failed', {
        error: request.fails.error,
      });
    }
    const total = step.total ?? 10;
    const done = Math.min(total, (step.done ?? 0) + Math.ceil(total / 10));
    if (holdAt !== undefined && step.name.includes(holdAt) && done > total * 0.7) return;
    const state = done >= total ? 'done' : 'running';
    put({
      ...job,
      state: 'running',
      steps: job.steps.with(at, step.total === undefined ? { ...step, state, done } : { ...step, state, done }),
    });
  }

  return {
    list: () => jobs,
    get: (id: string) => jobs.find((job) => job.id === id),
    start<Name extends JobName>(request: FakeJobRequest<Name>): { jobId: string } {
      const id = `job-${++last}`;
      const { command, title, host, customer } = request;
      put({
        id,
        command,
        title,
        host,
        customer,
        state: 'queued',
        startedAt: new Date().toISOString(),
        steps: request.steps.map((step) => ({ ...step, state: 'waiting' })),
      });
      timers.set(
        id,
        setInterval(() => advance(id, request), tick),
      );
      return { jobId: id };
    },
    cancel(id: string) {
      const job = jobs.find((known) => known.id === id);
      if (!job || job.finishedAt) return;
      // As the core has it: the step it was at did not come to its end.
      const steps = job.steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' as const } : step));
      end({ ...job, steps }, 'cancelled');
    },
  };
}

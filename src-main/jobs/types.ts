import type { CommandOutput, Job, JobName, JobStep } from '../contract/index.ts';

/** What a job's work is given. */
export interface JobContext {
  id: string;
  /** Aborted when the job is cancelled. */
  signal: AbortSignal;
  /** Starts the step of that name, which ends the one before it. The names were given to `start`. */
  step: (name: string) => void;
  /** Progress of the running step; `done` never goes back. */
  progress: (update: Pick<JobStep, 'done' | 'total' | 'unit' | 'message'>) => void;
}

export interface JobRequest<Name extends JobName> {
  command: Name;
  title: string;
  host?: string;
  customer?: string;
  /** Jobs with the same lock run one after another, such as `host:jail15`. */
  lock?: string;
  steps: string[];
  work: (context: JobContext) => Promise<CommandOutput<Name>>;
}

export interface Jobs {
  start<Name extends JobName>(request: JobRequest<Name>): { jobId: string };
  list(): Job[];
  /** Throws not-found. */
  get(id: string): Job;
  cancel(id: string): void;
  /** Resolves when it has ended, however it ended. */
  finished(id: string): Promise<Job>;
  /** Cancels all and waits for them. */
  close(): Promise<void>;
}

import type { ErrorEnvelope } from '../errors.ts';

// Long work.

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobStep {
  name: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** In `unit`s; only grows while the step runs. */
  done?: number | undefined;
  total?: number | undefined;
  unit?: 'files' | 'bytes' | 'entries' | 'hosts' | undefined;
  message?: string | undefined;
}

export interface Job<Outcome = unknown> {
  id: string;
  command: string;
  title: string;
  host?: string | undefined;
  customer?: string | undefined;
  state: JobState;
  startedAt: string;
  finishedAt?: string | undefined;
  steps: JobStep[];
  outcome?: Outcome | undefined;
  error?: ErrorEnvelope | undefined;
}

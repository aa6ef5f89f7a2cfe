import type { CommandOutput, Job, JobName } from '../../src-main/contract/index.ts';
import { useAction, useAnswer } from './commands.ts';

export type JobOf<Name extends JobName> = Job<CommandOutput<Name>>;

const none: Job[] = [];
export const useJobs = (): Job[] => useAnswer('jobs.list', {}).data?.jobs ?? none;

/** A job of a known command, by its id, as it stands now. */
export function useJob<Name extends JobName>(command: Name, id: string | undefined): JobOf<Name> | undefined {
  const job = useJobs().find((candidate) => candidate.id === id && candidate.command === command);
  // The outcome of a job is its command's output.
  return job as JobOf<Name> | undefined;
}

export const useCancelJob = () => useAction('jobs.cancel');

import { useEffect } from 'react';
import type { CommandInput } from '../api/connection.ts';
import { isOver } from '../format/job-progress.ts';
import { useAction } from './commands.ts';
import { useJob } from './jobs.ts';

type Planned = 'hosts.install' | 'gate.install';

/** A job that can tell beforehand what it would do: it is asked at once, and done only when `start` is called. */
export function usePlannedJob<Name extends Planned>(command: Name, input: Omit<CommandInput<Name>, 'dryRun'>) {
  const { mutate: look, ...looking } = useAction(command);
  const { mutate: start, ...starting } = useAction(command);
  const asked = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same input may be another object
  useEffect(() => look({ ...input, dryRun: true } as CommandInput<Name>), [look, asked]);
  const plan = useJob(command, looking.data?.jobId);
  const done = useJob(command, starting.data?.jobId);
  return {
    /** What would be done. */
    plan: plan?.outcome,
    /** The job that does it, once it was started. */
    job: done,
    error: looking.error ?? plan?.error ?? starting.error ?? done?.error,
    working: starting.isPending || (done !== undefined && !isOver(done)),
    look: () => look({ ...input, dryRun: true } as CommandInput<Name>),
    /** With more than was looked at, such as what somebody confirmed. */
    start: (more: Partial<Omit<CommandInput<Name>, 'dryRun'>> = {}) =>
      start({ ...input, ...more } as CommandInput<Name>),
  };
}

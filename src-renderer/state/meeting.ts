import { useEffect, useRef, useState } from 'react';
import type { MetMachine } from '../../src-main/contract/index.ts';
import { isOver } from '../format/job-progress.ts';
import { useAction, useAnswer } from './commands.ts';
import { useJob } from './jobs.ts';
import type { ToMeet } from './newcomers.ts';

/** Meets machines that are not in the fleet yet, and again those whose key was trusted meanwhile. */
export function useMeeting(onMet: (machines: readonly MetMachine[]) => void) {
  const action = useAction('machines.meetNew');
  const cancel = useAction('jobs.cancel');
  const job = useJob('machines.meetNew', action.data?.jobId);
  const [asked, setAsked] = useState<readonly ToMeet[]>([]);
  const pending = useAnswer('hostKeys.pending', {}).data?.keys;
  const waiting = useRef(new Set<string>());
  const taken = useRef<string>(undefined);
  const running = action.isPending || (job !== undefined && !isOver(job));

  const start = (machines: readonly ToMeet[]) => {
    setAsked((before) => [...before.filter(({ name }) => !machines.some((one) => one.name === name)), ...machines]);
    action.mutate({ machines: [...machines] });
  };

  useEffect(() => {
    if (!job?.outcome || taken.current === job.id) return;
    taken.current = job.id;
    onMet(job.outcome.machines);
  }, [job, onMet]);

  // A key that waited for someone to look at it, and does no more, was trusted.
  useEffect(() => {
    if (!pending || running) return;
    const names = new Set(pending.map(({ machine }) => machine));
    const trusted = asked.filter(({ name }) => waiting.current.has(name) && !names.has(name));
    waiting.current = new Set(asked.map(({ name }) => name).filter((name) => names.has(name)));
    if (trusted.length > 0) action.mutate({ machines: trusted });
  }, [pending, running, asked, action.mutate]);

  return {
    start,
    running,
    step: running ? job?.steps[0] : undefined,
    error: action.error ?? job?.error,
    cancel: () => job && cancel.mutate({ id: job.id }),
  };
}

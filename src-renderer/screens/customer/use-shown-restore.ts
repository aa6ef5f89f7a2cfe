import { useEffect, useMemo, useState } from 'react';
import type { CommandInput } from '../../../src-main/contract/index.ts';
import { isOver } from '../../format/job-progress.ts';
import { useAction } from '../../state/commands.ts';
import { useJob, useJobs } from '../../state/jobs.ts';
import { keep, useKept } from '../../state/stored.ts';

/** The restore of a customer that is under way, or that ended here and was not put away. */
export function useShownRestore(customer: string, jobInRoute: string | undefined) {
  const key = `restore.${customer}`;
  // Who comes back from another ticket finds it as it was, its reply with it, until it is put away.
  const started = useKept(key);
  /** What a restore started here takes, in words; of others the job's title tells. */
  const [taken, setTaken] = useState<{ job: string; what: string }>();
  const [closed, setClosed] = useState<string>();
  const jobs = useJobs();
  // A restore goes on when the window is closed; who comes back finds it here.
  const running = useMemo(
    () => jobs.find((job) => job.command === 'restore.start' && job.customer === customer && !isOver(job))?.id,
    [jobs, customer],
  );
  // Its first event may come before the answer to its start; and it stays here when it has ended.
  useEffect(() => {
    if (running) keep(key, running);
  }, [running, key]);
  const start = useAction('restore.start');
  const isKnown = jobs.some(({ id }) => id === started);
  const candidate = (isKnown ? started : undefined) ?? jobInRoute ?? running;
  const shown = candidate === closed ? undefined : candidate;
  const job = useJob('restore.start', shown);
  return {
    job,
    /** One that was asked for by the address, and is in no list any more. */
    isGone: job === undefined && shown !== undefined && shown === jobInRoute && jobs.length > 0,
    what: taken?.job === job?.id ? taken?.what : undefined,
    start,
    begin: (input: CommandInput<'restore.start'>, what: string) =>
      start.mutate(input, {
        onSuccess: ({ jobId }) => {
          keep(key, jobId);
          setTaken({ job: jobId, what });
        },
      }),
    /** Puts the finished restore away, for the next one. */
    close() {
      setClosed(job?.id);
      keep(key, undefined);
      start.reset();
    },
  };
}

export type ShownRestore = ReturnType<typeof useShownRestore>;

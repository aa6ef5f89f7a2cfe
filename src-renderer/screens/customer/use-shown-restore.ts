import { useEffect, useMemo, useRef, useState } from 'react';
import type { CommandInput } from '../../../src-main/contract/index.ts';
import { isOver } from '../../format/job-progress.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import type { CustomerDesk } from '../../state/drafts.ts';
import { useJob, useJobs } from '../../state/jobs.ts';

/** The restore of the draft looked at that is under way, or that ended and was not put away. */
export function useShownRestore(customer: string, desk: CustomerDesk, jobInRoute: string | undefined) {
  const { draft, drafts, change, giveJob, forget } = desk;
  useFollowedJob(desk, jobInRoute);
  const jobs = useJobs();
  // A restore goes on when the window is closed; who comes back finds it here, unless another draft has it.
  const running = useMemo(
    () =>
      jobs.find(
        (job) =>
          job.command === 'restore.start' &&
          job.customer === customer &&
          !isOver(job) &&
          !drafts.some((other) => other.number !== draft.number && other.job === job.id),
      )?.id,
    [jobs, customer, drafts, draft.number],
  );
  // Its first event may come before the answer to its start; and it stays here when it has ended.
  useEffect(() => {
    if (running && running !== draft.job) giveJob(running);
  }, [running, draft.job, giveJob]);
  const isRead = useAnswer('jobs.list', {}).data !== undefined;
  useEffect(() => {
    if (isRead) forget((job) => job === jobInRoute || jobs.some(({ id }) => id === job));
  }, [isRead, jobs, jobInRoute, forget]);
  const start = useAction('restore.start');
  const [startedFor, setStartedFor] = useState<number>();
  const isHere = startedFor === draft.number;
  const shown = jobs.some(({ id }) => id === draft.job) ? draft.job : running;
  const job = useJob('restore.start', shown);
  return {
    job,
    /** One that was asked for by the address, and is in no list any more. */
    isGone: job === undefined && jobInRoute !== undefined && draft.job === jobInRoute && jobs.length > 0,
    what: job && job.id === draft.job ? draft.what : undefined,
    start: { isPending: start.isPending, error: isHere ? start.error : null },
    begin(input: CommandInput<'restore.start'>, what: string) {
      setStartedFor(draft.number);
      start.mutate(input, { onSuccess: ({ jobId }) => giveJob(jobId, what) });
    },
    /** Puts the finished restore away, for the next one, which goes where restores go. */
    close() {
      change(() => ({ job: undefined, what: undefined, to: undefined }));
      start.reset();
    },
  };
}

/** Turns to the draft of the job that the address names, once for each; one of no draft gets one, unless this is free. */
function useFollowedJob({ draft, drafts, giveJob, begin, turnTo }: CustomerDesk, jobInRoute: string | undefined): void {
  const followed = useRef<string>(undefined);
  useEffect(() => {
    if (jobInRoute === undefined || followed.current === jobInRoute) return;
    followed.current = jobInRoute;
    const its = drafts.find(({ job }) => job === jobInRoute);
    if (its) turnTo(its.number);
    else if (draft.job === undefined) giveJob(jobInRoute);
    else begin(jobInRoute);
  }, [jobInRoute, draft, drafts, giveJob, begin, turnTo]);
}

export type ShownRestore = ReturnType<typeof useShownRestore>;

import { useEffect, useMemo, useState } from 'react';
import { isOver } from '../../format/job-progress.ts';
import { useAction } from '../../state/commands.ts';
import { useJob, useJobs } from '../../state/jobs.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { RestoreDraft } from './restore-draft.tsx';
import { RestoreJob } from './restore-job.tsx';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  views: NightView[];
  choice: Choice;
  /** A restore opened from the job tray. */
  jobInRoute: string | undefined;
}

/** The restore being put together, or the one under way, or what came of it. */
export function RestorePanel({ customer, places, views, choice, jobInRoute }: Props) {
  const [started, setStarted] = useState<string>();
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
    if (running) setStarted(running);
  }, [running]);
  const start = useAction('restore.start');
  const begun = (job: string, what: string) => {
    setStarted(job);
    setTaken({ job, what });
  };
  const candidate = started ?? jobInRoute ?? running;
  const shown = candidate === closed ? undefined : candidate;
  const job = useJob('restore.start', shown);
  return (
    <Card title="Restore" fill>
      {job ? (
        <RestoreJob
          job={job}
          what={taken?.job === job.id ? taken.what : undefined}
          onNew={() => {
            setClosed(job.id);
            setStarted(undefined);
            start.reset();
          }}
        />
      ) : (
        <>
          {shown !== undefined && shown === jobInRoute && jobs.length > 0 && (
            <ErrorBox
              error={{
                code: 'not-found',
                message: 'That restore is no longer in the list of jobs. Past restores are below.',
              }}
            />
          )}
          <RestoreDraft
            customer={customer}
            places={places}
            views={views}
            choice={choice}
            start={start}
            onStart={(input, what) => start.mutate(input, { onSuccess: ({ jobId }) => begun(jobId, what) })}
          />
        </>
      )}
    </Card>
  );
}

import type { Job } from '../../../src-main/contract/index.ts';
import { fractionOf, isOver, runningStep, stepDetail } from '../../format/job-progress.ts';
import { jobTone, jobWord } from '../../format/states.ts';
import { duration } from '../../format/times.ts';
import { useNow } from '../../state/fleet.ts';
import { useCancelJob } from '../../state/jobs.ts';
import { hrefOf, type Route } from '../../state/routes.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './job-tray.module.css';

/** The screen a job belongs to. */
export function placeOf(job: Job): Route {
  if (job.customer)
    return { screen: 'customer', id: job.customer, job: job.command === 'restore.start' ? job.id : undefined };
  return job.host ? { screen: 'host', name: job.host } : { screen: 'tonight' };
}

export function JobLine({ job }: { job: Job }) {
  const cancel = useCancelJob();
  const now = useNow();
  const step = runningStep(job);
  return (
    <div className={styles.job}>
      <div className={styles.row}>
        <a href={hrefOf(placeOf(job))}>{job.title}</a>
        <span className={styles.end}>
          {isOver(job) ? (
            <Tag tone={jobTone[job.state]} mark>
              {jobWord[job.state]}
            </Tag>
          ) : (
            <Button
              small
              disabled={cancel.isPending}
              onClick={() => cancel.mutate({ id: job.id })}
              aria-label={`Cancel ${job.title}`}
            >
              Cancel
            </Button>
          )}
        </span>
      </div>
      {!isOver(job) && <ProgressBar wide label={job.title} fraction={fractionOf(job)} />}
      <span className={styles.detail}>
        {isOver(job)
          ? (job.error?.message ?? `took ${duration(job.startedAt, job.finishedAt ?? now)}`)
          : step
            ? [step.name, stepDetail(step)].filter(Boolean).join(' · ')
            : jobWord[job.state]}
      </span>
    </div>
  );
}

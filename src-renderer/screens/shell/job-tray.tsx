import { ListChecks } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import type { Job } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { fractionOf, isOver, runningStep } from '../../format/job-progress.ts';
import { useJobs } from '../../state/jobs.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobLine } from './job-line.tsx';
import styles from './job-tray.module.css';

/** A search that was given up while its name was typed on is of no more interest. */
const isGivenUp = (job: Job): boolean => job.command === 'files.search' && job.state === 'cancelled';

/** What is under way, in the top bar; all jobs, with their ends, in a list below it. */
export function JobTray() {
  const jobs = useJobs().filter((job) => !isGivenUp(job));
  const running = jobs.filter((job) => !isOver(job));
  const first = running[0];
  if (jobs.length === 0) return null;
  const fraction = running.reduce((sum, job) => sum + fractionOf(job), 0) / Math.max(1, running.length);
  const step = first && runningStep(first)?.name;
  return (
    <DialogTrigger>
      <Button className={styles.button ?? ''} aria-label={`Jobs, ${running.length} running`}>
        {first ? (
          <>
            <span className={styles.title}>
              {running.length > 1
                ? `${count(running.length, 'job')} running`
                : [first.title, step].filter(Boolean).join(' · ')}
            </span>
            <ProgressBar label="Jobs under way" fraction={fraction} />
            {Math.round(fraction * 100)}%
          </>
        ) : (
          <>
            <ListChecks size={15} aria-hidden="true" />
            Jobs
          </>
        )}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog className={styles.dialog ?? ''}>
          <Heading slot="title" level={2}>
            Jobs
          </Heading>
          <ul>
            {jobs.slice(0, 30).map((job) => (
              <li key={job.id}>
                <JobLine job={job} />
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

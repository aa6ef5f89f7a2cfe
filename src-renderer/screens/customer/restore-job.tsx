import { isOver, runningStep } from '../../format/job-progress.ts';
import { type JobOf, useCancelJob } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Steps } from '../../ui/steps.tsx';
import styles from './restore-panel.module.css';
import { TarballFacts } from './tarball-facts.tsx';

interface Props {
  job: JobOf<'restore.start'>;
  /** What it takes, where that is known. */
  what: string | undefined;
  /** Puts the finished restore away, for the next one. */
  onNew: () => void;
  /** Brings its reply back that was put away; undefined where it is not. */
  onReply: (() => void) | undefined;
}

export function RestoreJob({ job, what, onNew, onReply }: Props) {
  const cancel = useCancelJob();
  const over = isOver(job);
  return (
    <div className={styles.panel}>
      <div className={styles.content}>
        {what && <KeyValues rows={[['What', what]]} />}
        <Steps steps={job.steps} label="Steps of the restore" cancelled={job.state === 'cancelled'} />
        <span className="sr-only" role="status">
          {spoken(job)}
        </span>
        {job.state === 'queued' && <p className={styles.soft}>Waiting for another restore of this customer to end.</p>}
        {job.state === 'cancelled' && !job.error && (
          <p className={styles.soft}>
            Cancelled. Nothing is left on the host; a hold that was finished stays, under “Held for this customer”.
          </p>
        )}
        {over && job.error && <ErrorBox error={job.error} />}
        {cancel.isError && <ErrorBox error={cancel.error} />}
        {job.outcome?.tarballs.map((tarball) => (
          <TarballFacts key={tarball.host + tarball.path} tarball={tarball} />
        ))}
      </div>
      <div className={styles.actions}>
        {over ? (
          <Button onClick={onNew}>New restore</Button>
        ) : (
          <Button disabled={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id: job.id })}>
            {cancel.isSuccess ? 'Cancelling…' : 'Cancel'}
          </Button>
        )}
        {onReply && <Button onClick={onReply}>Show the reply</Button>}
      </div>
    </div>
  );
}

/** Read aloud at each step, not at each byte. */
function spoken(job: JobOf<'restore.start'>): string {
  if (job.state === 'done')
    return job.outcome?.reply ? 'The restore is done. The reply is ready to copy.' : 'The restore is done.';
  if (job.state === 'failed') return 'The restore failed.';
  if (job.state === 'cancelled') return 'The restore was cancelled.';
  return runningStep(job)?.name ?? '';
}

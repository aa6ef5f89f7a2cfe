import { useState } from 'react';
import { isOver, runningStep } from '../../format/job-progress.ts';
import { type JobOf, useCancelJob } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Steps } from '../../ui/steps.tsx';
import { RestoreOutcomeView } from './restore-outcome.tsx';
import styles from './restore-panel.module.css';

interface Props {
  job: JobOf<'restore.start'>;
  /** What it takes, where that is known. */
  what: string | undefined;
  /** Puts the finished restore away, for the next one. */
  onNew: () => void;
}

export function RestoreJob({ job, what, onNew }: Props) {
  const cancel = useCancelJob();
  const [edited, setEdited] = useState<string>();
  const over = isOver(job);
  const reply = edited ?? (job.outcome?.reply || undefined);
  return (
    <div className={styles.panel}>
      <div className={styles.content}>
        {what && <KeyValues rows={[['What', what]]} />}
        <Steps steps={job.steps} label="Steps of the restore" cancelled={job.state === 'cancelled'} />
        <span className="sr-only" role="status">
          {spoken(job)}
        </span>
        {job.state === 'queued' && <p className={styles.soft}>Waiting for other work on the same machine to end.</p>}
        {job.state === 'cancelled' && (
          <p className={styles.soft}>
            Cancelled. Nothing is left on the host; a hold that was finished stays, under “Held for this customer”.
          </p>
        )}
        {job.state === 'failed' && job.error && <ErrorBox error={job.error} />}
        {cancel.isError && <ErrorBox error={cancel.error} />}
        {job.outcome && <RestoreOutcomeView outcome={job.outcome} reply={reply} onReply={setEdited} />}
      </div>
      <div className={styles.actions}>
        {over ? (
          <Button onClick={onNew}>New restore</Button>
        ) : (
          <Button disabled={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id: job.id })}>
            {cancel.isSuccess ? 'Cancelling…' : 'Cancel'}
          </Button>
        )}
        {reply !== undefined && <CopyButton look="primary" label="Copy reply" text={reply} />}
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

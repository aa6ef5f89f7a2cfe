import type { CommandInput } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver, runningStep, stepDetail } from '../../format/job-progress.ts';
import { size } from '../../format/sizes.ts';
import { useAction } from '../../state/commands.ts';
import { useCancelJob, useJob } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import styles from './version-dialog.module.css';

/** Brings one file of a night, or of a hold, to the machine that the app runs on, and says where it lies. */
export function Download(file: CommandInput<'files.download'>) {
  const start = useAction('files.download');
  const cancel = useCancelJob();
  const job = useJob('files.download', start.data?.jobId);
  const error = start.error ?? job?.error;
  const isUnderWay = start.isPending || (job !== undefined && !isOver(job));
  const step = job && runningStep(job);
  return (
    <div className={styles.download} role="status">
      {job?.outcome ? (
        <>
          <span>
            {displayText(job.outcome.path)} on {job.outcome.on}, {size(job.outcome.bytes)}, the same as on the server
          </span>
          <CopyButton icon label="Copy the path of the file" text={displayText(job.outcome.path)} />
          <CopyButton icon label="Copy its SHA-256" text={job.outcome.sha256} />
        </>
      ) : (
        <>
          <Button small disabled={isUnderWay} onClick={() => start.mutate(file)}>
            Download this file
          </Button>
          {step && <span>{stepDetail(step)}</span>}
          {job && !isOver(job) && (
            <Button small onClick={() => cancel.mutate({ id: job.id })}>
              Cancel
            </Button>
          )}
        </>
      )}
      {error && <ErrorBox error={error} />}
    </div>
  );
}

import type { InstallPlan } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { scheduleInWords } from '../../format/schedule.ts';
import { usePlannedJob } from '../../state/planned-job.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './install-dialog.module.css';

/** Shows what installing would do, does it when asked, and shows what was done. */
export function InstallDialog({ host, onClose }: { host: string; onClose: () => void }) {
  const { plan, job, error, working, look, start } = usePlannedJob('hosts.install', { host });
  const shown = job?.outcome ?? plan;
  return (
    <Modal
      wide
      open
      title={job?.outcome ? `Installed on ${host}` : `Install the schedule on ${host}?`}
      onClose={onClose}
      actions={
        job?.outcome ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" disabled={!plan?.changed || working} onClick={() => start()}>
              {working ? 'Installing…' : 'Install'}
            </Button>
          </>
        )
      }
    >
      {error && <ErrorBox error={error} onRetry={look} />}
      {!error && !shown && <Loading>Comparing the scripts and the crontab of {host}…</Loading>}
      {shown && <PlanSteps plan={shown} />}
    </Modal>
  );
}

const PlanSteps = ({ plan }: { plan: InstallPlan }) => (
  <>
    <p>
      {plan.changed ? (plan.dryRun ? 'This would be done:' : 'This was done:') : 'Everything is in place already.'} The
      night starts at {scheduleInWords(plan.schedule)}.
    </p>
    <ol className={styles.steps}>
      {plan.steps.map((step) => (
        <li key={step}>{displayText(step)}</li>
      ))}
    </ol>
  </>
);

import { useEffect } from 'react';
import type { InstallPlan } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver } from '../../format/job-progress.ts';
import { scheduleInWords } from '../../format/schedule.ts';
import { useAction } from '../../state/commands.ts';
import { useJob } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './install-dialog.module.css';

/** Shows what installing would do, does it when asked, and shows what was done. */
export function InstallDialog({ host, onClose }: { host: string; onClose: () => void }) {
  const { mutate: look, ...looking } = useAction('hosts.install');
  const { mutate: install, ...installing } = useAction('hosts.install');
  useEffect(() => look({ host, dryRun: true }), [look, host]);
  const plan = useJob('hosts.install', looking.data?.jobId);
  const done = useJob('hosts.install', installing.data?.jobId);
  const error = looking.error ?? plan?.error ?? installing.error ?? done?.error;
  const working = installing.isPending || (done !== undefined && !isOver(done));
  return (
    <Modal
      wide
      open
      title={done?.outcome ? `Installed on ${host}` : `Install the schedule on ${host}?`}
      onClose={onClose}
      actions={
        done?.outcome ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" disabled={!plan?.outcome?.changed || working} onClick={() => install({ host })}>
              {working ? 'Installing…' : 'Install'}
            </Button>
          </>
        )
      }
    >
      {error && <ErrorBox error={error} onRetry={() => look({ host, dryRun: true })} />}
      {!error && !plan?.outcome && <Loading>Comparing the scripts and the crontab of {host}…</Loading>}
      {(done?.outcome ?? plan?.outcome) && <PlanSteps plan={(done?.outcome ?? plan?.outcome) as InstallPlan} />}
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

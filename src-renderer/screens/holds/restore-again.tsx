import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { isOver } from '../../format/job-progress.ts';
import { useJobs } from '../../state/jobs.ts';
import { RowButton } from '../../ui/button.tsx';
import { nameOfHold } from './hold-name.ts';
import { RestoreHeldDialog } from './restore-held-dialog.tsx';

interface Props {
  hold: Hold;
  /** Where there is more than one to choose from. */
  on?: string | undefined;
  /** Called with the job's id. */
  onStart?: (jobId: string) => void;
}

/** Delivers what is held, once more or for the first time, whether or not its nights are still there. A hold of nobody's has no such button. */
export function RestoreAgain({ hold, on, onStart }: Props) {
  const [asking, setAsking] = useState(false);
  const jobs = useJobs();
  const { customer } = hold;
  if (customer === undefined) return null;
  const busy = jobs.some((job) => job.command === 'restore.start' && job.customer === customer && !isOver(job));
  // Staff may have held it by hand, and nothing came of it yet.
  const what = `Restore${hold.tarballs.length > 0 ? ' again' : ''}${on === undefined ? '' : ` on ${on}`}`;
  return (
    <>
      <RowButton
        icon={<RotateCcw size={14} aria-hidden="true" />}
        label={`${what}: the hold of ${nameOfHold(hold)}`}
        disabled={busy}
        onClick={() => setAsking(true)}
      >
        {what}…
      </RowButton>
      {asking && (
        <RestoreHeldDialog
          hold={hold}
          customer={customer}
          onClose={() => setAsking(false)}
          onStart={(jobId) => {
            setAsking(false);
            onStart?.(jobId);
          }}
        />
      )}
    </>
  );
}

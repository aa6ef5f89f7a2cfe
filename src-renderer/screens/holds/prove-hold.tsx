import { Loader, ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver } from '../../format/job-progress.ts';
import { useAction } from '../../state/commands.ts';
import { useJob } from '../../state/jobs.ts';
import { useToasts } from '../../state/toasts.tsx';
import { RowButton } from '../../ui/button.tsx';
import { nameOfHold } from './hold-name.ts';

const MOST_NAMES = 3;

/** Has what is held compared with what was packed of it. A hold without a tarball has nothing to be compared with. */
export function ProveHold({ hold }: { hold: Hold }) {
  const { show } = useToasts();
  const start = useAction('holds.prove');
  const job = useJob('holds.prove', start.data?.jobId);
  const { outcome, error } = job ?? {};
  const failed = start.error ?? error;
  const name = nameOfHold(hold);
  useEffect(() => {
    if (failed) show({ tone: 'bad', title: `${name} could not be proven`, text: failed.message });
  }, [failed, name, show]);
  useEffect(() => {
    if (!outcome) return;
    const names = outcome.names.slice(0, MOST_NAMES).map(displayText).join(', ');
    if (outcome.wrong === 0) show({ tone: 'good', title: `${name}: ${count(outcome.files, 'file')} as they were` });
    else show({ tone: 'bad', title: `${name}: ${count(outcome.wrong, 'file')} not as they were`, text: names });
  }, [outcome, name, show]);
  if (hold.tarballs.length === 0) return null;
  const working = start.isPending || (job !== undefined && !isOver(job));
  return (
    <RowButton
      icon={working ? <Loader size={14} aria-hidden="true" /> : <ShieldCheck size={14} aria-hidden="true" />}
      label={`Prove the hold of ${name}`}
      disabled={working}
      onClick={() => start.mutate({ server: hold.server, id: hold.id })}
    >
      {working ? 'Proving…' : 'Prove'}
    </RowButton>
  );
}

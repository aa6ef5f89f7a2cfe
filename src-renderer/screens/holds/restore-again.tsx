import type { Hold } from '../../../src-main/contract/index.ts';
import { isOver } from '../../format/job-progress.ts';
import { useAction } from '../../state/commands.ts';
import { useJobs } from '../../state/jobs.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { nameOfHold } from './hold-name.ts';

interface Props {
  hold: Hold;
  /** Where there is more than one to choose from. */
  on?: string | undefined;
  /** Called with the job's id. */
  onStart?: (jobId: string) => void;
}

/** Delivers what is held, once more or for the first time, whether or not its nights are still there. A hold of nobody's has no such button. */
export function RestoreAgain({ hold, on, onStart }: Props) {
  const { show } = useToasts();
  const start = useAction('restore.start');
  const jobs = useJobs();
  const { customer, server, id } = hold;
  if (customer === undefined) return null;
  const busy = jobs.some((job) => job.command === 'restore.start' && job.customer === customer && !isOver(job));
  const restore = () =>
    start.mutate(
      { hold: { server, id } },
      {
        onSuccess: ({ jobId }) => onStart?.(jobId),
        onError: (error) =>
          show({ tone: 'bad', title: `${nameOfHold(hold)} could not be restored`, text: error.message }),
      },
    );
  // Staff may have held it by hand, and nothing came of it yet.
  const what = `Restore${hold.tarballs.length > 0 ? ' again' : ''}${on === undefined ? '' : ` on ${on}`}`;
  return (
    <Button
      small
      disabled={busy || start.isPending}
      onClick={restore}
      aria-label={`${what}: the hold of ${nameOfHold(hold)}`}
    >
      {what}
    </Button>
  );
}

import { isOver } from '../../format/job-progress.ts';
import { useAction } from '../../state/commands.ts';
import { useJobs } from '../../state/jobs.ts';
import { hrefOf } from '../../state/routes.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';

/** A run is a host's: one of a single customer would be no night. So it is the host that is backed up, and says so. */
export function BackUpHost({ host }: { host: string }) {
  const start = useAction('runs.start');
  const { show } = useToasts();
  const underWay = useJobs().some((job) => job.command === 'runs.start' && job.host === host && !isOver(job));
  if (underWay) return <a href={hrefOf({ screen: 'host', name: host })}>Backing up {host}…</a>;
  const failed = (error: Error) => show({ tone: 'bad', title: `${host} is not backed up`, text: error.message });
  return (
    <Button
      small
      disabled={start.isPending}
      data-hint={`Makes a night of ${host} at once: of all that its backup.config names, this customer’s and everybody else’s.`}
      onClick={() => start.mutate({ host }, { onError: failed })}
    >
      Back up {host} now
    </Button>
  );
}

import { count, number } from '../../format/counts.ts';
import { clockIn } from '../../format/times.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useTimeZone } from '../../state/fleet.ts';
import { Button } from '../../ui/button.tsx';
import styles from './tonight-page.module.css';

/** While the fleet is read: how many hosts were, of how many, since when, and the way to stop it. */
export function ReadingLine() {
  const jobs = useAnswer('jobs.list', {}).data?.jobs ?? [];
  const zone = useTimeZone();
  const cancel = useAction('jobs.cancel');
  const job = jobs.find(({ command, finishedAt }) => command === 'fleet.refresh' && !finishedAt);
  const step = job?.steps.find(({ state }) => state === 'running');
  if (!job || !step) return null;
  const { done, total } = step;
  const what = total ? `read ${number(done ?? 0)} of ${count(total, 'host')}` : step.name;
  return (
    <span className={styles.reading}>
      <span>
        {what}, since {clockIn(job.startedAt, zone)}
      </span>
      <Button small disabled={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
        Stop reading
      </Button>
    </span>
  );
}

import type { CustomerProof as Proof } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver } from '../../format/job-progress.ts';
import { inCustomer } from '../../format/paths.ts';
import { day, when } from '../../format/times.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { useCancelJob, useJobs } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Steps } from '../../ui/steps.tsx';
import styles from './customer-extras.module.css';

type OfHost = Proof['hosts'][number];

const MOST_NAMES = 3;

/** When a restore of theirs was last rehearsed, and whether what is kept is what came. */
export function CustomerProof({ customer }: { customer: string }) {
  const answer = useAnswer('proof.get', { customer });
  const start = useAction('proof.rehearse');
  const cancel = useCancelJob();
  // The latest of theirs, whoever began it here.
  const job = useJobs().find((each) => each.command === 'proof.rehearse' && each.customer === customer);
  if (answer.isError) return <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />;
  const hosts = answer.data?.hosts ?? [];
  if (hosts.length === 0) return null;
  const working = start.isPending || (job !== undefined && !isOver(job));
  return (
    <Card title="Last proven">
      <ul className={styles.list}>
        {hosts.map((of) => (
          <li key={of.host} className={styles.item}>
            {hosts.length > 1 && <span className={styles.soft}>{of.host}</span>}
            <Rehearsed of={of} />
            <BadFiles of={of} />
            <ReadBack of={of} />
          </li>
        ))}
      </ul>
      {job && working && <Steps steps={job.steps} label="Steps of the rehearsal" cancelled={false} />}
      {job?.state === 'failed' && job.error && <ErrorBox error={job.error} />}
      {start.isError && <ErrorBox error={start.error} />}
      <div className={styles.actions}>
        {job && working ? (
          <Button small disabled={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
            Cancel
          </Button>
        ) : (
          <Button small disabled={working} onClick={() => start.mutate({ customer })}>
            Prove now
          </Button>
        )}
      </div>
    </Card>
  );
}

function Rehearsed({ of: { rehearsed } }: { of: OfHost }) {
  const zone = useTimeZone();
  const now = useNow();
  if (!rehearsed) return <span>not proven yet: no restore was rehearsed</span>;
  const { at, date, files, wrong, part } = rehearsed;
  const of = `restore of the night of ${day(`${date}T12:00:00Z`, 'UTC', now)} rehearsed`;
  if (wrong > 0) {
    return (
      <span className={styles.bad}>
        {day(at, zone, now)}, {of}: {count(wrong, 'name')} came out otherwise than in the night
      </span>
    );
  }
  return (
    <span>
      {day(at, zone, now)}, {of}, {count(files, 'file')}
      {part && ' of a part of what they have'}
    </span>
  );
}

function BadFiles({ of: { bad, rehearsed } }: { of: OfHost }) {
  const names = [...new Set(bad.map(({ path }) => path))];
  if (names.length === 0) return null;
  const more = names.length - MOST_NAMES;
  return (
    <span className={styles.bad}>
      {count(names.length, 'file')} not as {names.length === 1 ? 'it' : 'they'} came:{' '}
      {names
        .slice(0, MOST_NAMES)
        .map((path) => displayText(inCustomer(path, rehearsed?.root)))
        .join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

function ReadBack({ of: { host, server, readBack } }: { of: OfHost }) {
  const zone = useTimeZone();
  const now = useNow();
  if (!readBack)
    return (
      <span className={styles.soft}>
        no file of {host} was read back on {server} yet
      </span>
    );
  const { at, files, noted, bad } = readBack;
  return (
    <span className={styles.soft}>
      {count(files, 'file')} of {host} read back on {server}, {when(at, zone, now)}, of {noted} that are noted:{' '}
      {bad === 0 ? 'all as they came' : `${bad} not as they came`}
    </span>
  );
}

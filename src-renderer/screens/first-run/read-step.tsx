import { useEffect, useRef } from 'react';
import { count } from '../../format/counts.ts';
import { isOver } from '../../format/job-progress.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useJob } from '../../state/jobs.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Steps } from '../../ui/steps.tsx';
import styles from './first-run.module.css';

/** Customers that are offered as a first one to look at. */
const OFFERED = 12;

/** Reads the fleet for the first time, and leads to a customer as soon as one is known. */
export function ReadStep({ onDone }: { onDone: () => void }) {
  const refresh = useAction('fleet.refresh');
  const cancel = useAction('jobs.cancel');
  const started = useRef(false);
  const job = useJob('fleet.refresh', refresh.data?.jobId);
  const found = useAnswer('customers.search', { query: '', limit: OFFERED }).data?.customers ?? [];
  const { mutate } = refresh;
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    mutate({});
  }, [mutate]);
  const over = job !== undefined && isOver(job);
  const problems = job?.outcome?.problems ?? [];
  return (
    <>
      <Card title="Your fleet is saved, and read for the first time">
        {job && <Steps steps={job.steps} label={job.title} cancelled={job.state === 'cancelled'} />}
        {refresh.isError && <ErrorBox error={refresh.error} onRetry={() => mutate({})} />}
        {job?.error && <ErrorBox error={job.error} onRetry={() => mutate({})} />}
        {problems.length > 0 && (
          <details className={styles.details}>
            <summary>{count(problems.length, 'thing')} could not be read</summary>
            <ul className={styles.problems}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </details>
        )}
      </Card>
      <Card title="Look at a first customer">
        {found.length > 0 ? (
          <ul className={styles.customers}>
            {found.map(({ id, ip, hosts }) => (
              <li key={id}>
                <a href={hrefOf({ screen: 'customer', id })} onClick={onDone}>
                  <strong>{id}</strong>
                </a>{' '}
                <span className={styles.hint}>
                  {[ip, ...new Set(hosts.map(({ host }) => host))].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <Empty title={over ? 'No customer was found' : 'The first ones show here as their hosts are read'}>
            {over
              ? 'Look at the patterns in Settings: they say how paths name your customers.'
              : 'It takes some seconds.'}
          </Empty>
        )}
      </Card>
      <div className={styles.bar}>
        {job && !over && <Button onClick={() => cancel.mutate({ id: job.id })}>Stop reading</Button>}
        {over && (
          <Button onClick={() => mutate({})} disabled={refresh.isPending}>
            Read it again
          </Button>
        )}
        <ButtonLink href={hrefOf({ screen: 'tonight' })} onClick={onDone}>
          Go to Tonight
        </ButtonLink>
      </div>
    </>
  );
}

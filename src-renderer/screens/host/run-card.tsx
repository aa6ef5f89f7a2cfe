import { useState } from 'react';
import type { JobState, Run } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver } from '../../format/job-progress.ts';
import { size } from '../../format/sizes.ts';
import { entryTone, entryWord, nightWord, toneOfNight } from '../../format/states.ts';
import { customerFinder } from '../../state/customer-of.ts';
import { useFleet } from '../../state/fleet.ts';
import { type JobOf, useCancelJob, useJobs } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { Steps } from '../../ui/steps.tsx';
import { tableStyles as styles, Table } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const titleOfState: Record<JobState, string> = {
  queued: 'Waiting to back up',
  running: 'Backing up',
  done: 'Backed up',
  failed: 'Could not back up',
  cancelled: 'Cancelled the run on',
};

/** The run under way on this host, or the last one started from here, until it is put away. */
export function RunCard({ host }: { host: string }) {
  const [away, setAway] = useState<string>();
  const cancel = useCancelJob();
  const job = useJobs().find((known) => known.command === 'runs.start' && known.host === host) as
    | JobOf<'runs.start'>
    | undefined;
  if (!job || job.id === away) return null;
  const over = isOver(job);
  return (
    <Card
      title={`${titleOfState[job.state]} ${host}`}
      aside={
        over ? (
          <Button small look="quiet" onClick={() => setAway(job.id)}>
            Close
          </Button>
        ) : (
          <Button small disabled={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
            Cancel
          </Button>
        )
      }
    >
      {job.outcome ? (
        <RunOutcome run={job.outcome} />
      ) : (
        <Steps steps={job.steps} label="Steps of the run" cancelled={job.state === 'cancelled'} />
      )}
      {job.state === 'cancelled' && (
        <p className={styles.soft}>Cancelled. No night was published; what was copied speeds up the next run.</p>
      )}
      {job.error && <ErrorBox error={job.error} />}
      <span className="sr-only" role="status">
        {over ? `The run on ${host} ended: ${job.state}` : `The run on ${host} is under way`}
      </span>
    </Card>
  );
}

function RunOutcome({ run }: { run: Run }) {
  const patterns = useFleet().data?.fleet.customerPatterns;
  const find = customerFinder(patterns ?? []);
  const bytes = run.entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return (
    <>
      <p>
        <Tag tone={toneOfNight(run.state)} mark>
          {nightWord[run.state]}
        </Tag>{' '}
        {count(run.entries.length, 'directory', 'directories')}, {size(bytes)}
        {run.message && `. ${displayText(run.message)}`}
      </p>
      <details>
        <summary>What was copied</summary>
        <Table label="What was copied" columns={['Path', 'State', '>Files', '>Added', '>Changed', '>Deleted']}>
          {run.entries.map((entry) => (
            <tr key={entry.path}>
              <th scope="row">
                <PathText path={entry.path} customer={find(entry.path)?.id} />
              </th>
              <td>
                <span data-hint={entry.message && displayText(entry.message)}>
                  <Tag tone={entryTone[entry.state]} mark>
                    {entryWord[entry.state]}
                  </Tag>
                </span>
              </td>
              <td className={styles.end}>{number(entry.files)}</td>
              <td className={styles.end}>{number(entry.added)}</td>
              <td className={styles.end}>{number(entry.changed)}</td>
              <td className={styles.end}>{number(entry.deleted)}</td>
            </tr>
          ))}
        </Table>
      </details>
    </>
  );
}

import { useEffect, useRef, useState } from 'react';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { isOver, runningStep, stepDetail } from '../../format/job-progress.ts';
import { takenBy } from '../../state/cells.ts';
import { useAction } from '../../state/commands.ts';
import { useCancelJob, useJob } from '../../state/jobs.ts';
import type { NightView } from '../../state/night-view.ts';
import { tickKey, tickOfMatch } from '../../state/ticks.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import styles from './find-in-nights.module.css';
import { FoundFile } from './found-file.tsx';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  pattern: string;
  root: string;
  views: NightView[];
  choice: Choice;
  onOpen: (folder: string) => void;
  onClose: () => void;
}

const most = 500;

/** A search over all nights of a customer: a job, since it looks at every file of each. */
export function FindInNights({ customer, pattern, root, views, choice, onOpen, onClose }: Props) {
  const { mutate: start, ...search } = useAction('files.search');
  const cancel = useCancelJob();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the same search anew
  useEffect(() => start({ customer, pattern }), [start, customer, pattern, attempt]);
  const job = useJob('files.search', search.data?.jobId);
  const underWay = useRef<string>(undefined);
  underWay.current = job && !isOver(job) ? job.id : undefined;
  const { mutate: end } = cancel;
  // More was typed, or the folder is wanted again: nobody waits for this one any more.
  useEffect(() => () => void (underWay.current && end({ id: underWay.current })), [end]);
  const error = search.error ?? job?.error;
  const matches = job?.outcome?.matches;
  const incomplete = job?.outcome?.incomplete ?? [];
  const step = job && runningStep(job);
  const state = matches
    ? `${count(matches.length, 'file')} named “${displayText(pattern)}” in ${incomplete.length > 0 ? 'what was searched' : 'all nights'}`
    : error
      ? ''
      : `Looking for “${displayText(pattern)}” in all nights… ${step ? stepDetail(step) : ''}`;
  return (
    <>
      <div className={styles.head}>
        {matches || error ? <span role="status">{state}</span> : <Loading>{state}</Loading>}
        {job && !isOver(job) ? (
          <Button small onClick={() => cancel.mutate({ id: job.id })}>
            Cancel
          </Button>
        ) : (
          <Button small look="quiet" onClick={onClose}>
            Back to the folder
          </Button>
        )}
      </div>
      {error && <ErrorBox error={error} onRetry={() => setAttempt(attempt + 1)} />}
      {incomplete.length > 0 && (
        <ul className={styles.incomplete} aria-label="Not searched in full">
          {incomplete.map(({ host, why, message }) => (
            <li key={`${host} ${why}`}>{displayText(message)}</li>
          ))}
        </ul>
      )}
      {matches?.length === 0 && (
        <Empty title={incomplete.length > 0 ? 'Not found in what was searched' : 'Found in no night'}>
          Nothing there is named “{displayText(pattern)}”. Try a part of the name, * for what is not known of it, or the
          end of its path. Only nights still in rotation, and what was backed up in them, are searched.
        </Empty>
      )}
      {matches && matches.length > 0 && (
        <ul className={styles.list} aria-label="Files found">
          {matches.slice(0, most).map((match) => (
            <FoundFile
              key={tickKey(match.host, match.path)}
              match={match}
              root={root}
              views={views}
              taken={(runId) => takenBy(choice.chosen, { host: match.host, path: match.path, runId }) !== undefined}
              onTake={(runId) => choice.toggle({ host: match.host, path: match.path, type: 'file', runId })}
              ticked={choice.ticks.has(tickKey(match.host, match.path))}
              onTick={(on) => choice.tick([tickOfMatch(match)], on)}
              onOpen={onOpen}
            />
          ))}
          {matches.length > most && <li>and {count(matches.length - most, 'file')} more: type more of the name.</li>}
        </ul>
      )}
    </>
  );
}

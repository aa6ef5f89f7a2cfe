import { useEffect, useState } from 'react';
import type { Selection } from '../../../src-main/contract/index.ts';
import { list } from '../../format/counts.ts';
import { dateList } from '../../format/dates.ts';
import { isOver } from '../../format/job-progress.ts';
import { day } from '../../format/times.ts';
import { useAction } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { useJob } from '../../state/jobs.ts';
import { whichOf } from '../../state/night-names.ts';
import type { NightView } from '../../state/night-view.ts';
import { useToasts } from '../../state/toasts.tsx';
import { whatIsTaken } from '../../state/what-is-taken.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Steps } from '../../ui/steps.tsx';
import styles from './keep-nights.module.css';

interface Props {
  customer: string;
  /** Those of which something is taken. */
  nights: readonly NightView[];
  all: readonly NightView[];
  selections: Selection[];
  ticks: number;
  onClose: () => void;
}

const terms = [
  [7, '1 week'],
  [14, '2 weeks'],
  [30, '30 days'],
  [90, '90 days'],
  [365, '1 year'],
] as const;

const later = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

/** Asks why and until when, and shows the hold as it is made. */
export function KeepNightsDialog({ customer, nights, all, selections, ticks, onClose }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const { show } = useToasts();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(30);
  const create = useAction('holds.create');
  const job = useJob('holds.create', create.data?.jobId);
  const working = create.isPending || (job !== undefined && !isOver(job));
  const error = create.error ?? job?.error;
  const ready = reason.trim() !== '' && !working;
  const dates = `${dateList([...new Set(nights.map((view) => view.date))].sort())}${whichOf(nights, all, zone)}`;
  const servers = list([...new Set(nights.map(({ night }) => night.server))]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is made
  useEffect(() => {
    if (job?.state !== 'done') return;
    const until = job.outcome?.holds[0]?.until ?? later(now, days);
    show({
      tone: 'good',
      title: `Kept ${dates} of ${customer}`,
      text: `Held on ${servers} until ${day(until, zone, now)}.`,
    });
    onClose();
  }, [job?.state]);

  return (
    <Modal
      open
      title={`Keep ${dates} of ${customer}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{working ? 'Close' : 'Cancel'}</Button>
          <Button type="submit" form="keep-nights" look="primary" disabled={!ready}>
            Keep until {day(later(now, days), zone, now)}
          </Button>
        </>
      }
    >
      <p>
        A copy on {servers} that rotation leaves alone: {whatIsTaken(all, selections, ticks, zone)}. What is unchanged
        shares its space with the nights.
      </p>
      {working && job ? (
        <Steps steps={job.steps} label="Steps of the hold" />
      ) : (
        <form
          id="keep-nights"
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) create.mutate({ customer, selections, reason: reason.trim(), until: later(now, days) });
          }}
        >
          <TextField
            autoFocus
            label="Why"
            placeholder="for whoever finds it later"
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
          />
          <SelectField
            label="For how long"
            options={terms.map(([term, words]) => [String(term), words])}
            value={String(days)}
            onChange={(event) => setDays(Number(event.target.value))}
          />
        </form>
      )}
      {error && <ErrorBox error={error} />}
    </Modal>
  );
}

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { Night, Run, RunDetails, RunName } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { fullDate, shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { isThere, keptNote } from '../../format/kept.ts';
import { size } from '../../format/sizes.ts';
import { nightWord, toneOfNight } from '../../format/states.ts';
import { clockIn, duration, inZone, when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { customerFinder } from '../../state/customer-of.ts';
import { useFleet, useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { entryRows } from '../../state/run-entries.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { Tag } from '../../ui/tag.tsx';
import { EntriesCard } from './entries-card.tsx';
import { GrewCard } from './grew-card.tsx';
import { NoRun } from './no-run.tsx';
import styles from './run-page.module.css';

interface Props {
  host: string;
  /** A run's id, or the date of a night. */
  asked: string;
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

/** One run: what it copied, how large that has become, and what went wrong. */
export function RunPage({ host, asked }: Props) {
  const details = useAnswer('runs.get', { host, run: asked });
  const nights = useAnswer('nights.list', { host }).data?.nights ?? [];
  const run = details.data?.run;
  const night =
    nights.find(({ runId }) => runId === (run?.runId ?? asked)) ?? nights.find(({ date }) => date === asked);
  const date = run?.date || night?.date || (isDate(asked) ? asked : undefined);
  return (
    <Page
      title={date ? `${host}, ${shortDate(date)}` : `${host}, run ${asked}`}
      facts={
        <>
          <Soft>
            <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
            {(run?.server || night?.server) && ` → ${run?.server || night?.server}`}
          </Soft>
          <State state={run?.state ?? night?.state} />
          {date && <Soft>{fullDate(date)}</Soft>}
        </>
      }
      aside={details.data && <Neighbours host={host} details={details.data} />}
    >
      <Answer of={details} loading={`Reading what is known of ${host}’s runs…`}>
        {(data) =>
          data.run ? (
            <RunScreen details={data} run={data.run} night={night} />
          ) : (
            <Card>
              <NoRun host={host} date={date} night={night} />
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}

const State = ({ state }: { state: Run['state'] | undefined }) =>
  state && (
    <Tag tone={toneOfNight(state)} mark>
      {nightWord[state]}
    </Tag>
  );

function Neighbours({ host, details: { before, after } }: { host: string; details: RunDetails }) {
  const link = (run: RunName) => hrefOf({ screen: 'run', host, run: run.runId });
  return (
    <>
      {before && (
        <ButtonLink small href={link(before)}>
          <ChevronLeft size={13} aria-hidden="true" /> {shortDate(before.date)}
        </ButtonLink>
      )}
      {after && (
        <ButtonLink small href={link(after)}>
          {shortDate(after.date)} <ChevronRight size={13} aria-hidden="true" />
        </ButtonLink>
      )}
    </>
  );
}

function RunScreen({ details, run, night }: { details: RunDetails; run: Run; night: Night | undefined }) {
  const patterns = useFleet().data?.fleet.customerPatterns;
  const rows = useMemo(() => {
    const find = customerFinder(patterns ?? []);
    return entryRows(details, (path) => find(path)?.id);
  }, [details, patterns]);
  return (
    <>
      <div className={styles.columns}>
        <RunCard details={details} run={run} night={night} />
        {rows.length > 0 && run.state !== 'failed' && <GrewCard rows={rows} nights={details.nights} />}
      </div>
      <EntriesCard host={run.host} rows={rows} nights={details.nights} state={run.state} />
    </>
  );
}

function RunCard({ details, run, night }: { details: RunDetails; run: Run; night: Night | undefined }) {
  const zone = useTimeZone();
  const now = useNow();
  const { entries, startedAt, finishedAt } = run;
  const bytes = entries.reduce((sum, entry) => sum + (entry.state === 'covered' ? 0 : entry.bytes), 0);
  return (
    <Card title="The run">
      <KeyValues
        rows={[
          ['Began', when(startedAt, zone, now)],
          [
            'Took',
            finishedAt
              ? `${duration(startedAt, finishedAt)}, until ${clockIn(finishedAt, zone)}`
              : 'its end is not known',
          ],
          ...(entries.length > 0
            ? [['Has', `${count(entries.length, 'directory', 'directories')}, ${size(bytes)}`] as const]
            : []),
          ['Kept', whereItIs(run, night)],
          ...(run.message ? [['Said', displayText(run.message)] as const] : []),
          ...(details.sameDate.length > 1
            ? [['Runs of this date', <SameDate key="same" {...{ details, run }} />] as const]
            : []),
        ]}
      />
    </Card>
  );
}

/** What became of the night that the run made. */
function whereItIs({ state }: Run, night: Night | undefined): string {
  if (state === 'failed') return 'nothing: the nights before are as they were';
  if (state === 'running') return 'nothing yet';
  if (!night || !isThere(night)) return 'no more: it has left rotation';
  const { expiresInNights: leaves, kept, index } = night;
  const longer = kept ? keptNote(kept) : '';
  if (index < 0) return `beyond rotation: ${longer}`;
  const rotates =
    leaves === undefined
      ? 'in rotation'
      : leaves === 0
        ? 'in rotation until the next night'
        : `in rotation, for ${count(leaves, 'more night')}`;
  return kept ? `${rotates}; then ${longer}` : rotates;
}

function SameDate({ details, run }: { details: RunDetails; run: Run }) {
  const zone = useTimeZone();
  return (
    <span className={styles.runs}>
      {details.sameDate.map(({ runId, startedAt, state }) => (
        <a
          key={runId}
          href={hrefOf({ screen: 'run', host: run.host, run: runId })}
          aria-current={runId === run.runId ? 'page' : undefined}
        >
          {inZone(startedAt, zone).time} {nightWord[state]}
        </a>
      ))}
    </span>
  );
}

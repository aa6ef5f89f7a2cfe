import type { ReactNode } from 'react';
import type { Selection } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { dateSpans, dayOfMonth, shortDate } from '../../format/dates.ts';
import { nightsUntil } from '../../format/kept.ts';
import { day, inZone } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { heldUntil } from '../../state/held.ts';
import { timeAmong } from '../../state/night-names.ts';
import { type NightsSummary, summarise } from '../../state/night-selection.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeepNights } from './keep-nights.tsx';
import styles from './selected-nights.module.css';
import type { Choice } from './use-choice.ts';
import { useSelections } from './use-selections.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  all: NightView[];
  choice: Choice;
  /** The way to what changed from night to night. */
  compare: ReactNode;
}

/** What the nights selected hold, and how long they will be there. */
export function SelectedNights({ customer, places, all, choice, compare }: Props) {
  const summary = summarise(all, choice.selected);
  const { selections } = useSelections(places, all, choice);
  const { nights } = summary;
  const keep = <KeepNights customer={customer} places={places} views={all} choice={choice} />;
  if (nights.length === 0) {
    return (
      <Card title="No night selected">
        <p className={styles.soft}>
          Drag over the nights you want, or click one. With the keyboard: arrows, Space, Shift + arrows.
        </p>
        {/* Versions may be taken of nights that are not selected. */}
        <div className={styles.actions}>
          {selections.length > 0 && keep}
          {compare}
        </div>
      </Card>
    );
  }
  const dates = nights.map((view) => view.date).sort();
  return (
    <Card
      title={`Selected: ${dateSpans(dates)}`}
      aside={
        <Button small look="quiet" onClick={() => choice.setSelected(new Set())}>
          Clear
        </Button>
      }
    >
      <div className={styles.lines} aria-live="polite">
        <Distinct summary={summary} />
        <Changes summary={summary} />
        <SameDayNights all={all} choice={choice} dates={new Set(dates)} />
        <Leaves summary={summary} customer={customer} selections={selections} />
        <Runs nights={nights} all={all} />
      </div>
      <div className={styles.actions}>
        {keep}
        {compare}
      </div>
    </Card>
  );
}

function Distinct({ summary: { nights, distinct, same } }: { summary: NightsSummary }) {
  const zone = useTimeZone();
  const nightsCount = count(nights.length, 'night');
  if (distinct === undefined) return <div>{nightsCount}. Nights of the old script have no record of what changed.</div>;
  if (nights.length === 1) return <div>1 night</div>;
  return (
    <div>
      {nightsCount}, <strong>{count(distinct, 'distinct version')}</strong>
      {same.length > 0 &&
        ` — ${same.map(([night, as]) => `${nameAmong(nights, night, zone)} is the same as ${nameAmong(nights, as, zone)}`).join(', ')}`}
    </div>
  );
}

/** The day; with as much more as tells the night from the others selected, or from all: its host, the time, the second. */
function nameAmong(nights: readonly NightView[], view: NightView, zone: string, all = nights): string {
  const { date, night } = view;
  const elsewhere = nights.some((other) => other.night.host !== night.host);
  const where = elsewhere ? ` on ${night.host}` : '';
  return `${dayOfMonth(date)}${timeAmong(view, all, zone)}${where}`;
}

function Changes({ summary: { nights, distinct, added, changed, deleted, worst } }: { summary: NightsSummary }) {
  if (distinct === undefined) return null;
  if (added + changed + deleted === 0) return <div className={styles.soft}>nothing changed in them</div>;
  return (
    <div className={styles.soft}>
      <span className={styles.change}>+ {number(added)} added</span>
      <span className={styles.change}>~ {number(changed)} changed</span>
      <span className={styles.change}>
        − {number(deleted)} deleted{worst && nights.length > 1 && `, most on ${shortDate(worst)}`}
      </span>
    </div>
  );
}

/** Where a date has two nights, each can be taken on its own. */
function SameDayNights({ all, choice, dates }: { all: NightView[]; choice: Choice; dates: ReadonlySet<string> }) {
  const zone = useTimeZone();
  const twice = [...Map.groupBy(all, (view) => `${view.night.host} ${view.date}`).values()].filter(
    (views) => views.length > 1 && dates.has(views[0]?.date ?? ''),
  );
  if (twice.length === 0) return null;
  const toggle = (view: NightView) => {
    const next = new Set(choice.selected);
    if (!next.delete(view.runId)) next.add(view.runId);
    choice.setSelected(next);
  };
  return (
    <div className={styles.nights}>
      {twice.flat().map((view) => (
        <label key={view.runId}>
          <input
            type="checkbox"
            checked={choice.selected.has(view.runId)}
            disabled={!view.exists}
            onChange={() => toggle(view)}
          />
          {shortDate(view.date)}, the run of {inZone(view.night.startedAt, zone).time}
        </label>
      ))}
    </div>
  );
}

/** The way to how the run of each went. */
function Runs({ nights, all }: Pick<NightsSummary, 'nights'> & { all: readonly NightView[] }) {
  const zone = useTimeZone();
  const there = all.filter((view) => view.exists);
  return (
    <div className={styles.runs}>
      How the run went:
      {nights.map((view) => (
        <a key={view.runId} href={hrefOf({ screen: 'run', host: view.night.host, run: view.runId })}>
          {nameAmong(nights, view, zone, there)}
        </a>
      ))}
    </div>
  );
}

interface LeavesProps {
  summary: NightsSummary;
  customer: string;
  selections: readonly Selection[];
}

function Leaves({ summary: { leaves }, customer, selections }: LeavesProps) {
  const zone = useTimeZone();
  const now = useNow();
  const holds = useAnswer('holds.list', { customer }).data?.holds ?? [];
  if (!leaves) return null;
  const leaving = selections.filter(({ runId }) => leaves.runIds.includes(runId));
  const ends = leaving.map((selection) => heldUntil(selection, holds, now));
  const [until] = ends.toSorted();
  return (
    <div className={styles.soft}>
      {shortDate(leaves.date)} leaves rotation in <strong>{nightsUntil(leaves.inNights)}</strong>.{' '}
      {until !== undefined && !ends.includes(undefined)
        ? `What is selected of it is held until ${day(until, zone, now)}.`
        : 'A restore holds what it takes.'}
    </div>
  );
}

import { count, number } from '../../format/counts.ts';
import { dateRange, dayOfMonth, shortDate } from '../../format/dates.ts';
import { day, inZone } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { type NightsSummary, summarise } from '../../state/night-selection.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeepNights } from './keep-nights.tsx';
import styles from './selected-nights.module.css';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  all: NightView[];
  choice: Choice;
}

/** What the nights selected hold, and how long they will be there. */
export function SelectedNights({ customer, places, all, choice }: Props) {
  const summary = summarise(all, choice.selected);
  const { nights } = summary;
  if (nights.length === 0) {
    return (
      <Card title="No night selected">
        <p className={styles.soft}>
          Drag over the nights you want, or click one. With the keyboard: arrows, Space, Shift + arrows.
        </p>
      </Card>
    );
  }
  const dates = nights.map((view) => view.date).sort();
  return (
    <Card
      title={`Selected: ${dateRange(dates[0] ?? '', dates.at(-1) ?? '')}`}
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
        <Leaves summary={summary} customer={customer} />
      </div>
      <KeepNights customer={customer} places={places} views={all} choice={choice} />
    </Card>
  );
}

function Distinct({ summary: { nights, distinct, same } }: { summary: NightsSummary }) {
  const zone = useTimeZone();
  const name = ({ date, night }: NightView) =>
    nights.some((other) => other.night !== night && other.date === date)
      ? `${dayOfMonth(date)} at ${inZone(night.startedAt, zone).time}`
      : String(dayOfMonth(date));
  const nightsCount = count(nights.length, 'night');
  if (distinct === undefined) return <div>{nightsCount}. Nights of the old script have no record of what changed.</div>;
  if (nights.length === 1) return <div>1 night</div>;
  return (
    <div>
      {nightsCount}, <strong>{count(distinct, 'distinct version')}</strong>
      {same.length > 0 && ` — ${same.map(([night, as]) => `${name(night)} is the same as ${name(as)}`).join(', ')}`}
    </div>
  );
}

function Changes({ summary: { distinct, added, changed, deleted, worst } }: { summary: NightsSummary }) {
  if (distinct === undefined) return null;
  if (added + changed + deleted === 0) return <div className={styles.soft}>nothing changed in them</div>;
  return (
    <div className={styles.soft}>
      <span className={styles.change}>+ {number(added)} added</span>
      <span className={styles.change}>~ {number(changed)} changed</span>
      <span className={styles.change}>
        − {number(deleted)} deleted{worst && `, most on ${shortDate(worst)}`}
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

function Leaves({ summary, customer }: { summary: NightsSummary; customer: string }) {
  const zone = useTimeZone();
  const now = useNow();
  const holds = useAnswer('holds.list', { customer }).data?.holds ?? [];
  const { leaves, nights } = summary;
  const held = holds.find((hold) => hold.nights.some((night) => nights.some((view) => view.runId === night.runId)));
  if (!leaves) return null;
  return (
    <div className={styles.soft}>
      {shortDate(leaves.date)} leaves rotation in{' '}
      <strong>{leaves.inNights === 0 ? 'the next night' : count(leaves.inNights, 'night')}</strong>.{' '}
      {held ? `Files of it are held until ${day(held.until, zone, now)}.` : 'A restore holds what it takes.'}
    </div>
  );
}

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addDays, monthOf, monthTitle, weekdayOf } from '../../format/dates.ts';
import { nextMonth, previousMonth, weeksOf } from '../../state/calendar.ts';
import { useToday } from '../../state/fleet.ts';
import type { Held } from '../../state/held.ts';
import { useGo } from '../../state/location.ts';
import { nightsBetween, toggleDate } from '../../state/night-selection.ts';
import type { NightView } from '../../state/night-view.ts';
import { IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CalendarLegend } from './calendar-legend.tsx';
import { CalendarWeek } from './calendar-week.tsx';
import styles from './night-calendar.module.css';
import { useCalendarDrag } from './use-calendar-drag.ts';

interface Props {
  host: string;
  views: NightView[];
  selected: ReadonlySet<string>;
  /** By run id. */
  held: ReadonlyMap<string, Held>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

const steps: Record<string, (date: string) => string> = {
  ArrowLeft: (date) => addDays(date, -1),
  ArrowRight: (date) => addDays(date, 1),
  ArrowUp: (date) => addDays(date, -7),
  ArrowDown: (date) => addDays(date, 7),
  Home: (date) => addDays(date, -weekdayOf(date)),
  End: (date) => addDays(date, 6 - weekdayOf(date)),
  PageUp: (date) => addDays(date, -28),
  PageDown: (date) => addDays(date, 28),
};

/** The nights of one host as a month. Only nights that exist can be selected. */
export function NightCalendar({ host, views, selected, held, onSelect }: Props) {
  const today = useToday();
  const go = useGo();
  const newest = views.findLast((view) => view.exists)?.date ?? today;
  const [month, setMonth] = useState(monthOf(newest));
  const [focused, setFocused] = useState(newest);
  const [anchor, setAnchor] = useState(newest);
  const table = useRef<HTMLTableElement>(null);
  const follow = useRef(false);
  const { shown, press, over } = useCalendarDrag(views, selected, onSelect);
  const weeks = weeksOf(month, views, today);
  const dates = weeks.flatMap((week) => week.days.map((day) => day.date));
  const stop = dates.includes(focused) ? focused : (dates.findLast((date) => monthOf(date) === month) ?? dates[0]);

  useEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    table.current?.querySelector<HTMLElement>(`[data-date="${focused}"]`)?.focus();
  });

  const moveTo = (date: string) => {
    follow.current = true;
    setFocused(date);
    if (!dates.includes(date)) setMonth(monthOf(date));
  };

  const open = (date: string) => {
    if (views.some((view) => view.date === date)) go({ screen: 'run', host, run: date });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const date = stop ?? focused;
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const next = step(date);
      if (next > today && next > newest) return;
      moveTo(next);
      if (event.shiftKey) onSelect(new Set(nightsBetween(views, anchor, next)));
      else setAnchor(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      open(date);
    } else if (event.key === ' ') {
      event.preventDefault();
      setAnchor(date);
      onSelect(toggleDate(selected, views, date));
    } else if (event.key === 'Escape' && selected.size > 0) {
      onSelect(new Set());
    }
  };

  return (
    <Card
      title={`Nights on ${host}`}
      aside={
        <span className={styles.head}>
          <IconButton small label="Month before" onClick={() => setMonth(previousMonth(month))}>
            <ChevronLeft size={14} aria-hidden="true" />
          </IconButton>
          <span aria-live="polite">{monthTitle(month)}</span>
          <IconButton
            small
            label="Month after"
            disabled={month >= monthOf(today)}
            onClick={() => setMonth(nextMonth(month))}
          >
            <ChevronRight size={14} aria-hidden="true" />
          </IconButton>
        </span>
      }
    >
      <table
        ref={table}
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a calendar is a table of which the days are picked
        role="grid"
        aria-label={`Nights on ${host}, ${monthTitle(month)}`}
        aria-multiselectable="true"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'].map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <CalendarWeek
              key={week.days[0]?.date}
              week={week}
              today={today}
              selected={shown}
              held={held}
              stop={stop ?? ''}
              onPress={(date, keys) => {
                press(date, keys, anchor);
                if (!keys.shiftKey) setAnchor(date);
                setFocused(date);
              }}
              onOver={over}
              onOpen={open}
            />
          ))}
        </tbody>
      </table>
      <CalendarLegend anyHeld={held.size > 0} anyKept={views.some(({ night }) => night.kept)} />
    </Card>
  );
}

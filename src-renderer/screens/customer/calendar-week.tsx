import { Lock } from 'lucide-react';
import type { PointerEvent } from 'react';
import { dayOfMonth } from '../../format/dates.ts';
import { keptMark } from '../../format/kept.ts';
import { toneOfNight } from '../../format/states.ts';
import type { Day, Week } from '../../state/calendar.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import type { Held } from '../../state/held.ts';
import { cellName, shortNote } from '../../state/night-view.ts';
import { classes } from '../../ui/classes.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { heldNote, hintOfDay } from './calendar-hint.ts';
import styles from './night-calendar.module.css';

interface Props {
  week: Week;
  today: string;
  selected: ReadonlySet<string>;
  held: ReadonlyMap<string, Held>;
  /** The one date that Tab comes to. */
  stop: string;
  onPress: (date: string, event: PointerEvent) => void;
  onOver: (date: string) => void;
  /** Shows how its run went. */
  onOpen: (date: string) => void;
}

export function CalendarWeek({ week, today, selected, held, stop, onPress, onOver, onOpen }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const isSelected = (day: Day | undefined) => day?.nights.some((view) => selected.has(view.runId)) ?? false;
  return (
    <tr className={classes(week.empty && styles.short)}>
      {week.days.map((day, i) => {
        const view = day.nights.at(-1);
        const exists = day.nights.some((night) => night.exists);
        const kept = day.nights.findLast(({ night }) => night.kept)?.night.kept;
        const on = isSelected(day);
        const heldWords = day.nights.flatMap(({ runId }) => heldNote(held.get(runId), zone, now));
        return (
          <td
            key={day.date}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a day of a calendar
            role="gridcell"
            data-date={day.date}
            data-hint={view ? hintOfDay(day, heldWords) : undefined}
            aria-selected={on}
            aria-disabled={!exists}
            aria-current={day.date === today ? 'date' : undefined}
            tabIndex={day.date === stop ? 0 : -1}
            className={classes(
              styles.day,
              !day.inMonth && styles.out,
              day.date === today && styles.today,
              view && styles.night,
              view && !exists && styles.missed,
              on && styles.selected,
              on && i > 0 && isSelected(week.days[i - 1]) && styles.joinsLeft,
              on && isSelected(week.days[i + 1]) && styles.joinsRight,
            )}
            onPointerDown={(event) => event.button === 0 && onPress(day.date, event)}
            onPointerEnter={() => onOver(day.date)}
            onDoubleClick={() => onOpen(day.date)}
          >
            {/* The name is text, not a label: it has to have in it what is seen, and that is the day alone. */}
            <span className="sr-only">{[cellName(day.date, day.nights), ...heldWords].join(', ')}</span>
            <span aria-hidden="true">{dayOfMonth(day.date)}</span>
            {day.nights.length > 1 && (
              <span className={styles.many} aria-hidden="true">
                ×{day.nights.length}
              </span>
            )}
            {(heldWords.length > 0 || kept) && (
              <span className={styles.held} aria-hidden="true">
                {heldWords.length > 0 && <Lock size={10} />}
                {kept && keptMark(kept)}
              </span>
            )}
            {view && (
              <>
                <span className={styles.mark} aria-hidden="true">
                  <StateMark tone={toneOfNight(view.state)} />
                </span>
                <span className={styles.note} aria-hidden="true">
                  {shortNote(day.nights)}
                </span>
              </>
            )}
          </td>
        );
      })}
    </tr>
  );
}

import { dayOfMonth, fullDate, monthName, shortDate } from '../../format/dates.ts';
import { inZone } from '../../format/times.ts';
import type { FileRow } from '../../state/file-rows.ts';
import { useTimeZone } from '../../state/fleet.ts';
import type { NightView } from '../../state/night-view.ts';
import { classes } from '../../ui/classes.ts';
import styles from './file-grid.module.css';

interface Props {
  nights: readonly string[];
  rows: readonly FileRow[];
  views: readonly NightView[];
  selected: ReadonlySet<string>;
  onSelectNights: (selected: ReadonlySet<string>) => void;
  taken: boolean;
  allTicked: boolean;
  onTick: (rows: readonly FileRow[], on: boolean) => void;
}

/** The nights as columns; a press on one takes that night in or out, as in the calendar. */
export function FileGridHead({ nights, rows, views, selected, onSelectNights, taken, allTicked, onTick }: Props) {
  const zone = useTimeZone();
  const byId = new Map(views.map((view) => [view.runId, view]));
  const dates = nights.map((runId) => byId.get(runId)?.date);
  const toggle = (runId: string) => {
    const next = new Set(selected);
    if (!next.delete(runId)) next.add(runId);
    onSelectNights(next);
  };
  return (
    <div role="row" aria-rowindex={1} className={classes(styles.row, styles.head)}>
      <span role="columnheader" aria-label="Tick" className={classes(styles.tick, styles.pinned)}>
        <input
          type="checkbox"
          aria-label="Tick all in this folder"
          checked={taken || allTicked}
          disabled={taken}
          onChange={(event) => onTick(rows, event.target.checked)}
        />
      </span>
      <span role="columnheader" className={styles.pinned}>
        Name
      </span>
      {nights.map((runId, i) => {
        const view = byId.get(runId);
        const date = dates[i];
        const twice = date !== undefined && dates.filter((other) => other === date).length > 1;
        const began = view && twice ? inZone(view.night.startedAt, zone).time : undefined;
        const time = began ? `, run of ${began}` : '';
        return (
          <span key={runId} role="columnheader" className={styles.cell}>
            <button
              type="button"
              className={styles.night}
              aria-pressed={selected.has(runId)}
              aria-label={date ? `${fullDate(date)}${time}` : runId}
              data-hint={
                date
                  ? `${shortDate(date)}${time}\npress to ${selected.has(runId) ? 'leave out' : 'select'} this night`
                  : runId
              }
              onClick={() => toggle(runId)}
            >
              {date ? dayOfMonth(date) : '?'}
              {/* Of another month, maybe, than the ones beside it. */}
              {date && !began && view && view.night.index < 0 && <small>{monthName(date).slice(0, 3)}</small>}
              {began && <small>{began}</small>}
            </button>
          </span>
        );
      })}
      <span role="columnheader" className={styles.size}>
        Size
      </span>
    </div>
  );
}

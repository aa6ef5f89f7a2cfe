import type { FileMatch } from '../../../src-main/contract/index.ts';
import { dayOfMonth, shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer, parentOf } from '../../format/paths.ts';
import { size } from '../../format/sizes.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { timeAmong } from '../../state/night-names.ts';
import type { NightView } from '../../state/night-view.ts';
import { classes } from '../../ui/classes.ts';
import { PathText } from '../../ui/path-text.tsx';
import styles from './find-in-nights.module.css';

interface Props {
  match: FileMatch;
  root: string;
  views: readonly NightView[];
  taken: (runId: string) => boolean;
  onTake: (runId: string) => void;
  ticked: boolean;
  onTick: (on: boolean) => void;
  onOpen: (folder: string) => void;
}

/** One file found, and the nights it is in. */
export function FoundFile({ match, root, views, taken, onTake, ticked, onTick, onOpen }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const path = inCustomer(match.path, root);
  const there = views.filter((view) => view.exists);
  const nights = there.filter((view) => match.nights.includes(view.runId));
  return (
    <li className={classes(styles.match, ticked && styles.ticked)}>
      <input
        type="checkbox"
        aria-label={`Tick ${displayText(path)}`}
        checked={ticked}
        onChange={(event) => onTick(event.target.checked)}
      />
      <div>
        <button type="button" title="Open its folder" onClick={() => onOpen(parentOf(match.path))}>
          <PathText path={path} />
        </button>
        <div className={styles.nights}>
          {nights.map((view) => (
            <button
              key={view.runId}
              type="button"
              className={classes(styles.night, taken(view.runId) && styles.chosen)}
              aria-pressed={taken(view.runId)}
              aria-label={`Take it as of ${shortDate(view.date)}${timeAmong(view, there, zone)}`}
              onClick={() => onTake(view.runId)}
            >
              {dayOfMonth(view.date)}
              <small>{timeAmong(view, there, zone).replace(' at', '')}</small>
            </button>
          ))}
        </div>
      </div>
      <span className={styles.size}>
        {size(match.size)}
        <br />
        {when(match.mtime, zone, now)}
      </span>
    </li>
  );
}

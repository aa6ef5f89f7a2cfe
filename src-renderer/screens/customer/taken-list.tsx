import { X } from 'lucide-react';
import type { Selection } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { dateSpans } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer, nameOf } from '../../format/paths.ts';
import { size } from '../../format/sizes.ts';
import { takenPaths } from '../../state/cells.ts';
import { useTimeZone } from '../../state/fleet.ts';
import { whichOf } from '../../state/night-names.ts';
import type { NightView } from '../../state/night-view.ts';
import { type Place, rootsOn } from '../../state/places.ts';
import { IconButton } from '../../ui/button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import styles from './taken-list.module.css';
import type { Choice } from './use-choice.ts';

interface Props {
  places: readonly Place[];
  views: readonly NightView[];
  choice: Choice;
  selections: readonly Selection[];
}

const most = 60;

/** What will be taken, path by path, each with its nights and a way to leave it out. */
export function TakenList({ places, views, choice, selections }: Props) {
  const paths = takenPaths(selections, choice.chosen);
  const zone = useTimeZone();
  const nightsOf = (runIds: readonly string[]) => {
    const nights = views.filter((view) => runIds.includes(view.runId));
    return `${dateSpans(nights.map(({ date }) => date))}${whichOf(nights, views, zone)}`;
  };
  const shownPath = (host: string, path: string) => {
    const root = rootsOn(places, host).find((one) => path === one || path.startsWith(`${one}/`));
    return inCustomer(path, root);
  };
  return (
    <ul className={styles.list} aria-label="What is taken">
      {paths.slice(0, most).map(({ host, path, runIds, bytes }) => {
        const shown = shownPath(host, path);
        return (
          <li key={`${host} ${path}`}>
            <span className={styles.path}>
              <PathText path={shown} />
            </span>
            <span className={styles.soft}>
              {nightsOf(runIds)}
              {runIds.length > 1 && ` · ${count(runIds.length, 'version')}`}
              {bytes !== undefined && ` · ${size(bytes)}`}
              {places.length > 1 && ` · ${host}`}
            </span>
            <IconButton
              small
              label={`Leave out ${displayText(nameOf(path))}`}
              onClick={() => choice.leaveOut(host, path)}
            >
              <X size={12} aria-hidden="true" />
            </IconButton>
          </li>
        );
      })}
      {paths.length > most && <li className={styles.soft}>and {count(paths.length - most, 'more', 'more')}</li>}
    </ul>
  );
}

import type { PlannedPlace, PlannedTarball } from '../../../src-main/contract/index.ts';
import { PathText } from '../../ui/path-text.tsx';
import styles from './planned-places.module.css';

/** What is to be put in place, or was, and what becomes of what is there. */
export const PlannedPlaces = ({ places, done = false }: { places: readonly PlannedPlace[]; done?: boolean }) => (
  <ul className={styles.places}>
    {places.map(({ path, isThere, before, earlier }) => (
      <li key={path}>
        <PathText path={path} />
        <span className={styles.fate}>
          {isThere && before !== undefined ? (
            <>
              {done ? 'what was there is' : 'what is there goes aside, to'} <PathText path={before} />
            </>
          ) : earlier !== undefined ? (
            <>
              nothing is there now; what was is <PathText path={earlier} />
            </>
          ) : (
            `nothing ${done ? 'was there' : 'is there now'}`
          )}
        </span>
      </li>
    ))}
  </ul>
);

/** Full paths, by which they are confirmed. */
export const pathsInPlace = (tarballs: readonly PlannedTarball[]): string[] =>
  tarballs.flatMap(({ path: root, places = [] }) => places.map(({ path }) => `${root}${path}`));

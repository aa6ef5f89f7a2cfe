import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { nameOf } from '../../format/paths.ts';
import type { Tick } from '../../state/ticks.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import styles from './restore-panel.module.css';

/** What the core warns of, and what is ticked but in none of the nights selected. */
export function RestoreWarnings({ warnings, lost }: { warnings: readonly string[]; lost: readonly Tick[] }) {
  const first = lost[0];
  const own = first
    ? [
        lost.length === 1
          ? `${nameOf(first.path)} is in none of the nights selected`
          : `${count(lost.length, 'ticked item')} are in none of the nights selected, ${nameOf(first.path)} for one`,
      ]
    : [];
  const all = [...own, ...warnings];
  if (all.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label="Warnings">
      {all.map((warning) => (
        <li key={warning}>
          <StateMark tone="warn" size={8} />
          <span>{displayText(warning)}</span>
        </li>
      ))}
    </ul>
  );
}

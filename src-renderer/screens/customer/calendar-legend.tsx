import { Lock } from 'lucide-react';
import type { Tone } from '../../format/states.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import styles from './night-calendar.module.css';

const states: [Tone, string][] = [
  ['good', 'good'],
  ['warn', 'warning'],
  ['bad', 'failed'],
  ['miss', 'missed'],
];

export const CalendarLegend = ({ anyHeld, anyKept }: { anyHeld: boolean; anyKept: boolean }) => (
  <p className={styles.legend}>
    {states.map(([tone, word]) => (
      <span key={word}>
        <StateMark tone={tone} size={8} />
        {word}
      </span>
    ))}
    {anyHeld && (
      <span>
        <Lock size={10} aria-hidden="true" />
        held, or a part of it
      </span>
    )}
    {anyKept && <span>W, M = kept for its week, its month</span>}
    <span>number = files changed</span>
  </p>
);

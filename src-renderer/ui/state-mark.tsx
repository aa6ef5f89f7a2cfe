import type { ReactNode } from 'react';
import type { Tone } from '../format/states.ts';
import { classes } from './classes.ts';
import styles from './state-mark.module.css';

const shapes: Record<Tone, ReactNode> = {
  good: <circle cx="5" cy="5" r="4.2" fill="currentColor" />,
  warn: <path d="M5 0.2 9.8 5 5 9.8 0.2 5Z" fill="currentColor" />,
  bad: <rect x="0.8" y="0.8" width="8.4" height="8.4" rx="1.6" fill="currentColor" />,
  miss: <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  run: (
    <>
      <circle cx="5" cy="5" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 0.8A4.2 4.2 0 0 1 5 9.2Z" fill="currentColor" />
    </>
  ),
  plain: <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.6" />,
};

/** The shape and colour of a state. The word stands beside it, or is the name of what it is in. */
export const StateMark = ({ tone, size = 9 }: { tone: Tone; size?: number }) => (
  <svg className={classes(styles.mark, styles[tone])} width={size} height={size} viewBox="0 0 10 10" aria-hidden="true">
    {shapes[tone]}
  </svg>
);

import type { ReactNode } from 'react';
import type { Tone } from '../../format/states.ts';
import { classes } from '../../ui/classes.ts';
import styles from './heat-map.module.css';

/** The shapes again, in the ink of the cell: a colour alone says nothing to one in twelve men. */
const glyphs: Partial<Record<Tone, ReactNode>> = {
  warn: <path d="M4 0 8 4 4 8 0 4Z" fill="currentColor" />,
  bad: <rect x="0.5" y="0.5" width="7" height="7" rx="1" fill="currentColor" />,
  run: <path d="M4 0A4 4 0 0 1 4 8Z" fill="currentColor" />,
};

export const HeatCell = ({ tone, sample = false }: { tone: Tone; sample?: boolean }) => (
  <span className={classes(styles.cell, styles[tone], sample && styles.sample)}>
    {glyphs[tone] && (
      <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
        {glyphs[tone]}
      </svg>
    )}
  </span>
);

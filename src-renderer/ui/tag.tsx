import type { ReactNode } from 'react';
import type { Tone } from '../format/states.ts';
import { classes } from './classes.ts';
import { StateMark } from './state-mark.tsx';
import styles from './tag.module.css';

export const Tag = ({
  tone = 'plain',
  mark = false,
  children,
}: {
  tone?: Tone;
  mark?: boolean;
  children: ReactNode;
}) => (
  <span className={classes(styles.tag, styles[tone])}>
    {mark && <StateMark tone={tone} size={8} />}
    {children}
  </span>
);

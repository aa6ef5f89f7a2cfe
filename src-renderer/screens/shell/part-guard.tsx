import type { ReactNode } from 'react';
import { displayText } from '../../format/display-text.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Guard } from '../../ui/guard.tsx';
import styles from './part-guard.module.css';

interface Props {
  /** What it is, as the beginning of a sentence. */
  part: string;
  /** Takes it away, where that can be. */
  onClose?: () => void;
  /** Where there is room for one line alone. */
  line?: boolean;
  children: ReactNode;
}

/** A part of the frame, or that it can't be drawn: the screen goes on. */
export const PartGuard = ({ part, onClose, line = false, children }: Props) => (
  <Guard
    instead={(why, again) => (
      <div className={classes(styles.part, line && styles.line)} role="alert">
        <span className={styles.text} data-hint={line ? displayText(why) : undefined}>
          {part} can’t be drawn ({displayText(why)}). The rest of the window goes on.
        </span>
        <Button small onClick={again}>
          Try again
        </Button>
        {onClose && (
          <Button small onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    )}
  >
    {children}
  </Guard>
);

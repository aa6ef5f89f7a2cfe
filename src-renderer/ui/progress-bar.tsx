import { classes } from './classes.ts';
import styles from './progress-bar.module.css';

interface Props {
  label: string;
  /** 0 to 1. */
  fraction: number;
  tone?: 'run' | 'good' | 'bad' | 'miss';
  wide?: boolean;
}

export function ProgressBar({ label, fraction, tone = 'run', wide = false }: Props) {
  const percent = Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classes(styles.bar, wide && styles.wide)}
    >
      <div className={classes(styles.fill, tone !== 'run' && styles[tone])} style={{ width: `${percent}%` }} />
    </div>
  );
}

import { Check, X } from 'lucide-react';
import type { JobStep } from '../../src-main/contract/index.ts';
import { displayText } from '../format/display-text.ts';
import { stepDetail } from '../format/job-progress.ts';
import { classes } from './classes.ts';
import { ProgressBar } from './progress-bar.tsx';
import styles from './steps.module.css';

const word: Record<JobStep['state'], string> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

interface Props {
  steps: readonly JobStep[];
  label: string;
  /** The job was cancelled: the step it was at did not fail. */
  cancelled?: boolean;
}

/** The steps of a job, one below the other, with the progress of the one under way. */
export const Steps = ({ steps, label, cancelled = false }: Props) => (
  <ol className={styles.steps} aria-label={label}>
    {steps.map((step) => (
      <li
        key={step.name}
        className={classes(styles.step, step.state === 'waiting' && styles.waiting)}
        aria-label={`${step.name}, ${cancelled && step.state === 'failed' ? 'stopped' : word[step.state]}`}
      >
        <span
          className={classes(styles.dot, styles[cancelled && step.state === 'failed' ? 'stopped' : step.state])}
          aria-hidden="true"
        >
          {step.state === 'done' && <Check size={11} strokeWidth={3} />}
          {step.state === 'failed' && <X size={11} strokeWidth={3} />}
          {step.state === 'running' && <span className={styles.core} />}
        </span>
        <span>
          {step.name}
          <span className={styles.detail}>{stepDetail(step)}</span>
        </span>
        {step.state === 'running' && step.total !== undefined && step.total > 0 && (
          <span className={styles.bar}>
            <ProgressBar wide label={step.name} fraction={(step.done ?? 0) / step.total} />
          </span>
        )}
        {step.message && (step.state === 'running' || step.state === 'failed') && (
          <span className={styles.message}>{displayText(step.message)}</span>
        )}
      </li>
    ))}
  </ol>
);

import type { ReactNode } from 'react';
import type { ErrorEnvelope } from '../../src-main/contract/index.ts';
import { displayText } from '../format/display-text.ts';
import { errorTitle, nextStep } from '../format/error-text.ts';
import { Button } from './button.tsx';
import styles from './error-box.module.css';

interface Props {
  error: ErrorEnvelope;
  onRetry?: (() => void) | undefined;
  actions?: ReactNode;
}

/** An error in plain words: what, where, what to do next. */
export function ErrorBox({ error, onRetry, actions }: Props) {
  const stderr = error.details?.stderr;
  return (
    <div className={styles.box} role="alert">
      <span className={styles.title}>{errorTitle[error.code] ?? 'It failed'}</span>
      <span className={styles.message}>{displayText(error.message)}</span>
      {nextStep[error.code] && <span className={styles.next}>{nextStep[error.code]}</span>}
      {typeof stderr === 'string' && stderr !== '' && (
        <details className={styles.details}>
          <summary>What the program said</summary>
          <pre>{stderr.split('\n').map(displayText).join('\n')}</pre>
        </details>
      )}
      {(onRetry || actions) && (
        <div className={styles.actions}>
          {onRetry && (
            <Button small onClick={onRetry}>
              Try again
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}

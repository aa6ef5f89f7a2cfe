import { useId } from 'react';
import styles from './settings.module.css';

interface Props {
  label: string;
  value: string;
  rows: number;
  maxLength: number;
  problems?: readonly string[];
  readOnly?: boolean;
  onChange: (text: string) => void;
}

/** A text of several lines, with what is wrong in it. */
export function LongField({ label, value, rows, maxLength, problems = [], readOnly = false, onChange }: Props) {
  const id = useId();
  const isWrong = problems.length > 0;
  return (
    <div className={styles.long}>
      <label className={styles.legend} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles.list}
        rows={rows}
        maxLength={maxLength}
        readOnly={readOnly}
        spellCheck={false}
        value={value}
        aria-invalid={isWrong ? true : undefined}
        aria-describedby={isWrong ? `${id}-problems` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {isWrong && (
        <ul id={`${id}-problems`} className={styles.problems} role="alert">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

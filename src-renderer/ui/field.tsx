import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { classes } from './classes.ts';
import styles from './field.module.css';

interface Frame {
  label: string;
  /** The label is only read aloud. */
  bare?: boolean;
  /** No wider than what one types into it: over a table that fills the window. */
  narrow?: boolean;
  problem?: string | undefined;
  hint?: ReactNode;
}

interface InputProps extends Frame, Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> {
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, bare, narrow, problem, hint, mono = false, ...rest }: InputProps) {
  const id = useId();
  return (
    <FieldFrame id={id} {...{ label, bare, narrow, problem, hint }}>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={id}
        aria-label={bare ? label : undefined}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem || hint ? `${id}-note` : undefined}
        className={classes(styles.input, mono && styles.mono, problem !== undefined && styles.invalid)}
      />
    </FieldFrame>
  );
}

interface SelectProps extends Frame, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className'> {
  options: readonly (readonly [value: string, text: string])[];
}

export function SelectField({ label, bare, problem, hint, options, ...rest }: SelectProps) {
  const id = useId();
  return (
    <FieldFrame id={id} {...{ label, bare, problem, hint }}>
      <select {...rest} id={id} aria-label={bare ? label : undefined} className={styles.input}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

function FieldFrame({ id, label, bare, narrow, problem, hint, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className={classes(styles.field, narrow && styles.narrow)}>
      {!bare && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      {children}
      {(problem || hint) && (
        <span id={`${id}-note`} className={problem ? styles.problem : styles.hint}>
          {problem ?? hint}
        </span>
      )}
    </div>
  );
}

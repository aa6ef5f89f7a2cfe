import type { ReactNode } from 'react';
import { SelectField, TextField } from './field.tsx';
import styles from './list-tools.module.css';

/** A select over a list. */
interface Choice {
  label: string;
  options: readonly (readonly [string, string])[];
  value: string;
  onChoose: (value: string) => void;
}

/** One whose values are of a type. */
export const choice = <Value extends string>(
  label: string,
  options: readonly (readonly [Value, string])[],
  value: Value,
  onChoose: (value: Value) => void,
): Choice => ({
  label,
  options,
  value,
  onChoose(text) {
    const chosen = options.find(([each]) => each === text);
    if (chosen) onChoose(chosen[0]);
  },
});

interface Props {
  /** Of the field, read aloud. */
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  choices: readonly Choice[];
  /** What else one does with the list, or what is said of it. */
  children?: ReactNode;
}

/** Over a list: narrows it by a part of what it shows, and orders it. */
export function ListTools({ label: field, placeholder, text, onText, choices, children }: Props) {
  return (
    <div className={styles.tools}>
      <TextField
        bare
        type="search"
        label={field}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {choices.map(({ label, options, value, onChoose }) => (
        <SelectField
          key={label}
          bare
          label={label}
          options={options}
          value={value}
          onChange={(event) => onChoose(event.target.value)}
        />
      ))}
      {children}
    </div>
  );
}

import { useState } from 'react';
import { count } from '../../format/counts.ts';
import { naturalOrder } from '../../format/natural-order.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './first-run.module.css';

interface Props {
  title: string;
  hint: string;
  names: readonly string[];
  onAdd: (names: string[]) => void;
}

/** Names to choose from; with many of them, by a part of the name. */
export function NamePicker({ title, hint, names, onAdd }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState('');
  const shown = names.filter((name) => name.toLowerCase().includes(filter.toLowerCase())).sort(naturalOrder);
  const picked = names.filter((name) => chosen.has(name));
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  return (
    <fieldset className={styles.picker}>
      <legend className={styles.label}>{title}</legend>
      <p className={styles.hint}>{hint}</p>
      {names.length > 12 && (
        <TextField
          bare
          label={`Filter: ${title}`}
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <div className={styles.names}>
        {shown.slice(0, 300).map((name) => (
          <label key={name} className={styles.name}>
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </div>
      <div className={styles.row}>
        <Button
          onClick={() => {
            onAdd(picked);
            setChosen(new Set());
          }}
          disabled={picked.length === 0}
        >
          Add {picked.length > 0 ? count(picked.length, 'machine') : 'those chosen'}
        </Button>
        {shown.length > 1 && (
          <Button look="quiet" onClick={() => setChosen(new Set([...chosen, ...shown]))}>
            Choose all {shown.length}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

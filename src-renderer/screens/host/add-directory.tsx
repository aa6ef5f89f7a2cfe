import { useState } from 'react';
import { entriesIn, withEntry } from '../../state/config-text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './directories.module.css';
import type { ConfigDraft } from './use-config-draft.ts';

/** A new entry goes below the last one; the host is asked about it at once. */
export function AddDirectory({ draft, host }: { draft: ConfigDraft; host: string }) {
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const wanted = path.trim();
    if (wanted === '') return;
    if (!wanted.startsWith('/')) return setProblem('A full path begins with a slash.');
    if (entriesIn(draft.text).some((entry) => entry.path === wanted))
      return setProblem('That directory is already in the list.');
    draft.setText(withEntry(draft.text, wanted));
    setPath('');
    setProblem(undefined);
  };
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        bare
        mono
        label="Add a directory"
        placeholder={`Add a directory: its full path on ${host}`}
        value={path}
        problem={problem}
        onChange={(event) => {
          setPath(event.target.value);
          setProblem(undefined);
        }}
      />
      <Button type="submit" disabled={path.trim() === ''}>
        Add
      </Button>
    </form>
  );
}

import { useMemo, useState } from 'react';
import { entriesIn, withEntry } from '../../state/config-text.ts';
import { withoutSlash } from '../../state/path-completion.ts';
import { Button } from '../../ui/button.tsx';
import styles from './directories.module.css';
import { FolderField } from './folder-field.tsx';
import type { ConfigDraft } from './use-config-draft.ts';

/** A new entry goes below the last one; the host is asked about it at once. */
export function AddDirectory({ draft, host }: { draft: ConfigDraft; host: string }) {
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string>();
  const listed = useMemo(() => new Set(entriesIn(draft.text).map((entry) => entry.path)), [draft.text]);
  const add = () => {
    const wanted = withoutSlash(path.trim());
    if (wanted === '') return;
    if (!wanted.startsWith('/')) return setProblem('A full path begins with a slash.');
    if (listed.has(wanted)) return setProblem('That directory is already in the list.');
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
      <FolderField
        host={host}
        label="Add a directory"
        placeholder={`Add a directory: its full path on ${host}`}
        value={path}
        problem={problem}
        listed={listed}
        onChange={(next) => {
          setPath(next);
          setProblem(undefined);
        }}
      />
      <Button type="submit" disabled={path.trim() === ''}>
        Add
      </Button>
    </form>
  );
}

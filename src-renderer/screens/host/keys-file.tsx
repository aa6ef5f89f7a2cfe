import { useState } from 'react';
import { useStored, writeStored } from '../../state/stored.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './gate-card.module.css';

/** Where a server keeps the keys it accepts, if not where ssh does by itself. Kept in this window, for each host. */
export function KeysFile({ host, server }: { host: string; server: string | undefined }) {
  const stored = useStored(`keys-file.${host}`);
  const [path, setPath] = useState(stored ?? '');
  const [problem, setProblem] = useState<string>();
  const look = () => {
    const wanted = path.trim();
    if (wanted !== '' && !wanted.startsWith('/')) return setProblem('A full path begins with a slash.');
    writeStored(`keys-file.${host}`, wanted === '' ? undefined : wanted);
  };
  return (
    <form
      className={styles.file}
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <TextField
        mono
        label={`File of the keys that ${server ?? 'the server'} accepts`}
        placeholder="~/.ssh/authorized_keys"
        value={path}
        problem={problem}
        onChange={(event) => {
          setPath(event.target.value);
          setProblem(undefined);
        }}
      />
      <Button type="submit">Look there</Button>
    </form>
  );
}

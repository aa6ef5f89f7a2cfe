import { useState } from 'react';
import type { ListedMachine } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextFileButton } from '../../ui/text-file-button.tsx';
import styles from './first-run.module.css';
import { NamePicker } from './name-picker.tsx';

interface Props {
  kind: 'server' | 'host';
  suggested: readonly string[];
  /** Names that are in use. */
  taken: ReadonlySet<string>;
  onAdd: (machines: ListedMachine[]) => void;
}

/** Lines of a list that are told to be wrong at once. */
const MOST_TOLD = 10;

const byName = (name: string): ListedMachine => ({ name, ssh: { host: name } });

/** The ways to name machines: what ssh knows already, what the servers have nights of, a list. */
export function MachineSources({ kind, suggested, taken, onAdd }: Props) {
  const aliases = useAnswer('fleet.sshAliases', {}).data?.aliases ?? [];
  const free = (names: readonly string[]) => names.filter((name) => !taken.has(name));
  return (
    <div className={styles.sources}>
      <TypedList kind={kind} onAdd={onAdd} />
      {free(suggested).length > 0 && (
        <NamePicker
          title="Your servers have nights of"
          hint="Each is reached by its name; give another address below where that is none."
          names={free(suggested)}
          onAdd={(names) => onAdd(names.map(byName))}
        />
      )}
      {free(aliases).length > 0 && (
        <NamePicker
          title="From ~/.ssh/config"
          hint="User, key and jump host come from there, too."
          names={free(aliases)}
          onAdd={(names) => onAdd(names.map(byName))}
        />
      )}
    </div>
  );
}

/** One machine or a thousand, a line each, typed, pasted or out of a file. */
function TypedList({ kind, onAdd }: Pick<Props, 'kind' | 'onAdd'>) {
  const [text, setText] = useState('');
  const read = useAction('fleet.readList');
  const problems = text === '' ? [] : (read.data?.problems ?? []);
  const add = () =>
    read.mutate(
      { text },
      {
        onSuccess: ({ machines, problems }) => {
          if (machines.length === 0) return;
          onAdd(machines);
          const wrong = new Set(problems.map(({ line }) => line));
          setText(
            text
              .split('\n')
              .filter((_, index) => wrong.has(index + 1))
              .join('\n'),
          );
        },
      },
    );
  const example =
    kind === 'server'
      ? 'backup1 root@backup1.example.com'
      : 'jail15 root@jail15.example.com:22 /usr/local/jail/bin/backup.config';
  return (
    <div className={styles.typed}>
      <label className={styles.label} htmlFor={`list-of-${kind}s`}>
        A line each: name, address{kind === 'host' ? ', path of backup.config where you know it' : ''}
      </label>
      <textarea
        id={`list-of-${kind}s`}
        className={styles.list}
        rows={4}
        placeholder={example}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problems.length > 0 && (
        // What was understood is gone from the field, so that the lines left count from one again.
        <ul className={styles.problems} role="alert">
          {problems.slice(0, MOST_TOLD).map(({ line, message }, index) => (
            <li key={line}>
              Line {read.data?.machines.length ? index + 1 : line}: {message}
            </li>
          ))}
          {problems.length > MOST_TOLD && <li>and {count(problems.length - MOST_TOLD, 'line')} more</li>}
        </ul>
      )}
      {read.isError && <ErrorBox error={read.error} />}
      <div className={styles.row}>
        <Button onClick={add} disabled={text.trim() === '' || read.isPending}>
          Add
        </Button>
        <TextFileButton onText={setText}>Open a list…</TextFileButton>
      </div>
    </div>
  );
}

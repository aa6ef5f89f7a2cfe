import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { count } from '../../format/counts.ts';
import { useAction } from '../../state/commands.ts';
import { keyId, sortedKeys } from '../../state/host-keys.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextFileButton } from '../../ui/text-file-button.tsx';
import { ComparedKeyList } from './compared-key-list.tsx';
import styles from './settings.module.css';

/** Takes host keys from a list that somebody else vouches for: what differs is shown first, a changed key never taken. */
export function HostKeysCard() {
  const client = useQueryClient();
  const { show } = useToasts();
  const [text, setText] = useState('');
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const compare = useAction('hostKeys.compare');
  const take = useAction('hostKeys.import');
  const compared = compare.data && sortedKeys(compare.data);
  const chosen = compared?.takable.filter((key) => !without.has(keyId(key))) ?? [];
  const write = (next: string) => {
    setText(next);
    compare.reset();
    take.reset();
  };
  const look = () =>
    compare.mutate(
      { text },
      { onSuccess: (answer) => setWithout(new Set(sortedKeys(answer).doubtful.map((key) => keyId(key)))) },
    );
  const trust = () =>
    take.mutate(
      { text, keys: chosen.map(({ machine, fingerprint }) => ({ machine, fingerprint })) },
      {
        onSuccess: ({ machines }) => {
          show({
            tone: 'good',
            title: `${count(chosen.length, 'key')} of ${count(machines.length, 'machine')} trusted`,
          });
          write('');
          void client.invalidateQueries();
        },
      },
    );
  return (
    <Card title="Host keys from a list">
      <label className={styles.soft} htmlFor="list-of-host-keys">
        A known_hosts file that you trust, or what <code>ssh-keyscan</code> prints on a machine that reaches yours
        safely. It is compared with what is known; nothing is trusted before you say so.
      </label>
      <textarea
        id="list-of-host-keys"
        className={styles.list}
        rows={4}
        placeholder="jail15.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5…"
        spellCheck={false}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      <div className={styles.row}>
        <Button onClick={look} disabled={text.trim() === '' || compare.isPending}>
          {compare.isPending ? 'Comparing…' : 'Compare'}
        </Button>
        <TextFileButton onText={write}>Open a file…</TextFileButton>
      </div>
      {compare.isError && <ErrorBox error={compare.error} />}
      {compare.data && compared && (
        <ComparedKeyList answer={compare.data} sorted={compared} without={without} onChange={setWithout} />
      )}
      {compared && compared.takable.length > 0 && (
        <div className={styles.row}>
          <Button look="primary" onClick={trust} disabled={chosen.length === 0 || take.isPending}>
            Trust {chosen.length === 1 ? 'this one' : `these ${chosen.length}`}
          </Button>
        </div>
      )}
      {take.isError && <ErrorBox error={take.error} />}
    </Card>
  );
}

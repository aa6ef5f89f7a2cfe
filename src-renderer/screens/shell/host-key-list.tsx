import { type ReactNode, useState } from 'react';
import type { HostKey } from '../../../src-main/contract/index.ts';
import { naturalOrder } from '../../format/natural-order.ts';
import { keyId } from '../../state/host-keys.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { choice, ListTools } from '../../ui/list-tools.tsx';
import { LongList } from '../../ui/long-list.tsx';
import styles from './host-key-dialog.module.css';

interface Props<Key extends HostKey> {
  keys: readonly Key[];
  /** Those that are not chosen, by `keyId`. */
  without: ReadonlySet<string>;
  onChange: (without: ReadonlySet<string>) => void;
  /** What else is known of a key. */
  note?: (key: Key) => ReactNode;
}

const orders = [
  ['machine', 'by name'],
  ['host', 'by address'],
  ['fingerprint', 'by fingerprint'],
] as const;

/** The keys, each to be taken or left; with many of them, by a part of what is known of one. */
export function HostKeyList<Key extends HostKey>({ keys, without, onChange, note }: Props<Key>) {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<(typeof orders)[number][0]>('machine');
  const wanted = filter.toLowerCase();
  const shown = keys
    .filter((key) => `${key.machine} ${key.host} ${key.fingerprint}`.toLowerCase().includes(wanted))
    .sort((a, b) => naturalOrder(a[order], b[order]));
  const isMany = keys.length > 1;
  const isAlone = new Set(keys.map(({ machine }) => machine)).size === keys.length;
  const choose = (some: readonly Key[], take: boolean) => {
    const next = new Set(without);
    for (const key of some) take ? next.delete(keyId(key)) : next.add(keyId(key));
    onChange(next);
  };
  return (
    <>
      {keys.length > 5 && (
        <ListTools
          label="Filter the keys"
          placeholder="Filter"
          text={filter}
          onText={setFilter}
          choices={[choice('Order', orders, order, setOrder)]}
        >
          <Button small onClick={() => choose(shown, true)}>
            Choose {filter ? 'those shown' : 'all'}
          </Button>
          <Button small onClick={() => choose(shown, false)}>
            Choose none{filter && ' of them'}
          </Button>
          <CopyButton
            label="Copy as text"
            text={keys
              .map((key) => `${key.fingerprint} ${key.machine} (${key.host}:${key.port}) ${key.keyType}\n`)
              .join('')}
          />
        </ListTools>
      )}
      <LongList items={shown} keyOf={keyId} rowHeight={68} className={styles.keys}>
        {(key) => (
          <div className={styles.key}>
            {isMany && (
              <input
                type="checkbox"
                aria-label={`Take the ${isAlone ? '' : `${key.keyType} `}key of ${key.machine}`}
                checked={!without.has(keyId(key))}
                onChange={(event) => choose([key], event.target.checked)}
              />
            )}
            <span>
              <strong>{key.machine}</strong>{' '}
              <span className={styles.soft}>
                {key.host}, port {key.port} · {key.keyType}
              </span>{' '}
              {note?.(key)}
              <br />
              <span className={styles.fingerprint}>{key.fingerprint}</span>
              <CopyButton icon text={key.fingerprint} label={`Copy the fingerprint of ${key.machine}`} />
            </span>
          </div>
        )}
      </LongList>
    </>
  );
}

import { useState } from 'react';
import type { HostKey } from '../../../src-main/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './host-key-dialog.module.css';

interface Props {
  keys: readonly HostKey[];
  /** Machines whose keys are not chosen. */
  without: ReadonlySet<string>;
  onChange: (without: ReadonlySet<string>) => void;
}

const orders = [
  ['machine', 'by name'],
  ['host', 'by address'],
  ['fingerprint', 'by fingerprint'],
] as const;

/** The keys, each to be taken or left; with many of them, by a part of what is known of one. */
export function HostKeyList({ keys, without, onChange }: Props) {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<(typeof orders)[number][0]>('machine');
  const wanted = filter.toLowerCase();
  const shown = keys
    .filter((key) => `${key.machine} ${key.host} ${key.fingerprint}`.toLowerCase().includes(wanted))
    .sort((a, b) => a[order].localeCompare(b[order], 'en', { numeric: true }));
  const isMany = keys.length > 1;
  const choose = (machines: readonly HostKey[], take: boolean) => {
    const next = new Set(without);
    for (const { machine } of machines) take ? next.delete(machine) : next.add(machine);
    onChange(next);
  };
  return (
    <>
      {keys.length > 5 && (
        <div className={styles.tools}>
          <TextField
            bare
            label="Filter the keys"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <SelectField
            bare
            label="Order"
            options={orders}
            value={order}
            onChange={(event) => setOrder(orders.find(([value]) => value === event.target.value)?.[0] ?? 'machine')}
          />
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
        </div>
      )}
      <ul className={styles.keys}>
        {shown.map((key) => (
          <li key={key.machine} className={styles.key}>
            {isMany && (
              <input
                type="checkbox"
                aria-label={`Take the key of ${key.machine}`}
                checked={!without.has(key.machine)}
                onChange={(event) => choose([key], event.target.checked)}
              />
            )}
            <span>
              <strong>{key.machine}</strong>{' '}
              <span className={styles.soft}>
                {key.host}, port {key.port} · {key.keyType}
              </span>
              <br />
              <span className={styles.fingerprint}>{key.fingerprint}</span>
              <CopyButton icon text={key.fingerprint} label={`Copy the fingerprint of ${key.machine}`} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

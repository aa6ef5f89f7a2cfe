import type { MetMachine } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import type { MachineDraft, ServerDraft } from '../../state/fleet-draft.ts';
import { LongList } from '../../ui/long-list.tsx';
import { Tag } from '../../ui/tag.tsx';
import { MachineFields } from '../settings/machine-fields.tsx';
import styles from './first-run.module.css';

interface Props {
  kind: 'server' | 'host';
  machines: readonly (ServerDraft | MachineDraft)[];
  met: ReadonlyMap<string, MetMachine>;
  serverNames: readonly string[];
  onChange: (machines: (ServerDraft | MachineDraft)[]) => void;
}

/** The machines named so far, those with something wrong first, each to be looked at and put right. */
export function MetList({ kind, machines, met, serverNames, onChange }: Props) {
  const rows = machines
    .map((machine, at) => ({ machine, at, one: met.get(machine.name) }))
    .sort((a, b) => rankOf(a.one) - rankOf(b.one));
  return (
    <LongList
      label={`Your ${kind}s`}
      items={rows}
      keyOf={({ at }) => String(at)}
      rowHeight={42}
      className={styles.machines}
    >
      {({ machine, at, one }) => (
        <MachineFields
          machine={machine}
          path=""
          status={undefined}
          issues={[]}
          startOpen={false}
          note={<Note one={one} serverNames={serverNames} />}
          onChange={(next) => onChange(machines.with(at, next))}
          onRemove={() => onChange(machines.filter((_, other) => other !== at))}
        />
      )}
    </LongList>
  );
}

const rankOf = (one: MetMachine | undefined): number => (one === undefined ? 1 : one.error ? 0 : 2);

function Note({ one, serverNames }: { one: MetMachine | undefined; serverNames: readonly string[] }) {
  if (!one) return <Tag>not reached yet</Tag>;
  if (one.error) {
    return (
      <>
        {one.error.code === 'host-key-unknown' ? (
          <Tag tone="warn" mark>
            its key waits for you
          </Tag>
        ) : (
          <Tag tone="bad" mark>
            to put right
          </Tag>
        )}
        <span className={styles.told}>{displayText(one.error.message)}</span>
      </>
    );
  }
  return (
    <>
      <Tag tone="good" mark>
        works
      </Tag>
      <span className={styles.told}>{factsOf(one)}</span>
      {one.server && !serverNames.includes(one.server) && (
        <Tag tone="warn" mark>
          its nights go to {one.server}, which is none of your servers
        </Tag>
      )}
    </>
  );
}

function factsOf({ os, role, entries, configPath, backupdirs }: MetMachine): string {
  const found =
    role === 'server'
      ? `nights of ${count(backupdirs.length, 'host')}`
      : `${count(entries.length, 'entry', 'entries')} in ${configPath}`;
  return [os, found].filter(Boolean).join(' · ');
}

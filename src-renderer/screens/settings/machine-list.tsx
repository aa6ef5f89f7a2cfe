import { useState } from 'react';
import type { MachineStatus } from '../../../src-main/contract/index.ts';
import { useAnswer } from '../../state/commands.ts';
import { type FieldIssue, issueAt, type MachineDraft, type ServerDraft } from '../../state/fleet-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { MachineFields } from './machine-fields.tsx';
import styles from './settings.module.css';

interface Props<Machine extends ServerDraft | MachineDraft> {
  title: 'Servers' | 'Hosts';
  field: 'servers' | 'hosts';
  machines: readonly Machine[];
  issues: readonly FieldIssue[];
  make: () => Machine;
  onChange: (machines: Machine[]) => void;
}

export function MachineList<Machine extends ServerDraft | MachineDraft>({
  title,
  field,
  machines,
  issues,
  make,
  onChange,
}: Props<Machine>) {
  const status: MachineStatus[] = useAnswer('fleet.status', {}).data?.machines ?? [];
  const [added, setAdded] = useState<number>();
  const word = title === 'Servers' ? 'server' : 'host';
  const whole = issueAt(issues, field);
  return (
    <Card
      title={title}
      aside={
        <Button
          small
          onClick={() => {
            setAdded(machines.length);
            onChange([...machines, make()]);
          }}
        >
          Add a {word}
        </Button>
      }
    >
      {whole && <p role="alert">{whole}</p>}
      {machines.length === 0 && (
        <Empty title={`No ${word}s yet`}>
          {word === 'server' ? 'Add the backup servers nights are kept on.' : 'Add the machines customers live on.'}
        </Empty>
      )}
      <ul className={styles.machines}>
        {machines.map((machine, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is typed must not make the field a new one
          <li key={i}>
            <MachineFields
              machine={machine}
              path={`${field}[${i}]`}
              status={status.find((known) => known.name === machine.name)}
              issues={issues}
              startOpen={i === added}
              onChange={(next) => onChange(machines.with(i, next))}
              onRemove={() => onChange(machines.filter((_, other) => other !== i))}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

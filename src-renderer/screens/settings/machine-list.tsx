import { useState } from 'react';
import type { MachineStatus } from '../../../src-main/contract/index.ts';
import { useAnswer } from '../../state/commands.ts';
import { type FieldIssue, issueAt, issuesBelow, type MachineDraft, type ServerDraft } from '../../state/fleet-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { LongList } from '../../ui/long-list.tsx';
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

const FILTERED_FROM = 20;

const nameAndAddress = (machine: ServerDraft | undefined): string =>
  machine ? `${machine.name} ${machine.ssh.host}`.toLowerCase() : '';

export function MachineList<Machine extends ServerDraft | MachineDraft>({
  title,
  field,
  machines,
  issues,
  make,
  onChange,
}: Props<Machine>) {
  const machinesKnown: readonly MachineStatus[] = useAnswer('fleet.status', {}).data?.machines ?? [];
  const status = new Map(machinesKnown.map((known) => [known.name, known]));
  const [added, setAdded] = useState<number>();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const wrong = machines.map((_, i) => issuesBelow(issues, `${field}[${i}]`) > 0);
  // By their place among all, so that what is typed makes no field a new one. What is to be put right comes first.
  const shown = machines
    .map((_, i) => i)
    .filter((i) => i === added || wrong[i] || nameAndAddress(machines[i]).includes(wanted))
    .sort((a, b) => Number(b === added) - Number(a === added) || Number(wrong[b]) - Number(wrong[a]) || a - b);
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
      {machines.length > FILTERED_FROM && (
        <TextField
          bare
          narrow
          type="search"
          label={`Find a ${word}`}
          placeholder="Find by name or address"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <LongList items={shown} keyOf={String} rowHeight={42} className={styles.machines}>
        {(i) => {
          const machine = machines[i];
          return (
            machine && (
              <MachineFields
                machine={machine}
                path={`${field}[${i}]`}
                status={status.get(machine.name)}
                issues={issues}
                startOpen={i === added}
                onChange={(next) => onChange(machines.with(i, next))}
                onRemove={() => onChange(machines.filter((_, other) => other !== i))}
              />
            )
          );
        }}
      </LongList>
    </Card>
  );
}

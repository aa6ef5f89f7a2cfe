import { type ReactNode, useEffect, useState } from 'react';
import type { MachineStatus } from '../../../src-main/contract/index.ts';
import {
  type FieldIssue,
  issueAt,
  issuesBelow,
  type MachineDraft,
  numberOrNothing,
  orNothing,
  type ServerDraft,
} from '../../state/fleet-draft.ts';
import { withCount } from '../../state/longer-rules.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './settings.module.css';

interface Props<Machine extends ServerDraft | MachineDraft> {
  machine: Machine;
  /** Of its issues, such as `hosts[2]`. */
  path: string;
  status: MachineStatus | undefined;
  issues: readonly FieldIssue[];
  startOpen: boolean;
  /** Beside its name, in place of its state. */
  note?: ReactNode;
  onChange: (machine: Machine) => void;
  onRemove: () => void;
}

const rights = [
  ['none', 'as it is'],
  ['sudo', 'sudo, without a password'],
  ['doas', 'doas, without a password'],
] as const;

export function MachineFields<Machine extends ServerDraft | MachineDraft>(props: Props<Machine>) {
  const { machine, path, status, issues, startOpen, note } = props;
  const wrong = issuesBelow(issues, path);
  const [open, setOpen] = useState(startOpen);
  useEffect(() => {
    if (wrong > 0) setOpen(true);
  }, [wrong]);
  const { host, port, user } = machine.ssh;
  const address = `${user ? `${user}@` : ''}${host}${port ? `:${port}` : ''}`;
  return (
    <details className={styles.machine} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{machine.name || 'new'}</strong>
        <span className={styles.soft}>{address}</span>
        {wrong > 0 && <Tag tone="bad">{wrong} to put right</Tag>}
        {note}
        {!note && status?.state === 'unreachable' && (
          <Tag tone="bad" mark>
            out of reach
          </Tag>
        )}
      </summary>
      {open && <OpenFields {...props} />}
    </details>
  );
}

const algorithms = [
  ['', 'those that ssh allows'],
  ['old', 'old ones too: SHA-1, CBC, small groups'],
] as const;

interface OwnRuleProps {
  machine: MachineDraft;
  at: (field: string) => string | undefined;
  onChange: (rule: MachineDraft['longer']) => void;
}

/** Of a host whose nights are kept longer by a rule of its own. */
const OwnRule = ({ machine: { longer }, at, onChange }: OwnRuleProps) =>
  (['weeks', 'months'] as const).map((span) => (
    <TextField
      key={span}
      label={`Kept longer: ${span}`}
      type="number"
      min={0}
      placeholder={longer ? '0' : 'as the fleet’s'}
      value={longer?.[span] ?? ''}
      problem={at(`longer.${span}`)}
      onChange={(event) => onChange(withCount(longer, { [span]: numberOrNothing(event.target.value) }))}
    />
  ));

const clients = [
  ['', 'built in, OpenSSH’s where needed'],
  ['openssh', 'OpenSSH’s own'],
] as const;

/** In the document only while they are shown: a fleet may have a thousand machines. */
function OpenFields<Machine extends ServerDraft | MachineDraft>(props: Props<Machine>) {
  const { machine, path, status, issues, onChange, onRemove } = props;
  const ssh = (part: Partial<ServerDraft['ssh']>) => onChange({ ...machine, ssh: { ...machine.ssh, ...part } });
  const at = (field: string) => issueAt(issues, `${path}.${field}`);
  const { host, port, user, identityFile, jump } = machine.ssh;
  return (
    <>
      {status?.error && <p className={styles.fields}>{status.error}</p>}
      <div className={styles.fields}>
        <TextField
          label="Name"
          value={machine.name}
          problem={at('name')}
          onChange={(event) => onChange({ ...machine, name: event.target.value })}
        />
        <TextField
          label="Address or SSH alias"
          value={host}
          problem={at('ssh.host')}
          onChange={(event) => ssh({ host: event.target.value })}
        />
        <TextField
          label="Port"
          type="number"
          placeholder="22"
          value={port ?? ''}
          problem={at('ssh.port')}
          onChange={(event) => ssh({ port: numberOrNothing(event.target.value) })}
        />
        <TextField
          label="User"
          placeholder="as SSH is set up"
          value={user ?? ''}
          problem={at('ssh.user')}
          onChange={(event) => ssh({ user: orNothing(event.target.value) })}
        />
        <TextField
          label="Key file"
          mono
          placeholder="the agent’s"
          value={identityFile ?? ''}
          problem={at('ssh.identityFile')}
          onChange={(event) => ssh({ identityFile: orNothing(event.target.value) })}
        />
        <TextField
          label="Through (jump host)"
          placeholder="directly"
          value={jump ?? ''}
          problem={at('ssh.jump')}
          onChange={(event) => ssh({ jump: orNothing(event.target.value) ?? null })}
        />
        <SelectField
          label="Algorithms"
          options={algorithms}
          value={machine.ssh.oldAlgorithms ? 'old' : ''}
          onChange={(event) => ssh({ oldAlgorithms: event.target.value === 'old' || undefined })}
        />
        <SelectField
          label="SSH client"
          options={clients}
          value={machine.ssh.client ?? ''}
          onChange={(event) => ssh({ client: event.target.value === 'openssh' ? 'openssh' : undefined })}
        />
        {'configPath' in machine && (
          <TextField
            label="Path of backup.config"
            mono
            value={machine.configPath}
            problem={at('configPath')}
            onChange={(event) => onChange({ ...machine, configPath: event.target.value })}
          />
        )}
        {'configPath' in machine && (
          <OwnRule machine={machine} at={at} onChange={(longer) => onChange({ ...machine, longer })} />
        )}
        <SelectField
          label="Rights"
          options={rights}
          value={machine.become ?? 'none'}
          problem={at('become')}
          onChange={(event) =>
            onChange({ ...machine, become: rights.find(([value]) => value === event.target.value)?.[0] ?? 'none' })
          }
        />
      </div>
      <div className={styles.fields}>
        <Button small look="danger" onClick={onRemove}>
          Remove {machine.name || 'it'} from the fleet
        </Button>
      </div>
    </>
  );
}

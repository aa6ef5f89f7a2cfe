import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { reread, useAction } from '../../state/commands.ts';
import { type FleetDraft, issuesIn, newHost, newServer } from '../../state/fleet-draft.ts';
import { changedRules } from '../../state/longer-rules.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FleetJson } from './fleet-json.tsx';
import { GeneralFields } from './general-fields.tsx';
import { LeavingDialog } from './leaving-dialog.tsx';
import { LongerCard } from './longer-card.tsx';
import { LongerDialog } from './longer-dialog.tsx';
import { MachineList } from './machine-list.tsx';
import { PatternFields } from './pattern-fields.tsx';
import styles from './settings.module.css';

/** The fleet as a form. The core checks it when it is saved; what it finds stands at the field. */
export function FleetForm({ saved }: { saved: Fleet }) {
  const client = useQueryClient();
  const { show } = useToasts();
  const save = useAction('fleet.save');
  const look = useAction('longer.preview');
  const apply = useAction('longer.apply');
  const [agreed, setAgreed] = useState<string[]>([]);
  const [edited, setEdited] = useState<FleetDraft>();
  const fleet = edited ?? saved;
  const issues = issuesIn(save.error);
  const change = (part: Partial<FleetDraft>) => setEdited({ ...fleet, ...part });
  const asked = save.error?.code === 'needs-confirmation' ? save.error : undefined;
  const rules = changedRules(fleet, saved);
  const losing = look.data?.hosts.filter(({ deletes }) => deletes.length > 0) ?? [];
  const store = (confirm?: string, deleting = agreed) =>
    save.mutate(
      { fleet, confirm },
      {
        onSuccess: async () => {
          await reread(client, 'fleet.get', 'fleet.status', 'customers.search', 'customers.get', 'tonight.get');
          setEdited(undefined);
          setAgreed([]);
          const hosts = Object.keys(rules);
          if (hosts.length > 0) apply.mutate({ hosts, confirm: deleting });
          show({ tone: 'good', title: 'The fleet is saved' });
        },
      },
    );
  // What a smaller rule deletes is asked about before anything is saved.
  const begin = () => {
    if (Object.keys(rules).length === 0) return store();
    look.mutate({ rules }, { onSuccess: ({ hosts }) => !hosts.some(({ deletes }) => deletes.length > 0) && store() });
  };
  return (
    <form
      className={styles.page}
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <Card title="Fleet">
        <GeneralFields fleet={fleet} issues={issues} onChange={change} />
      </Card>
      <LongerCard fleet={fleet} saved={saved} isSaved={!edited} issues={issues} onChange={change} />
      <Card title="How customers are found in paths">
        <PatternFields
          patterns={fleet.customerPatterns ?? []}
          issues={issues}
          onChange={(customerPatterns) => change({ customerPatterns })}
        />
      </Card>
      <MachineList
        title="Servers"
        field="servers"
        machines={fleet.servers ?? []}
        issues={issues}
        make={newServer}
        onChange={(servers) => change({ servers })}
      />
      <MachineList
        title="Hosts"
        field="hosts"
        machines={fleet.hosts ?? []}
        issues={issues}
        make={newHost}
        onChange={(hosts) => change({ hosts })}
      />
      <FleetJson fleet={fleet} onApply={setEdited} />
      {save.error && !asked && <ErrorBox error={save.error} />}
      {asked && <LeavingDialog error={asked} onConfirm={(confirm) => store(confirm)} onClose={() => save.reset()} />}
      {look.error && <ErrorBox error={look.error} />}
      {apply.error && <ErrorBox error={apply.error} />}
      {losing.length > 0 && (
        <LongerDialog
          hosts={losing}
          onClose={() => look.reset()}
          onConfirm={() => {
            const deleting = losing.flatMap(({ deletes }) => deletes.map(({ runId }) => runId));
            setAgreed(deleting);
            look.reset();
            store(undefined, deleting);
          }}
        />
      )}
      {edited && (
        <div className={styles.bar}>
          <Button type="submit" look="primary" disabled={save.isPending || look.isPending}>
            Save the fleet
          </Button>
          <Button
            onClick={() => {
              setEdited(undefined);
              save.reset();
            }}
          >
            Discard
          </Button>
          <span className={styles.soft} role="status">
            {issues.length > 0 ? `${count(issues.length, 'field')} to put right` : 'Not saved yet'}
          </span>
        </div>
      )}
    </form>
  );
}

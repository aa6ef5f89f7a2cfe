import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { issuesIn, orNothing } from '../../state/fleet-draft.ts';
import { useGo } from '../../state/location.ts';
import { fleetOf } from '../../state/newcomers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PatternFields } from '../settings/pattern-fields.tsx';
import styles from './first-run.module.css';
import type { StepProps } from './machines-step.tsx';
import { ShownPatterns } from './shown-patterns.tsx';

/** Paths that patterns are shown on: enough to see them at work. */
const MOST_PATHS = 5000;

/** How customers are found in paths, proposed from the hosts' own and shown on them; then the fleet is saved. */
export function PatternsStep({ run, met, fleet, onChange }: StepProps) {
  const client = useQueryClient();
  const go = useGo();
  const save = useAction('fleet.save');
  const paths = useMemo(
    () => run.hosts.flatMap(({ name }) => met.get(name)?.entries ?? []).slice(0, MOST_PATHS),
    [run.hosts, met],
  );
  const proposed = useAnswer('patterns.propose', { paths }, { enabled: run.patterns === undefined });
  const patterns = run.patterns ?? proposed.data?.patterns.map(({ pattern }) => pattern);
  const shown = useAnswer(
    'patterns.show',
    { paths, patterns: patterns ?? [] },
    { keepPrevious: true, enabled: patterns !== undefined },
  );
  const issues = issuesIn(save.error);
  const store = () =>
    save.mutate(
      { fleet: fleetOf({ ...run, patterns }, met, fleet) },
      {
        onSuccess: async () => {
          // With a fleet, the window would go on to Tonight.
          go({ screen: 'first-run' }, { replace: true });
          onChange({ step: run.step + 1, patterns });
          await reread(client, 'fleet.get', 'fleet.status');
        },
      },
    );
  return (
    <>
      <Card title="How do paths name your customers?">
        {patterns ? (
          <>
            <ShownPatterns patterns={shown.data?.patterns ?? []} paths={paths.length} />
            <details className={styles.details}>
              <summary>Change the patterns</summary>
              <PatternFields patterns={patterns} issues={issues} onChange={(next) => onChange({ patterns: next })} />
            </details>
          </>
        ) : (
          <Loading>Looking at the paths of your hosts…</Loading>
        )}
      </Card>
      <Card title="And two things more">
        <div className={styles.common}>
          <TextField
            label="Time zone"
            hint="The dates of nights go by it."
            value={run.timeZone}
            problem={issues.find(({ path }) => path === 'timeZone')?.message}
            onChange={(event) => onChange({ timeZone: event.target.value })}
          />
          <TextField
            label="Support address"
            type="email"
            hint="Hosts mail it about missing directories and failed runs. It can be left out."
            value={run.supportAddress ?? ''}
            problem={issues.find(({ path }) => path === 'supportAddress')?.message}
            onChange={(event) => onChange({ supportAddress: orNothing(event.target.value) })}
          />
        </div>
        {save.isError && <ErrorBox error={save.error} />}
      </Card>
      <div className={styles.bar}>
        <Button onClick={() => onChange({ step: run.step - 1 })}>Back</Button>
        <Button look="primary" disabled={!patterns || save.isPending} onClick={store}>
          Save the fleet and read it
        </Button>
      </div>
    </>
  );
}

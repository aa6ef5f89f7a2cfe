import { useCallback, useMemo, useState } from 'react';
import type { Fleet, MetMachine } from '../../../src-main/contract/index.ts';
import { useFleet } from '../../state/fleet.ts';
import { type FirstRun, firstRunFrom, hostNamesOn, LAST_STEP } from '../../state/newcomers.ts';
import { keep, useKept } from '../../state/stored.ts';
import { classes } from '../../ui/classes.ts';
import { Page, Soft } from '../../ui/page.tsx';
import styles from './first-run.module.css';
import { MachinesStep } from './machines-step.tsx';
import { PatternsStep } from './patterns-step.tsx';
import { ReadStep } from './read-step.tsx';

const KEPT = 'first-run';
const steps = ['Backup servers', 'Hosts', 'Customers', 'First search'] as const;

/** From no fleet to the first customer: each machine is met before it is saved. */
export function FirstRunPage() {
  const kept = useKept(KEPT);
  const fleet = useFleet().data?.fleet;
  const [met, setMet] = useState<ReadonlyMap<string, MetMachine>>(new Map());
  const run = useMemo(() => reachable(firstRunFrom(kept), met, fleet), [kept, met, fleet]);
  const change = (part: Partial<FirstRun>) => keep(KEPT, JSON.stringify({ ...run, ...part }));
  const take = useCallback(
    (machines: readonly MetMachine[]) =>
      setMet((before) => new Map([...before, ...machines.map((one) => [one.name, one] as const)])),
    [],
  );
  const shared = { run, met, fleet, onChange: change, onMet: take };
  const isFirst = run.step === LAST_STEP || !fleet || fleet.servers.length + fleet.hosts.length === 0;
  return (
    <Page
      title={isFirst ? 'Welcome to Nightkeep' : 'Bring machines in'}
      facts={
        isFirst && <Soft>It shows what every night of the last week holds of each customer, and brings it back.</Soft>
      }
    >
      <ol className={styles.steps} aria-label="Setting up">
        {steps.map((name, index) => (
          <li
            key={name}
            className={classes(styles.step, index === run.step && styles.now, index < run.step && styles.done)}
            aria-current={index === run.step ? 'step' : undefined}
          >
            <span className={styles.number}>{index + 1}</span>
            {name}
          </li>
        ))}
      </ol>
      {run.step === 0 && <MachinesStep key="servers" kind="server" {...shared} />}
      {run.step === 1 && <MachinesStep key="hosts" kind="host" {...shared} suggested={hostNamesOn(run.servers, met)} />}
      {run.step === 2 && <PatternsStep {...shared} />}
      {run.step === LAST_STEP && <ReadStep onDone={() => keep(KEPT, undefined)} />}
    </Page>
  );
}

/** What was met is gone with the window, so that after it was opened anew the machines are reached once more. */
function reachable(run: FirstRun, met: ReadonlyMap<string, MetMachine>, fleet: Fleet | undefined): FirstRun {
  const isMet = (machines: readonly { name: string }[]) => machines.some(({ name }) => met.has(name));
  if (run.step === LAST_STEP) return run;
  if (run.step > 0 && !isMet(run.servers) && !fleet?.servers.length) return { ...run, step: 0 };
  return run.step > 1 && !isMet(run.hosts) ? { ...run, step: 1 } : run;
}

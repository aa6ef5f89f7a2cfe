import type { Fleet, MetMachine } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { useGo } from '../../state/location.ts';
import { useMeeting } from '../../state/meeting.ts';
import { type FirstRun, hostOf, LAST_STEP, serverOf, toMeet, withMachines } from '../../state/newcomers.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './first-run.module.css';
import { InCommonFields } from './in-common-fields.tsx';
import { MachineSources } from './machine-sources.tsx';
import { MetList } from './met-list.tsx';
import { TeamSource } from './team-source.tsx';

export interface StepProps {
  run: FirstRun;
  met: ReadonlyMap<string, MetMachine>;
  /** The fleet there is. */
  fleet: Fleet | undefined;
  onChange: (part: Partial<FirstRun>) => void;
  onMet: (machines: readonly MetMachine[]) => void;
}

interface Props extends StepProps {
  kind: 'server' | 'host';
  /** Names of hosts that the servers have nights of. */
  suggested?: readonly string[];
}

const words = {
  server: {
    title: 'Where are your backup servers?',
    why: 'The machines that keep the nights. Each is reached once before it is saved; nothing is changed on it.',
  },
  host: {
    title: 'Which machines do customers live on?',
    why: 'Jails and Linux machines with a backup.config. It is looked for where it usually lies, and read; nothing is changed.',
  },
} as const;

/** Names machines of one kind, meets them, and goes on with those that work. */
export function MachinesStep({ kind, run, met, fleet, suggested = [], onChange, onMet }: Props) {
  const meeting = useMeeting(onMet);
  const go = useGo();
  const machines = kind === 'server' ? run.servers : run.hosts;
  const untried = machines.filter(({ name }) => name && met.get(name) === undefined);
  const failed = machines.filter(({ name }) => met.get(name)?.error !== undefined);
  const works = machines.filter(({ name }) => met.get(name) !== undefined && met.get(name)?.error === undefined);
  const toTry = untried.length > 0 ? untried : failed;
  const known = [...(fleet?.servers ?? []), ...(fleet?.hosts ?? [])];
  const mayGoOn = works.length > 0 || (kind === 'server' && machines.length === 0 && known.length > 0);
  const { title, why } = words[kind];
  return (
    <>
      <Card title={title}>
        <p className={styles.why}>{why}</p>
        <MachineSources
          kind={kind}
          suggested={suggested}
          taken={new Set([...run.servers, ...run.hosts, ...known].map(({ name }) => name))}
          onAdd={(more) =>
            kind === 'server'
              ? onChange({ servers: withMachines(run.servers, more.map(serverOf)) })
              : onChange({ hosts: withMachines(run.hosts, more.map(hostOf)) })
          }
        />
      </Card>
      {machines.length > 0 && (
        <Card title={`Your ${kind}s`}>
          <InCommonFields kind={kind} common={run.common} onChange={(common) => onChange({ common })} />
          <MetList
            kind={kind}
            machines={machines}
            met={met}
            serverNames={[...run.servers, ...(fleet?.servers ?? [])].map(({ name }) => name)}
            onChange={(next) => onChange(kind === 'server' ? { servers: next } : { hosts: next as FirstRun['hosts'] })}
          />
          {meeting.step && (
            <div className={styles.row} role="status">
              <ProgressBar
                label="Machines reached"
                fraction={meeting.step.total ? (meeting.step.done ?? 0) / meeting.step.total : 0}
              />
              {meeting.step.done ?? 0} of {meeting.step.total ?? toTry.length}
            </div>
          )}
          {meeting.error && <ErrorBox error={meeting.error} />}
        </Card>
      )}
      {kind === 'server' && works.length > 0 && (
        <TeamSource
          servers={works.map(({ name }) => name)}
          identityFile={run.common.identityFile}
          onTaken={() => {
            // With a fleet, the window would go on to Tonight.
            go({ screen: 'first-run' }, { replace: true });
            onChange({ step: LAST_STEP });
          }}
        />
      )}
      <div className={styles.bar}>
        {run.step > 0 && <Button onClick={() => onChange({ step: run.step - 1 })}>Back</Button>}
        {meeting.running ? (
          <Button onClick={meeting.cancel}>Stop</Button>
        ) : (
          toTry.length > 0 && (
            <Button
              look={works.length === 0 || untried.length > 0 ? 'primary' : 'plain'}
              onClick={() => meeting.start(toTry.map((machine) => toMeet(machine, run.common)))}
            >
              {untried.length > 0 ? `Reach ${count(toTry.length, kind)}` : `Try ${count(toTry.length, kind)} again`}
            </Button>
          )
        )}
        {mayGoOn && (
          <Button
            look={untried.length === 0 ? 'primary' : 'plain'}
            disabled={meeting.running}
            onClick={() => onChange({ step: run.step + 1 })}
          >
            {works.length === machines.length ? 'Go on' : `Go on with ${works.length} of ${machines.length}`}
          </Button>
        )}
        {run.step === 0 && (
          <ButtonLink href={hrefOf({ screen: 'settings' })}>Paste a colleague’s fleet in Settings</ButtonLink>
        )}
      </div>
    </>
  );
}

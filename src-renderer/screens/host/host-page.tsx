import { useState } from 'react';
import type { BackupConfig, Host } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useFleet } from '../../state/fleet.ts';
import type { HostFix, Route } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Page } from '../../ui/page.tsx';
import { BackupdirCard } from './backupdir-card.tsx';
import { ConfigCard } from './config-card.tsx';
import { DirectoriesCard } from './directories-card.tsx';
import { GateCard } from './gate-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { HostFacts } from './host-facts.tsx';
import styles from './host-page.module.css';
import { MachineCard } from './machine-card.tsx';
import { NightStrip } from './night-strip.tsx';
import { RunCard } from './run-card.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useApplyFix } from './use-apply-fix.ts';
import { useConfigDraft } from './use-config-draft.ts';
import { useUndoKeys } from './use-undo-keys.ts';

type HostRoute = Extract<Route, { screen: 'host' }>;

export function HostPage({ route }: { route: HostRoute }) {
  const fleet = useFleet();
  const config = useAnswer('config.read', { host: route.name });
  const host = fleet.data?.fleet.hosts.find((known) => known.name === route.name);
  if (fleet.data && !host) {
    return (
      <Page title={route.name}>
        <Empty
          title={`${route.name} is not in the fleet`}
          actions={<ButtonLink href="#/settings">Open Settings</ButtonLink>}
        >
          Add it there, or look for it under another name.
        </Empty>
      </Page>
    );
  }
  if (config.data && host) return <HostScreen key={host.name} host={host} config={config.data} fix={route.fix} />;
  return (
    <Page title={route.name} facts={host && <HostFacts host={host} />} aside={<BackUpNow host={route.name} />}>
      <RunCard host={route.name} />
      <Answer of={config} loading={`Reading backup.config on ${route.name}…`}>
        {() => null}
      </Answer>
      {host && (
        <>
          <NightStrip host={route.name} />
          <BackupdirCard host={route.name} />
          <MachineCard host={host} />
        </>
      )}
    </Page>
  );
}

function HostScreen({ host, config, fix }: { host: Host; config: BackupConfig; fix: HostFix | undefined }) {
  const draft = useConfigDraft(host.name, config);
  const [saving, setSaving] = useState(false);
  useApplyFix(draft, fix);
  useUndoKeys(draft);
  return (
    <Page
      title={host.name}
      facts={<HostFacts host={host} />}
      aside={
        <>
          <BackUpNow host={host.name} />
          {draft.changes > 0 && (
            <Button look="primary" onClick={() => setSaving(true)}>
              Save {count(draft.changes, 'change')}…
            </Button>
          )}
        </>
      }
    >
      <RunCard host={host.name} />
      <div className={styles.columns}>
        <div className={styles.work}>
          <DirectoriesCard host={host.name} draft={draft} fix={fix} />
          <NightStrip host={host.name} />
          <HistoryCard host={host.name} draft={draft} />
          <BackupdirCard host={host.name} />
          <MachineCard host={host} openSchedule={fix?.kind === 'schedule'} />
          <GateCard host={host.name} />
        </div>
        <div className={styles.side}>
          <ConfigCard draft={draft} path={host.configPath} toEdit={fix?.kind === 'edit' ? fix.path : undefined} />
        </div>
      </div>
      {saving && <SaveDialog host={host} draft={draft} onClose={() => setSaving(false)} />}
    </Page>
  );
}

function BackUpNow({ host }: { host: string }) {
  const start = useAction('runs.start');
  return (
    <>
      {start.isError && <ErrorBox error={start.error} />}
      <Button disabled={start.isPending} onClick={() => start.mutate({ host })}>
        Back up now
      </Button>
    </>
  );
}

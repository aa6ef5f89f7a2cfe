import { useAnswer } from '../../state/commands.ts';
import { useFleet } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { Appearance } from './appearance.tsx';
import { DigestCard } from './digest-card.tsx';
import { FleetForm } from './fleet-form.tsx';
import { HostKeysCard } from './host-keys-card.tsx';
import { Notifications } from './notifications.tsx';
import { RepliesCard } from './replies-card.tsx';
import styles from './settings.module.css';
import { TeamFleetCard } from './team-fleet-card.tsx';

export function SettingsPage() {
  const fleet = useFleet();
  const info = useAnswer('app.info', {}).data;
  return (
    <Page
      title="Settings"
      facts={info && <Soft>{`Nightkeep ${info.version} · ${info.user} · ${info.home}`}</Soft>}
      aside={<ButtonLink href={hrefOf({ screen: 'first-run' })}>Bring machines in</ButtonLink>}
    >
      <div className={styles.page}>
        <Answer of={fleet} loading="Reading the fleet…">
          {(data) => <FleetForm saved={data.fleet} />}
        </Answer>
        {fleet.data && <TeamFleetCard fleet={fleet.data.fleet} />}
        <RepliesCard />
        <DigestCard />
        <HostKeysCard />
        <Card title="This window">
          <Appearance />
          <Notifications />
        </Card>
      </div>
    </Page>
  );
}

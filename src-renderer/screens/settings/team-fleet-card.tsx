import type { Fleet } from '../../../src-main/contract/index.ts';
import { Card } from '../../ui/card.tsx';
import styles from './settings.module.css';
import { TeamFleet } from './team-fleet.tsx';

/** What colleagues share, on the server that the scripts come from. */
export const TeamFleetCard = ({ fleet: { repository } }: { fleet: Fleet }) => (
  <Card title="The team’s fleet">
    <p className={styles.soft}>
      {repository
        ? `${repository.server}, where the scripts come from, can hold one fleet for all of you. Key files and the SSH client stay your own.`
        : 'A server can hold one fleet for all of you: choose above from which server the scripts come, and save.'}
    </p>
    {repository && <TeamFleet canPublish />}
  </Card>
);

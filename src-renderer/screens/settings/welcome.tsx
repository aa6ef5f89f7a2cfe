import { hrefOf } from '../../state/routes.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import styles from './welcome.module.css';

const steps = [
  ['Add the backup servers', 'where the nights are kept, each with the SSH address you reach it by.'],
  ['Add the hosts', 'the jails and Linux machines with customers on them, and where their backup.config lies.'],
  ['Trust their keys', 'Nightkeep shows each machine’s fingerprint once, before it talks to it.'],
] as const;

/** The first run: no machine is known yet. */
export const Welcome = () => (
  <Page title="Welcome to Nightkeep">
    <Card>
      <div className={styles.welcome}>
        <p>
          Nightkeep shows what every night of the last week holds of each customer, and brings it back onto their
          system. It needs to know your fleet first.
        </p>
        <ol className={styles.steps}>
          {steps.map(([what, why]) => (
            <li key={what}>
              <strong>{what}</strong>: {why}
            </li>
          ))}
        </ol>
        <p>A colleague has it already? Copy their fleet in Settings, under “As JSON”, and paste it here.</p>
        <ButtonLink href={hrefOf({ screen: 'settings' })}>Set up the fleet</ButtonLink>
      </div>
    </Card>
  </Page>
);

import type { PastRestore } from '../../../src-main/contract/index.ts';
import { list } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { RestoreAgain } from '../holds/restore-again.tsx';
import { Ticket } from '../ticket.tsx';
import styles from './customer-extras.module.css';

interface Props {
  customer: string;
  /** Told in words of when it was, too. */
  onReply: (restore: PastRestore, told: string) => void;
}

/** Restores done before, by anyone, with their replies. Not shown where there are none. */
export function PastRestores({ customer, onReply }: Props) {
  const answer = useAnswer('restore.list', { customer });
  const holds = useAnswer('holds.list', { customer }).data?.holds ?? [];
  const zone = useTimeZone();
  const now = useNow();
  if (answer.isError) return <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />;
  const restores = answer.data?.restores ?? [];
  if (restores.length === 0) return null;
  return (
    <Card title="Past restores">
      <ul className={styles.list}>
        {restores.map((restore) => (
          <li key={restore.id} className={styles.item}>
            <span>
              {when(restore.at, zone, now)} · {displayText(restore.by)}{' '}
              {restore.ticket && (
                <>
                  · <Ticket of={restore.ticket} />
                </>
              )}
            </span>
            <span className={styles.soft}>
              {list(
                restore.tarballs.map(
                  (tarball) =>
                    `${tarball.places ? 'in place' : displayText(tarball.inCustomer)} on ${tarball.desk ? `the desk of ${restore.by}` : tarball.host}`,
                ),
              )}
            </span>
            <span className={styles.actions}>
              {restore.reply !== '' && (
                <Button
                  small
                  onClick={() =>
                    onReply(restore, `Restore of ${when(restore.at, zone, now)} by ${displayText(restore.by)}`)
                  }
                >
                  Open the reply
                </Button>
              )}
              {holds
                .filter((hold) => restore.holds.includes(hold.id))
                .map((hold) => (
                  <RestoreAgain
                    key={`${hold.server} ${hold.id}`}
                    hold={hold}
                    on={restore.holds.length > 1 ? hold.nights[0]?.host : undefined}
                  />
                ))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

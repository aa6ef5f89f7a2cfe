import { dateList } from '../../format/dates.ts';
import { size } from '../../format/sizes.ts';
import { day } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { HoldFiles } from '../holds/hold-files.tsx';
import { RestoreAgain } from '../holds/restore-again.tsx';
import { TextWithTickets, Ticket } from '../ticket.tsx';
import styles from './customer-extras.module.css';

/** What is kept for this customer beyond rotation. Not shown where there is nothing. */
export function CustomerHolds({ customer }: { customer: string }) {
  const answer = useAnswer('holds.list', { customer });
  const zone = useTimeZone();
  const now = useNow();
  if (answer.isError) return <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />;
  const holds = answer.data?.holds ?? [];
  if (holds.length === 0) return null;
  return (
    <Card title="Held for this customer" aside={<a href={hrefOf({ screen: 'holds' })}>All holds</a>}>
      <ul className={styles.list}>
        {holds.map((hold) => (
          <li key={hold.id} className={styles.item}>
            <span>
              {dateList([...new Set(hold.nights.map((night) => night.date))].sort())} · until{' '}
              {day(hold.until, zone, now)}
            </span>
            <span className={styles.soft}>
              <TextWithTickets
                text={[hold.reason, hold.by, `${hold.bytes > 0 ? `${size(hold.bytes)} ` : ''}on ${hold.server}`].join(
                  ' · ',
                )}
              />
              {hold.ticket && (
                <>
                  {' · '}
                  <Ticket of={hold.ticket} />
                </>
              )}
            </span>
            <span className={styles.actions}>
              <RestoreAgain hold={hold} />
              <HoldFiles hold={hold} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

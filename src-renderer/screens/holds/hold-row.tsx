import { CalendarPlus, LockOpen } from 'lucide-react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { count, list } from '../../format/counts.ts';
import { dateList, daysBetween } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import { day, inZone } from '../../format/times.ts';
import { useNow, useTimeZone, useToday } from '../../state/fleet.ts';
import { useGo } from '../../state/location.ts';
import { hrefOf } from '../../state/routes.ts';
import { RowButton } from '../../ui/button.tsx';
import type { RowProps } from '../../ui/long-rows.ts';
import { tableStyles as styles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TextWithTickets, Ticket } from '../ticket.tsx';
import { HoldFiles } from './hold-files.tsx';
import { nameOfHold } from './hold-name.ts';
import { ProveHold } from './prove-hold.tsx';
import { RestoreAgain } from './restore-again.tsx';

interface Props {
  hold: Hold;
  onExtend: () => void;
  onRelease: () => void;
  row: RowProps;
}

export function HoldRow({ hold, onExtend, onRelease, row }: Props) {
  const go = useGo();
  const zone = useTimeZone();
  const now = useNow();
  const left = daysBetween(useToday(), inZone(hold.until, zone).date);
  const dates = [...new Set(hold.nights.map((night) => night.date))].sort();
  const paths = [...new Set(hold.nights.flatMap((night) => night.paths))];
  return (
    <tr {...row}>
      <th scope="row">
        {hold.customer ? (
          <a href={hrefOf({ screen: 'customer', id: hold.customer })}>{hold.customer}</a>
        ) : (
          hold.nights[0]?.host
        )}
      </th>
      <td title={paths.map(displayText).join('\n')}>
        {dateList(dates)}{' '}
        <span className={styles.soft}>on {list([...new Set(hold.nights.map((night) => night.host))])}</span>
        <div className={styles.soft}>
          {hold.server}
          {hold.tarballs.map((tarball) => (
            <div key={tarball.name} className={styles.anywhere}>
              {tarball.name}
            </div>
          ))}
          {hold.proven && hold.proven.wrong === 0 && `proven ${day(hold.proven.at, zone, now)}`}
        </div>
        {hold.proven && hold.proven.wrong > 0 && (
          <Tag tone="bad">{`${count(hold.proven.wrong, 'file')} not as they were on ${day(hold.proven.at, zone, now)}`}</Tag>
        )}
      </td>
      <td className={styles.anywhere}>
        <TextWithTickets text={hold.reason} />
        {hold.ticket && (
          <>
            {' · '}
            <Ticket of={hold.ticket} />
          </>
        )}
      </td>
      <td className={styles.soft}>{displayText(hold.by)}</td>
      <td className={styles.oneLine}>
        <span className={styles.nowrap}>{day(hold.until, zone, now)}</span>{' '}
        {left <= 2 && <Tag tone="warn">{left < 0 ? 'ran out' : left === 0 ? 'today' : count(left, 'day')}</Tag>}
      </td>
      <td className={`${styles.end} ${styles.nowrap}`}>{hold.bytes > 0 ? size(hold.bytes) : '–'}</td>
      <td>
        <div className={styles.actions}>
          <RestoreAgain hold={hold} onStart={(job) => go({ screen: 'customer', id: hold.customer ?? '', job })} />
          <HoldFiles hold={hold} onStart={(job) => go({ screen: 'customer', id: hold.customer ?? '', job })} />
          <ProveHold hold={hold} />
          <RowButton
            icon={<CalendarPlus size={14} aria-hidden="true" />}
            label={`Extend the hold of ${nameOfHold(hold)}`}
            onClick={onExtend}
          >
            Extend
          </RowButton>
          <RowButton
            look="danger"
            icon={<LockOpen size={14} aria-hidden="true" />}
            label={`Release the hold of ${nameOfHold(hold)}`}
            onClick={onRelease}
          >
            Release
          </RowButton>
        </div>
      </td>
    </tr>
  );
}

import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { causeTone } from '../../format/states.ts';
import { day, when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { classes } from '../../ui/classes.ts';
import { PathText } from '../../ui/path-text.tsx';
import { Tag } from '../../ui/tag.tsx';
import { FailureMenu } from './failure-menu.tsx';
import { FixButton } from './fix-button.tsx';
import styles from './inbox.module.css';

export function FailureCard({ failure, onCompare }: { failure: FailureItem; onCompare: () => void }) {
  const zone = useTimeZone();
  const now = useNow();
  const { title, host } = failure;
  return (
    <li className={classes(styles.item, styles[causeTone[failure.cause]])} aria-label={title}>
      <div className={styles.head}>
        <span className={styles.title}>
          <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
          {title.slice(host.length)}
        </span>
        <span className={styles.since} title={`since ${day(failure.firstSeen, zone, now)}`}>
          {failure.nights > 1 ? count(failure.nights, 'night') : day(failure.lastSeen, zone, now)}
        </span>
      </div>
      {failure.path && !failure.message.includes(failure.path) && (
        <span className={styles.soft}>
          <PathText path={failure.path} customer={failure.customer} />
        </span>
      )}
      <span className={styles.soft}>{displayText(failure.message)}</span>
      <div className={styles.foot}>
        {failure.customer && (
          <Tag>
            <a href={hrefOf({ screen: 'customer', id: failure.customer })}>{failure.customer}</a>
          </Tag>
        )}
        {failure.state === 'acknowledged' && <Acknowledged by={failure.acknowledged} />}
        {failure.state === 'snoozed' && failure.snoozedUntil && (
          <Tag>snoozed until {day(failure.snoozedUntil, zone, now)}</Tag>
        )}
        <span className={styles.fixes}>
          {failure.fixes.map((fix) => (
            <FixButton key={fix.kind} failure={failure} fix={fix} onCompare={onCompare} />
          ))}
          <FailureMenu failure={failure} title={title} />
        </span>
      </div>
    </li>
  );
}

function Acknowledged({ by }: { by: FailureItem['acknowledged'] }) {
  const zone = useTimeZone();
  const now = useNow();
  if (!by) return <Tag>acknowledged</Tag>;
  return (
    <span className={styles.soft}>
      acknowledged by {displayText(by.by)}, {when(by.at, zone, now)}
      {by.reason && `: ${displayText(by.reason)}`}
    </span>
  );
}

import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { causeTone } from '../../format/states.ts';
import { day } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { PathText } from '../../ui/path-text.tsx';
import { Tag } from '../../ui/tag.tsx';
import { FailureMarks } from './failure-marks.tsx';
import { FailureMenu } from './failure-menu.tsx';
import { FixButton } from './fix-button.tsx';
import styles from './inbox.module.css';
import { SelectBox } from './select-box.tsx';

interface Props {
  failure: FailureItem;
  onCompare: () => void;
  /** Hosts of which nothing is known because of it. */
  behind?: number;
  /** Shows the hosts of a server in the map. */
  onShow?: (server: string) => void;
  isSelected: boolean;
  onSelect: (withShift: boolean) => void;
  /** It stands in an item of a list already. */
  inGroup?: boolean;
}

export function FailureCard({ failure, onCompare, behind = 0, onShow, isSelected, onSelect, inGroup = false }: Props) {
  const Item = inGroup ? 'div' : 'li';
  const zone = useTimeZone();
  const now = useNow();
  const { title, host } = failure;
  const isServer = failure.server === host;
  return (
    <Item
      className={classes(styles.item, styles[causeTone[failure.cause]])}
      role={inGroup ? 'group' : undefined}
      aria-label={title}
      data-card
    >
      <div className={styles.head}>
        <SelectBox title={title} state={isSelected ? 'all' : 'none'} onToggle={onSelect} />
        <span className={styles.title}>
          {isServer ? host : <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>}
          {isServer && behind > 0 ? ` does not answer: ${count(behind, 'host')}` : title.slice(host.length)}
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
      {behind > 0 && (
        <span className={styles.soft}>
          What became of the nights of these hosts is not known until it answers.{' '}
          {onShow && (
            <Button small onClick={() => onShow(host)}>
              Show them
            </Button>
          )}
        </span>
      )}
      <div className={styles.foot}>
        {failure.customer && (
          <Tag>
            <a href={hrefOf({ screen: 'customer', id: failure.customer })}>{failure.customer}</a>
          </Tag>
        )}
        <FailureMarks failure={failure} />
        <span className={styles.fixes}>
          {failure.fixes.map((fix) => (
            <FixButton key={fix.kind} failure={failure} fix={fix} onCompare={onCompare} />
          ))}
          <FailureMenu failure={failure} title={title} />
        </span>
      </div>
    </Item>
  );
}

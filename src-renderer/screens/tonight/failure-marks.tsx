import type { FailureItem } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { ago, day, when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { Tag } from '../../ui/tag.tsx';
import styles from './inbox.module.css';

/** What staff did about a failure: who, when and why. */
export function FailureMarks({ failure }: { failure: FailureItem }) {
  const zone = useTimeZone();
  const now = useNow();
  const { state, taken, acknowledged, snoozedUntil, snoozedBy, unshared } = failure;
  return (
    <>
      {state === 'open' && taken && (
        <Tag tone="run">
          taken by {displayText(taken.by)}, {ago(taken.at, zone, now)}
        </Tag>
      )}
      {state === 'acknowledged' &&
        (acknowledged ? (
          <span className={styles.soft}>
            acknowledged by {displayText(acknowledged.by)}, {when(acknowledged.at, zone, now)}
            {acknowledged.reason && `: ${displayText(acknowledged.reason)}`}
          </span>
        ) : (
          <Tag>acknowledged</Tag>
        ))}
      {state === 'snoozed' && snoozedUntil && (
        <Tag>
          snoozed until {day(snoozedUntil, zone, now)}
          {snoozedBy && ` by ${displayText(snoozedBy)}`}
        </Tag>
      )}
      {unshared && (
        <span data-hint="No server could be told yet; colleagues see it as soon as one can.">
          <Tag tone="warn">only in this app yet</Tag>
        </span>
      )}
    </>
  );
}

import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { causeTone } from '../../format/states.ts';
import { day } from '../../format/times.ts';
import type { FailureGroup } from '../../state/failure-groups.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { LongList } from '../../ui/long-list.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { CopyCustomers } from './copy-customers.tsx';
import { FailureCard } from './failure-card.tsx';
import styles from './inbox.module.css';

/** Hosts named on the card itself. */
const NAMED = 5;

/** Many failures of one cause on one server, as one. */
export function GroupCard({ group, onCompare }: { group: FailureGroup; onCompare: (failure: FailureItem) => void }) {
  const { cause, server, failures } = group;
  const zone = useTimeZone();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [acknowledging, setAcknowledging] = useState(false);
  const hosts = [...new Set(failures.map(({ host }) => host))];
  const title = `${count(hosts.length, 'host')}${server ? ` on ${server}` : ''}: ${failures[0]?.title.slice(failures[0].host.length + 2)}`;
  const since = failures.map(({ firstSeen }) => firstSeen).sort()[0] ?? '';
  const isOpen = failures.some(({ state }) => state === 'open');
  return (
    <li className={classes(styles.item, styles[causeTone[cause]])} aria-label={title}>
      <div className={styles.head}>
        <span className={styles.title}>{title}</span>
        <span className={styles.since}>since {day(since, zone, now)}</span>
      </div>
      <span className={styles.soft}>
        {hosts.slice(0, NAMED).map((host, index) => (
          <span key={host}>
            {index > 0 && ', '}
            <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
          </span>
        ))}
        {hosts.length > NAMED && ` and ${hosts.length - NAMED} more`}
        {failures.length > hosts.length && `, ${count(failures.length, 'failure')} in all`}
      </span>
      <div className={styles.foot}>
        <span className={styles.fixes}>
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide them' : `Show all ${failures.length}`}
          </Button>
          <CopyCustomers failures={failures} />
          {isOpen && (
            <Button small onClick={() => setAcknowledging(true)}>
              Acknowledge all {failures.length}…
            </Button>
          )}
        </span>
      </div>
      {acknowledging && <AcknowledgeDialog title={title} failures={failures} onClose={() => setAcknowledging(false)} />}
      {open && (
        <LongList items={failures} keyOf={({ id }) => id} rowHeight={110} className={styles.list}>
          {(failure) => <FailureCard inGroup failure={failure} onCompare={() => onCompare(failure)} />}
        </LongList>
      )}
    </li>
  );
}

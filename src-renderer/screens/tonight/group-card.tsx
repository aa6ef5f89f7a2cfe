import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { causeTone } from '../../format/states.ts';
import { day } from '../../format/times.ts';
import type { FailureGroup } from '../../state/failure-groups.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { useTriage } from '../../state/triage.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { LongList } from '../../ui/long-list.tsx';
import { Tag } from '../../ui/tag.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { CustomersButton } from './customers-button.tsx';
import { FailureCard } from './failure-card.tsx';
import styles from './inbox.module.css';
import { SelectBox } from './select-box.tsx';
import type { Selection } from './use-selection.ts';

/** Hosts named on the card itself. */
const NAMED = 5;

/** Many failures of one cause on one server, as one. */
interface Props {
  group: FailureGroup;
  onCompare: (failure: FailureItem) => void;
  selection: Selection;
  onSelect: (withShift: boolean) => void;
}

export function GroupCard({ group, onCompare, selection, onSelect }: Props) {
  const { cause, server, failures } = group;
  const zone = useTimeZone();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [acknowledging, setAcknowledging] = useState(false);
  const hosts = [...new Set(failures.map(({ host }) => host))];
  const title = `${count(hosts.length, 'host')}${server ? ` on ${server}` : ''}: ${failures[0]?.title.slice(failures[0].host.length + 2)}`;
  const since = failures.map(({ firstSeen }) => firstSeen).sort()[0] ?? '';
  const isOpen = failures.some(({ state }) => state === 'open');
  const selected = failures.filter(({ id }) => selection.has(id)).length;
  const onIt = takers(failures);
  const triage = useTriage();
  return (
    <li className={classes(styles.item, styles[causeTone[cause]])} aria-label={title} data-card>
      <div className={styles.head}>
        <SelectBox
          title={title}
          state={selected === 0 ? 'none' : selected === failures.length ? 'all' : 'some'}
          onToggle={onSelect}
        />
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
        {onIt && <Tag tone="run">taken by {displayText(onIt)}</Tag>}
        <span className={styles.fixes}>
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide them' : `Show all ${failures.length}`}
          </Button>
          <CustomersButton failures={failures} />
          {isOpen && !onIt && (
            <Button small disabled={triage.isPending} onClick={() => triage.run(failures, { kind: 'take' })}>
              I’m on all {failures.length}
            </Button>
          )}
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
          {(failure) => (
            <FailureCard
              inGroup
              failure={failure}
              onCompare={() => onCompare(failure)}
              isSelected={selection.has(failure.id)}
              onSelect={() => selection.toggle({ key: failure.id, failures: [failure] })}
            />
          )}
        </LongList>
      )}
    </li>
  );
}

/** Who is on all of them, where somebody is. */
function takers(failures: readonly FailureItem[]): string | undefined {
  const names = new Set(failures.map(({ taken }) => taken?.by));
  return names.has(undefined) ? undefined : [...names].sort().join(', ');
}

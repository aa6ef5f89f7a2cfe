import { useState } from 'react';
import type { FailureItem, TonightHost } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { groupFailures } from '../../state/failure-groups.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { CustomersButton } from './customers-button.tsx';
import { FailureCard } from './failure-card.tsx';
import { GroupCard } from './group-card.tsx';
import styles from './inbox.module.css';
import { SelectionBar } from './selection-bar.tsx';
import { type Selection, useSelection } from './use-selection.ts';

interface Props {
  hosts: readonly TonightHost[];
  /** Shows the hosts of a server in the map. */
  onShow: (server: string) => void;
}

/** Cards shown at first; a bad night has many. */
const MOST_CARDS = 15;

/** What needs someone, by cause and server, with the way to put it right. */
export function Inbox({ hosts, onShow }: Props) {
  const answer = useAnswer('failures.list', {});
  const [comparing, setComparing] = useState<FailureItem>();
  const selection = useSelection((answer.data?.failures ?? []).filter(({ state }) => state !== 'resolved'));
  return (
    <section className={styles.inbox} aria-label="Needs you" onKeyDown={selection.onKeyDown}>
      <h2>Needs you</h2>
      <SelectionBar selection={selection} />
      <Answer of={answer} loading="Putting together what failed…">
        {({ failures }) => {
          const open = failures.filter((failure) => failure.state === 'open');
          const seen = failures.filter((failure) => failure.state === 'acknowledged' || failure.state === 'snoozed');
          const props = { hosts, selection, onCompare: setComparing, onShow };
          const unknown = hosts.filter(({ isKnown }) => !isKnown).length;
          return (
            <>
              {open.length === 0 && (
                <Card>
                  <Empty title="Nothing needs you">
                    {unknown > 0
                      ? `It is not known yet how ${count(unknown, 'host')} fared.`
                      : 'Every host that was due has a good night, or someone has seen to it.'}
                  </Empty>
                </Card>
              )}
              <Cards failures={open} {...props} />
              {open.length > 0 && (
                <div>
                  <CustomersButton failures={open} all />
                </div>
              )}
              {seen.length > 0 && <Seen failures={seen} {...props} />}
            </>
          );
        }}
      </Answer>
      {comparing && <CompareDialog failure={comparing} onClose={() => setComparing(undefined)} />}
    </section>
  );
}

interface CardsProps extends Props {
  failures: readonly FailureItem[];
  selection: Selection;
  onCompare: (failure: FailureItem) => void;
}

function Cards({ failures, hosts, selection, onCompare, onShow }: CardsProps) {
  const [most, setMost] = useState(MOST_CARDS);
  const groups = groupFailures(failures, hosts);
  const left = groups.length - most;
  return (
    <>
      <ul className={styles.list}>
        {groups.slice(0, most).map((group) => {
          const [failure] = group.failures;
          const onSelect = (withShift: boolean) => selection.toggle(group, withShift ? groups : undefined);
          return group.failures.length === 1 && failure ? (
            <FailureCard
              key={group.key}
              failure={failure}
              behind={group.behind}
              onCompare={() => onCompare(failure)}
              onShow={onShow}
              isSelected={selection.has(failure.id)}
              onSelect={onSelect}
            />
          ) : (
            <GroupCard key={group.key} group={group} onCompare={onCompare} selection={selection} onSelect={onSelect} />
          );
        })}
      </ul>
      {left > 0 && (
        <Button small onClick={() => setMost(most + MOST_CARDS)}>
          Show more: {left} left
        </Button>
      )}
    </>
  );
}

/** In the document only once somebody opens it. */
function Seen(props: CardsProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.more} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{count(props.failures.length, 'failure')} acknowledged or snoozed</summary>
      {open && <Cards {...props} />}
    </details>
  );
}

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
import { CopyCustomers } from './copy-customers.tsx';
import { FailureCard } from './failure-card.tsx';
import { GroupCard } from './group-card.tsx';
import styles from './inbox.module.css';

interface Props {
  hosts: readonly TonightHost[];
  /** Shows the hosts of a server in the map. */
  onShow: (server: string) => void;
}

/** Cards shown at first; a bad night has many. */
const MOST_CARDS = 20;

/** What needs someone, by cause and server, with the way to put it right. */
export function Inbox({ hosts, onShow }: Props) {
  const answer = useAnswer('failures.list', {});
  const [comparing, setComparing] = useState<FailureItem>();
  return (
    <section className={styles.inbox} aria-label="Needs you">
      <h2>Needs you</h2>
      <Answer of={answer} loading="Putting together what failed…">
        {({ failures }) => {
          const open = failures.filter((failure) => failure.state === 'open');
          const seen = failures.filter((failure) => failure.state === 'acknowledged' || failure.state === 'snoozed');
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
              <Cards failures={open} hosts={hosts} onCompare={setComparing} onShow={onShow} />
              <div>
                <CopyCustomers failures={open} />
              </div>
              {seen.length > 0 && <Seen failures={seen} hosts={hosts} onCompare={setComparing} onShow={onShow} />}
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
  onCompare: (failure: FailureItem) => void;
}

function Cards({ failures, hosts, onCompare, onShow }: CardsProps) {
  const [most, setMost] = useState(MOST_CARDS);
  const groups = groupFailures(failures, hosts);
  const left = groups.length - most;
  return (
    <>
      <ul className={styles.list}>
        {groups.slice(0, most).map((group) => {
          const [failure] = group.failures;
          return group.failures.length === 1 && failure ? (
            <FailureCard
              key={group.key}
              failure={failure}
              behind={group.behind}
              onCompare={() => onCompare(failure)}
              onShow={onShow}
            />
          ) : (
            <GroupCard key={group.key} group={group} onCompare={onCompare} />
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

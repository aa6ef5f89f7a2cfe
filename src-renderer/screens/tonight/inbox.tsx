import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { FailureCard } from './failure-card.tsx';
import styles from './inbox.module.css';

/** What needs someone, with the way to put it right. */
export function Inbox() {
  const answer = useAnswer('failures.list', {});
  const [comparing, setComparing] = useState<FailureItem>();
  return (
    <section className={styles.inbox} aria-label="Needs you">
      <h2>Needs you</h2>
      <Answer of={answer} loading="Reading what failed…">
        {({ failures }) => {
          const open = failures.filter((failure) => failure.state === 'open');
          const seen = failures.filter((failure) => failure.state === 'acknowledged' || failure.state === 'snoozed');
          return (
            <>
              {open.length === 0 && (
                <Card>
                  <Empty title="Nothing needs you">
                    Every host that was due has a good night, or someone has seen to it.
                  </Empty>
                </Card>
              )}
              <ul className={styles.list}>
                {open.map((failure) => (
                  <FailureCard key={failure.id} failure={failure} onCompare={() => setComparing(failure)} />
                ))}
              </ul>
              {seen.length > 0 && (
                <details className={styles.more}>
                  <summary>{count(seen.length, 'failure')} acknowledged or snoozed</summary>
                  <ul className={styles.list}>
                    {seen.map((failure) => (
                      <FailureCard key={failure.id} failure={failure} onCompare={() => setComparing(failure)} />
                    ))}
                  </ul>
                </details>
              )}
            </>
          );
        }}
      </Answer>
      {comparing && <CompareDialog failure={comparing} onClose={() => setComparing(undefined)} />}
    </section>
  );
}

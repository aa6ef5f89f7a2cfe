import { useState } from 'react';
import type { PastRestore } from '../../../src-main/contract/index.ts';
import { list } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Modal } from '../../ui/modal.tsx';
import { RestoreAgain } from '../holds/restore-again.tsx';
import styles from './customer-extras.module.css';
import { RestoreOutcomeView } from './restore-outcome.tsx';

/** Restores done before, by anyone, with their replies. Not shown where there are none. */
export function PastRestores({ customer }: { customer: string }) {
  const answer = useAnswer('restore.list', { customer });
  const holds = useAnswer('holds.list', { customer }).data?.holds ?? [];
  const [open, setOpen] = useState<PastRestore>();
  const [reply, setReply] = useState('');
  const zone = useTimeZone();
  const now = useNow();
  if (answer.isError) return <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />;
  const restores = answer.data?.restores ?? [];
  if (restores.length === 0) return null;
  return (
    <Card title="Past restores">
      <ul className={styles.list}>
        {restores.map((restore) => (
          <li key={restore.id} className={styles.item}>
            <span>
              {when(restore.at, zone, now)} · {restore.by} {restore.ticket && `· ${restore.ticket}`}
            </span>
            <span className={styles.soft}>
              {list(
                restore.tarballs.map(
                  (tarball) =>
                    `${displayText(tarball.inCustomer)} on ${tarball.desk ? `the desk of ${restore.by}` : tarball.host}`,
                ),
              )}
            </span>
            <span className={styles.actions}>
              <Button
                small
                onClick={() => {
                  setOpen(restore);
                  setReply(restore.reply);
                }}
              >
                Open the reply
              </Button>
              {holds
                .filter((hold) => restore.holds.includes(hold.id))
                .map((hold) => (
                  <RestoreAgain
                    key={`${hold.server} ${hold.id}`}
                    hold={hold}
                    on={restore.holds.length > 1 ? hold.nights[0]?.host : undefined}
                  />
                ))}
            </span>
          </li>
        ))}
      </ul>
      {open && (
        <Modal
          wide
          title={`Restore of ${when(open.at, zone, now)}`}
          open
          onClose={() => setOpen(undefined)}
          actions={<CopyButton look="primary" label="Copy reply" text={reply} />}
        >
          <RestoreOutcomeView outcome={open} reply={reply} onReply={setReply} />
        </Modal>
      )}
    </Card>
  );
}

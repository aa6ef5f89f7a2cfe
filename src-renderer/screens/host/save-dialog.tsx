import { useState } from 'react';
import type { Host } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { problemTone } from '../../format/states.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import styles from './config-card.module.css';
import { ConflictDialog } from './conflict-dialog.tsx';
import type { ConfigDraft } from './use-config-draft.ts';

/** The last look before backup.config is written; where someone else was quicker, both versions. */
export function SaveDialog({ host, draft, onClose }: { host: Host; draft: ConfigDraft; onClose: () => void }) {
  const { show } = useToasts();
  const { save, problems } = draft;
  const [ticket, setTicket] = useState('');
  const close = () => {
    save.reset();
    onClose();
  };
  if (save.error?.code === 'conflict') return <ConflictDialog host={host} draft={draft} onClose={close} />;
  const changes = count(draft.changes, 'change');
  return (
    <Modal
      wide
      open
      title={`Save ${changes} to backup.config on ${host.name}?`}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            disabled={save.isPending}
            onClick={() =>
              draft.store(ticket.trim() || undefined, () => {
                show({
                  tone: 'good',
                  title: `Saved backup.config on ${host.name}`,
                  text: `${changes}. The next night goes by it.`,
                });
                onClose();
              })
            }
          >
            Save to {host.name}
          </Button>
        </>
      }
    >
      <DiffView lines={draft.diff} label="What will be saved" />
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label="What the host says of it">
          {problems.map((problem) => (
            <li key={`${problem.line} ${problem.code} ${problem.message}`}>
              <StateMark tone={problemTone[problem.code]} size={8} />
              <span>
                Line {problem.line}: {displayText(problem.message)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.ticket}>
        <TextField
          label="Ticket"
          placeholder="#48213"
          maxLength={200}
          value={ticket}
          onChange={(event) => setTicket(event.target.value)}
        />
      </div>
      {save.isError && <ErrorBox error={save.error} />}
    </Modal>
  );
}

import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { useTriage } from '../../state/triage.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';

interface Props {
  /** What they are, as a heading has it. */
  title: string;
  failures: readonly FailureItem[];
  onClose: () => void;
  onDone?: () => void;
}

/** Takes failures off the list, with why: whoever finds them there later should know. */
export function AcknowledgeDialog({ title, failures, onClose, onDone }: Props) {
  const triage = useTriage();
  const [reason, setReason] = useState('');
  const save = async () => {
    const why = reason.trim();
    if (!(await triage.run(failures, { kind: 'acknowledge', ...(why && { reason: why }) }, { quiet: true }))) return;
    onClose();
    onDone?.();
  };
  return (
    <Modal
      open
      title={`Acknowledge “${title}”?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="acknowledge" look="primary" disabled={triage.isPending}>
            Acknowledge
          </Button>
        </>
      }
    >
      <p>
        {failures.length > 1 && `All ${failures.length} of them. `}
        What is acknowledged stays below the list while it lasts, with your name, and can be opened again there. It
        comes back by itself when it happens again after it was over.
      </p>
      <form
        id="acknowledge"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          autoFocus
          label="Why"
          placeholder="such as: the customer moves on Friday, ticket #48213"
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.target.value)}
        />
      </form>
      {triage.error && <ErrorBox error={triage.error} />}
    </Modal>
  );
}

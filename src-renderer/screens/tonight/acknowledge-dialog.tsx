import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { reread, useAction } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';

interface Props {
  /** What they are, as a heading has it. */
  title: string;
  failures: readonly FailureItem[];
  onClose: () => void;
}

/** Takes failures off the list, with why: whoever finds them there later should know. */
export function AcknowledgeDialog({ title, failures, onClose }: Props) {
  const client = useQueryClient();
  const acknowledge = useAction('failures.acknowledgeAll');
  const [reason, setReason] = useState('');
  const save = () =>
    acknowledge.mutate(
      { ids: failures.map(({ id }) => id), ...(reason.trim() ? { reason: reason.trim() } : {}) },
      {
        onSuccess: () => {
          void reread(client, 'failures.list', 'activity.list');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={`Acknowledge “${title}”?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="acknowledge" look="primary" disabled={acknowledge.isPending}>
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
          save();
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
      {acknowledge.isError && <ErrorBox error={acknowledge.error} />}
    </Modal>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { reread, useAction } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { nameOfHold } from './hold-name.ts';

/** Releasing deletes what is held. What is typed is checked by the core, which names what it wants typed. */
export function ReleaseDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const client = useQueryClient();
  const release = useAction('holds.release');
  const [target, setTarget] = useState(hold.customer ?? hold.id);
  const [typed, setTyped] = useState('');
  const send = () =>
    release.mutate(
      { id: hold.id, confirm: typed },
      {
        onSuccess: () => {
          void reread(client, 'holds.list', 'activity.list');
          onClose();
        },
        onError: (error) => {
          if (error.code === 'needs-confirmation' && typeof error.details.target === 'string')
            setTarget(error.details.target);
        },
      },
    );
  return (
    <Modal
      open
      alert
      title={`Release ${nameOfHold(hold)}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" disabled={typed !== target || release.isPending} onClick={send}>
            Release
          </Button>
        </>
      }
    >
      <p>
        The held copy on {hold.server} and its tarballs there are deleted. Nights still in rotation, and what was
        already delivered to the customer, stay.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === target) send();
        }}
      >
        <TextField
          label={`Type ${target} to confirm`}
          value={typed}
          autoFocus
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {release.isError && <ErrorBox error={release.error} />}
    </Modal>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAction } from '../../state/commands.ts';
import { useConnection } from '../../state/connection.tsx';
import { usePassphrases } from '../../state/passphrase.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';

/** Asks for a key's passphrase when a machine needs it. It is kept by the core for this session, never by the window. */
export function PassphraseDialog() {
  const { questions, asked: question } = usePassphrases();
  const connection = useConnection();
  const client = useQueryClient();
  const provide = useAction('secrets.provide');
  const [passphrase, setPassphrase] = useState('');
  useEffect(() => connection.subscribe('job.changed', (job) => questions.hear(job.error)), [connection, questions]);
  const close = () => {
    setPassphrase('');
    provide.reset();
    questions.close();
  };
  const send = () => {
    if (!question || passphrase === '') return;
    provide.mutate(
      { machine: question.machine, passphrase },
      {
        onSuccess: () => {
          close();
          void client.invalidateQueries();
        },
      },
    );
  };
  return (
    <Modal
      title={`The key for ${question?.machine ?? ''} needs its passphrase`}
      open={question !== undefined}
      onClose={close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField
          label={`Passphrase of ${question?.identityFile || 'the key'}`}
          type="password"
          autoFocus
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          hint="Kept in memory until Nightkeep ends."
        />
      </form>
      {provide.isError && <ErrorBox error={provide.error} />}
      <div>
        <Button look="primary" disabled={passphrase === '' || provide.isPending} onClick={send}>
          Use this passphrase
        </Button>{' '}
        <Button onClick={close}>Not now</Button>
      </div>
    </Modal>
  );
}

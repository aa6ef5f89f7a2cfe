import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BackupdirIdentity } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Modal } from '../../ui/modal.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** The backupdir on the server, and whether it is this host's. */
export function BackupdirCard({ host }: { host: string }) {
  const check = useAnswer('backupdir.check', { host });
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title="Where its nights lie"
      aside={
        check.data?.isTrouble && (
          <Button small onClick={() => setAsking(true)}>
            It is right so…
          </Button>
        )
      }
    >
      <Answer of={check} loading={`Looking where the nights of ${host} lie…`}>
        {(found) => <KeyValues rows={rowsOf(found)} />}
      </Answer>
      {asking && check.data && <ConfirmDialog found={check.data} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function rowsOf({ server, backupdir, isTrouble, message, nights }: BackupdirIdentity) {
  return [
    [
      'Place',
      <span key="place">
        {displayText(backupdir)} on {server} <CopyButton icon text={backupdir} label="Copy the path" />
      </span>,
    ],
    [
      'It is',
      <span key="state">
        <StateMark tone={isTrouble ? 'bad' : 'good'} /> {displayText(message)}
      </span>,
    ],
    ['Holds', count(nights, 'night')],
  ] as const;
}

function ConfirmDialog({ found, onClose }: { found: BackupdirIdentity; onClose: () => void }) {
  const { host, server, backupdir, message, nights } = found;
  const client = useQueryClient();
  const confirm = useAction('backupdir.confirm');
  const send = () =>
    confirm.mutate(
      { host, confirm: backupdir },
      {
        onSuccess: () => {
          void reread(client, 'backupdir.check', 'failures.list', 'tonight.get');
          onClose();
        },
      },
    );
  return (
    <Modal
      title={`Do the nights of ${host} lie there from now on?`}
      open
      alert
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={confirm.isPending} onClick={send}>
            Yes, they lie there
          </Button>
        </>
      }
    >
      <p>
        {displayText(backupdir)} on {server}: {displayText(message)}
      </p>
      <p>
        If a disk is not mounted or backup.config names a wrong directory, cancel and put that right first. Otherwise
        the next nights of {host} go there
        {nights > 0
          ? `, and in time take the place of the ${count(nights, 'night')} that ${nights === 1 ? 'is' : 'are'} there`
          : ''}
        .
      </p>
      {confirm.error && <ErrorBox error={confirm.error} onRetry={send} />}
    </Modal>
  );
}

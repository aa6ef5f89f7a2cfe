import { useQueryClient } from '@tanstack/react-query';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { reread, useAction } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Modal } from '../../ui/modal.tsx';

/**
 * A machine that shows another key than the one that is known: both fingerprints, and what to do where it was only set
 * up anew. What is known is not thrown away by a press here: whoever listens in between would like that best.
 */
export function KeyDialog({ failure, onClose }: { failure: FailureItem; onClose: () => void }) {
  const client = useQueryClient();
  const meet = useAction('machines.meet');
  const { host } = failure;
  const again = () =>
    meet.mutate(
      { machine: host },
      {
        onSuccess: onClose,
        // Its new key then waits to be trusted, in a dialog of its own.
        onSettled: () => void reread(client, 'hostKeys.pending', 'failures.list', 'fleet.status'),
      },
    );
  return (
    <Modal
      wide
      open
      title={`${host} shows another key`}
      onClose={onClose}
      actions={
        <>
          <CopyButton label="Copy what is known" text={displayText(failure.message)} />
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" disabled={meet.isPending} onClick={again}>
            Try again
          </Button>
        </>
      }
    >
      <p>{displayText(failure.message)}</p>
      <p>
        Compare both fingerprints with what the machine itself shows at its own console:{' '}
        <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code>. If it shows the known one, somebody stands in
        between: tell whoever runs the network. If it shows the new one, the machine was set up anew: take the old line
        out of the file that is named above, then try again; its new key is shown to you before anything is sent.
      </p>
      {meet.isError && meet.error.code !== 'host-key-unknown' && <ErrorBox error={meet.error} />}
    </Modal>
  );
}

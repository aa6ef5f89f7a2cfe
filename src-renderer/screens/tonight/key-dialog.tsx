import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangedHostKey, FailureItem } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Modal } from '../../ui/modal.tsx';

/**
 * A machine that shows another key than the one that is known. What is known is not thrown away by a press, which
 * whoever listens in between would like best: the fingerprint has to be brought here from the machine itself.
 */
export function KeyDialog({ failure, onClose }: { failure: FailureItem; onClose: () => void }) {
  const client = useQueryClient();
  const { host } = failure;
  const shown = useAnswer('hostKeys.changed', { machine: host });
  const replace = useAction('hostKeys.replace');
  const [brought, setBrought] = useState('');
  const key = shown.data?.key;
  const done = () => {
    onClose();
    void client.invalidateQueries();
  };
  return (
    <Modal
      wide
      open
      title={`${host} shows another key`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button disabled={shown.isFetching} onClick={() => void shown.refetch()}>
            Look again
          </Button>
          {key && key.forget === undefined && (
            <Button
              look="primary"
              disabled={brought.trim() !== key.fingerprint || replace.isPending}
              onClick={() =>
                replace.mutate(
                  { machine: key.machine, fingerprint: key.fingerprint, known: key.known },
                  { onSuccess: done },
                )
              }
            >
              Trust the new key instead
            </Button>
          )}
        </>
      }
    >
      <Answer of={shown} loading={`Looking at the key of ${host}…`}>
        {({ key }) =>
          key ? (
            <Compared key={key.fingerprint} shown={key} brought={brought} onBring={setBrought} />
          ) : (
            <p>{host} shows the key that is known again, and lets Nightkeep in.</p>
          )
        }
      </Answer>
      {replace.isError && <ErrorBox error={replace.error} />}
    </Modal>
  );
}

interface ComparedProps {
  shown: ChangedHostKey;
  /** What was brought from the machine's own console. */
  brought: string;
  onBring: (fingerprint: string) => void;
}

function Compared({ shown, brought, onBring }: ComparedProps) {
  const { machine, host, port, fingerprint, known, lines, path, forget } = shown;
  const own = brought.trim();
  return (
    <>
      <KeyValues
        rows={[
          ['Machine', `${machine} (${host}, port ${port})`],
          // Without a button to copy it: it is to come from the machine's own console.
          ['It shows', <code key="shown">{fingerprint}</code>],
          ...known.map(
            (one, at) =>
              [
                'Known is',
                <Fingerprint key={one} of={one} what={`known key of line ${lines[at]} of ${path}`} />,
              ] as const,
          ),
        ]}
      />
      <p>
        Nothing was sent. Have the machine show its fingerprint at its own console, not over the network:{' '}
        <code>for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done</code>
      </p>
      {forget === undefined ? (
        <TextField
          mono
          label="The fingerprint that the machine itself shows"
          placeholder="SHA256:…"
          value={brought}
          onChange={(event) => onBring(event.target.value)}
          problem={problemOf(own, shown)}
          hint={
            own === fingerprint
              ? `The machine was set up anew. Its new key takes the place of the known one in ${path}.`
              : undefined
          }
        />
      ) : (
        <>
          <p>
            If it is the new one, the machine was set up anew. The known key lies in {displayText(path)}, which
            Nightkeep only reads. Take it out there, then look again; the new key is shown to you before anything is
            sent.
          </p>
          <p>
            <code>{displayText(forget)}</code> <CopyButton icon label="Copy the command" text={forget} />
          </p>
        </>
      )}
    </>
  );
}

/** What speaks against the fingerprint that was brought; nothing while it is still being typed. */
function problemOf(own: string, { fingerprint, known, machine }: ChangedHostKey): string | undefined {
  if (own === '' || fingerprint.startsWith(own)) return undefined;
  if (known.includes(own))
    return `That is the known key: whoever answers as ${machine} is not that machine. Tell whoever runs the network, and trust nothing.`;
  if (known.some((one) => one.startsWith(own))) return undefined;
  return 'That is neither the key that is shown nor the known one. Look at each of the keys that the machine has.';
}

const Fingerprint = ({ of, what }: { of: string; what: string }) => (
  <>
    <code>{of}</code> <CopyButton icon label={`Copy the fingerprint of the ${what}`} text={of} />
  </>
);

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAction, useAnswer } from '../../state/commands.ts';
import { keyId } from '../../state/host-keys.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './host-key-dialog.module.css';
import { HostKeyList } from './host-key-list.tsx';

/** Machines that were never met before are not talked to until someone has looked at their fingerprints: one decision. */
export function HostKeyDialog() {
  const client = useQueryClient();
  const pending = useAnswer('hostKeys.pending', {}).data?.keys ?? [];
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const trust = useAction('hostKeys.trustAll');
  const keys = pending.filter((key) => !later.has(key.fingerprint));
  const chosen = keys.filter((key) => !without.has(keyId(key)));
  const notNow = () => setLater(new Set([...later, ...keys.map((key) => key.fingerprint)]));
  const one = keys.length === 1 ? keys[0] : undefined;
  return (
    <Modal
      wide
      alert
      title={one ? `Is this really ${one.machine}?` : `Are these really your ${keys.length} machines?`}
      open={keys.length > 0}
      onClose={notNow}
      actions={
        <>
          <Button onClick={notNow}>Not now</Button>
          {!one && (
            <ButtonLink href={hrefOf({ screen: 'settings' })} onClick={notNow}>
              Compare with a list
            </ButtonLink>
          )}
          <Button
            look="primary"
            disabled={chosen.length === 0 || trust.isPending}
            onClick={() =>
              trust.mutate(
                { keys: chosen.map(({ machine, fingerprint }) => ({ machine, fingerprint })) },
                { onSuccess: () => void client.invalidateQueries() },
              )
            }
          >
            {one ? `Trust ${one.machine}` : `Trust these ${chosen.length}`}
          </Button>
        </>
      }
    >
      <p className={styles.soft}>
        Nightkeep meets {one ? 'this machine' : 'these machines'} for the first time. Compare the{' '}
        {one
          ? 'fingerprint with the one the machine itself shows'
          : 'fingerprints with those the machines themselves show'}
        : <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code>
      </p>
      <HostKeyList keys={keys} without={without} onChange={setWithout} />
      {trust.isError && <ErrorBox error={trust.error} />}
    </Modal>
  );
}

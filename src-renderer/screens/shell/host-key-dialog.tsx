import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAction, useAnswer } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './host-key-dialog.module.css';

/** A machine that was never met before is not talked to until someone has looked at its fingerprint. */
export function HostKeyDialog() {
  const client = useQueryClient();
  const pending = useAnswer('hostKeys.pending', {}).data?.keys ?? [];
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const trust = useAction('hostKeys.trust');
  const keys = pending.filter((key) => !later.has(key.fingerprint));
  const notNow = () => setLater(new Set([...later, ...keys.map((key) => key.fingerprint)]));
  return (
    <Modal
      wide
      alert
      title={keys.length === 1 ? `Is this really ${keys[0]?.machine}?` : `Are these really your machines?`}
      open={keys.length > 0}
      onClose={notNow}
      actions={<Button onClick={notNow}>Not now</Button>}
    >
      <p className={styles.soft}>
        Nightkeep meets {keys.length === 1 ? 'this machine' : 'these machines'} for the first time. Compare the
        fingerprint with the one the machine itself shows: <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code>
      </p>
      <ul className={styles.keys}>
        {keys.map((key) => (
          <li key={key.fingerprint} className={styles.key}>
            <span>
              <strong>{key.machine}</strong>{' '}
              <span className={styles.soft}>
                {key.host}, port {key.port} · {key.keyType}
              </span>
              <br />
              <span className={styles.fingerprint}>{key.fingerprint}</span>
              <CopyButton icon text={key.fingerprint} label={`Copy the fingerprint of ${key.machine}`} />
            </span>
            <Button
              look="primary"
              disabled={trust.isPending}
              aria-label={`Trust ${key.machine}`}
              onClick={() =>
                trust.mutate(
                  { machine: key.machine, fingerprint: key.fingerprint },
                  { onSuccess: () => void client.invalidateQueries() },
                )
              }
            >
              Trust
            </Button>
          </li>
        ))}
      </ul>
      {trust.isError && <ErrorBox error={trust.error} />}
    </Modal>
  );
}

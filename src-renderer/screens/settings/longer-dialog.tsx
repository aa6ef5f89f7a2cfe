import type { LongerOfHost } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './settings.module.css';

interface Props {
  /** With what another rule would delete. */
  hosts: readonly LongerOfHost[];
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a smaller rule is saved that deletes nights. */
export function LongerDialog({ hosts, onConfirm, onClose }: Props) {
  const losing = hosts.filter(({ deletes }) => deletes.length > 0);
  const nights = losing.reduce((sum, { deletes }) => sum + deletes.length, 0);
  return (
    <Modal
      open
      alert
      title={`Delete ${count(nights, 'night')}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep {nights === 1 ? 'it' : 'them'}</Button>
          <Button look="danger" onClick={onConfirm}>
            Save and delete {nights === 1 ? 'it' : 'them'}
          </Button>
        </>
      }
    >
      <p>By this rule they are kept no longer. They go with the next night; what is held of them stays.</p>
      <ul className={styles.leaving}>
        {losing.map(({ host, deletes }) => (
          <li key={host}>
            {host}: {deletes.map(({ date }) => shortDate(date)).join(', ')}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

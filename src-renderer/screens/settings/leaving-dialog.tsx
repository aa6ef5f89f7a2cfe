import type { CallError } from '../../api/call-error.ts';
import { count } from '../../format/counts.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './settings.module.css';

interface Props {
  /** Of `fleet.save`: a needs-confirmation that names the machines. */
  error: CallError;
  /** Is given what confirms it. */
  onConfirm: (confirm: string) => void;
  onClose: () => void;
}

/** The core's question before machines leave the fleet. */
export function LeavingDialog({ error, onConfirm, onClose }: Props) {
  const { machines, target } = error.details;
  const names = Array.isArray(machines) ? machines.map(String) : [];
  return (
    <Modal
      open
      alert
      title={`Take ${count(names.length, 'machine')} out of the fleet?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep {names.length === 1 ? 'it' : 'them'}</Button>
          <Button look="danger" onClick={() => onConfirm(String(target))}>
            Take {names.length === 1 ? 'it' : 'them'} out
          </Button>
        </>
      }
    >
      <p>
        Nightkeep then shows nothing of {names.length === 1 ? 'it' : 'them'} any more. What is on the machines stays as
        it is: nights, holds and schedules.
      </p>
      <ul className={styles.leaving}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Modal>
  );
}

import type { CallError } from '../../api/call-error.ts';
import { count } from '../../format/counts.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './settings.module.css';

interface Props {
  /** Of `fleet.save`: a needs-confirmation that names the machines. */
  error: CallError;
  /** What they would leave. */
  from?: 'the fleet' | 'the team’s fleet';
  /** Is given what confirms it. */
  onConfirm: (confirm: string) => void;
  onClose: () => void;
}

/** The core's question before machines leave the fleet. */
export function LeavingDialog({ error, from = 'the fleet', onConfirm, onClose }: Props) {
  const { machines, target } = error.details;
  const names = Array.isArray(machines) ? machines.map(String) : [];
  return (
    <Modal
      open
      alert
      title={`Take ${count(names.length, 'machine')} out of ${from}?`}
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
        {from === 'the fleet'
          ? 'Nightkeep then shows no more of what left. What is on the machines stays as it is: nights, holds and schedules.'
          : 'Nobody’s own fleet changes by that: colleagues see it as a difference from theirs.'}
      </p>
      <ul className={styles.leaving}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Modal>
  );
}

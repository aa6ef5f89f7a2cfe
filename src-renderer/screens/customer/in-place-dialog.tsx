import type { PlannedTarball } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { PlannedPlaces } from './planned-places.tsx';

interface Props {
  customer: string;
  tarballs: readonly PlannedTarball[];
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before anything takes the place of what a customer has, and names it. */
export function InPlaceDialog({ customer, tarballs, onConfirm, onClose }: Props) {
  const there = tarballs.flatMap(({ places = [] }) => places.filter(({ isThere }) => isThere)).length;
  return (
    <Modal
      open
      alert
      title={
        there > 0
          ? `Replace ${count(there, 'file or folder', 'files and folders')} of ${customer}?`
          : `Restore in place for ${customer}?`
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" onClick={onConfirm}>
            {there > 0 ? 'Move aside and restore' : 'Restore in place'}
          </Button>
        </>
      }
    >
      <p>
        Nothing is deleted: what is there stays beside it, under another name, and nights leave it out. Programs of the
        customer that use it now go on using the old one until they open it anew.
      </p>
      {tarballs.map(({ host, path, places = [] }) => (
        <section key={host + path} aria-label={`On ${host}`}>
          {tarballs.length > 1 && <h3>On {host}</h3>}
          <PlannedPlaces places={places} />
        </section>
      ))}
    </Modal>
  );
}

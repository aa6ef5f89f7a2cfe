import { useState } from 'react';
import type { Hold, HoldPlan } from '../../../src-main/contract/index.ts';
import { size } from '../../format/sizes.ts';
import { day } from '../../format/times.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { placesOf } from '../../state/places.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Modal } from '../../ui/modal.tsx';
import { type Destination, RestoreDestination } from '../customer/restore-destination.tsx';
import { PlannedPath, roomFor } from '../customer/restore-draft.tsx';
import { RestoreWarnings } from '../customer/restore-warnings.tsx';
import { nameOfHold } from './hold-name.ts';

interface Props {
  hold: Hold;
  customer: string;
  onClose: () => void;
  /** Called with the job's id. */
  onStart: (jobId: string) => void;
}

/** What restoring what is held would deliver, and where, before it is done. */
export function RestoreHeldDialog({ hold, customer, onClose, onStart }: Props) {
  const [to, setTo] = useState<Destination>();
  const asked = { hold: { server: hold.server, id: hold.id }, to };
  const plan = useAnswer('restore.planHold', asked);
  const known = useAnswer('customers.get', { customer });
  const start = useAction('restore.start');
  const { problem, canWait: waits = false } = plan.data?.tarball ?? {};
  const ready = plan.data !== undefined && !plan.isError && (problem === undefined || waits) && !start.isPending;
  const restore = () =>
    start.mutate(waits ? { ...asked, wait: true } : asked, { onSuccess: ({ jobId }) => onStart(jobId) });
  return (
    <Modal
      open
      title={`Restore ${nameOfHold(hold)}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!ready} onClick={restore}>
            {waits ? 'Deliver when it answers' : 'Restore'}
          </Button>
        </>
      }
    >
      <KeyValues
        rows={[
          [
            'Deliver to',
            <RestoreDestination key="to" places={known.data ? placesOf(known.data) : []} to={to} onChange={setTo} />,
          ],
          ...(plan.data ? rowsOf(plan.data, hold) : []),
          ['Held until', <HeldUntil key="until" until={plan.data?.until ?? hold.until} />],
        ]}
      />
      {!plan.data && !plan.isError && <Loading>Looking where it would go…</Loading>}
      {plan.data && <RestoreWarnings warnings={plan.data.warnings} lost={[]} />}
      {problem !== undefined && (
        <ErrorBox
          error={{
            code: 'unreachable',
            message: `It can’t be delivered now: ${problem}${waits ? '. It can be delivered as soon as that is over, while Nightkeep is open.' : ''}`,
          }}
          onRetry={() => void plan.refetch()}
        />
      )}
      {plan.isError && <ErrorBox error={plan.error} onRetry={() => void plan.refetch()} />}
      {start.isError && <ErrorBox error={start.error} />}
    </Modal>
  );
}

function rowsOf({ tarball, packed, bytes }: HoldPlan, { server }: Hold) {
  return [
    ['As', <PlannedPath key="as" tarball={tarball} />],
    [
      'Size',
      packed
        ? `${size(packed.bytes)}, packed on ${server} already`
        : `${bytes > 0 ? `${size(bytes)} before it is compressed` : 'not measured'}; it is packed first`,
    ],
    ...(tarball.freeBytes === undefined ? [] : [['Space', roomFor(tarball)] as const]),
  ] as const;
}

function HeldUntil({ until }: { until: string }) {
  const zone = useTimeZone();
  const now = useNow();
  return <>{day(until, zone, now)}</>;
}

import { useState } from 'react';
import type { CommandInput, Hold, HoldPlan } from '../../../src-main/contract/index.ts';
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
import { PathText } from '../../ui/path-text.tsx';
import { InPlaceDialog } from '../customer/in-place-dialog.tsx';
import { pathsInPlace } from '../customer/planned-places.tsx';
import { type Destination, RestoreDestination } from '../customer/restore-destination.tsx';
import { PlannedAs, roomFor } from '../customer/restore-draft.tsx';
import { RestoreWarnings } from '../customer/restore-warnings.tsx';
import { nameOfHold } from './hold-name.ts';

interface Props {
  hold: Hold;
  /** Of what is held only these; all of it without them. */
  parts?: CommandInput<'restore.planHold'>['parts'];
  customer: string;
  onClose: () => void;
  /** Called with the job's id. */
  onStart: (jobId: string) => void;
}

/** What restoring what is held would deliver, and where, before it is done. */
export function RestoreHeldDialog({ hold, parts, customer, onClose, onStart }: Props) {
  const [to, setTo] = useState<Destination>();
  const [confirming, setConfirming] = useState(false);
  const asked = { hold: { server: hold.server, id: hold.id }, parts, to };
  const plan = useAnswer('restore.planHold', asked);
  const known = useAnswer('customers.get', { customer });
  const start = useAction('restore.start');
  const { problem, canWait: waits = false } = plan.data?.tarball ?? {};
  const ready = plan.data !== undefined && !plan.isError && (problem === undefined || waits) && !start.isPending;
  const restore = (confirm?: string[]) => {
    setConfirming(false);
    const input = { ...asked, ...(confirm ? { to: { way: 'in-place', confirm } as const } : {}) };
    start.mutate(waits ? { ...input, wait: true } : input, { onSuccess: ({ jobId }) => onStart(jobId) });
  };
  if (confirming && plan.data) {
    const tarballs = [plan.data.tarball];
    return (
      <InPlaceDialog
        customer={customer}
        tarballs={tarballs}
        onConfirm={() => restore(pathsInPlace(tarballs))}
        onClose={() => setConfirming(false)}
      />
    );
  }
  return (
    <Modal
      open
      title={`Restore ${parts ? `a part of ${nameOfHold(hold)}` : nameOfHold(hold)}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={!ready}
            onClick={() => (to?.way === 'in-place' ? setConfirming(true) : restore())}
          >
            {waits ? 'Deliver when it answers' : to?.way === 'in-place' ? 'Restore in place…' : 'Restore'}
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
          ...(parts ? [['Only', <Parts key="parts" parts={parts} customer={customer} />] as const] : []),
          ...(plan.data ? rowsOf(plan.data, hold, parts !== undefined) : []),
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

const Parts = ({ parts, customer }: { parts: NonNullable<Props['parts']>; customer: string }) => (
  <>
    {[...new Set(parts.flatMap(({ paths }) => paths))].map((path) => (
      <div key={path}>
        <PathText path={path} customer={customer} />
      </div>
    ))}
  </>
);

function rowsOf({ tarball, packed, bytes }: HoldPlan, { server }: Hold, isPart: boolean) {
  return [
    ['As', <PlannedAs key="as" tarball={tarball} />],
    [
      'Size',
      packed
        ? `${size(packed.bytes)}, packed on ${server} already`
        : `${bytes > 0 ? `${size(bytes)}${isPart ? ' is held in all' : ' before it is compressed'}` : 'not measured'}; it is packed first`,
    ],
    ...(tarball.freeBytes === undefined ? [] : [['Space', roomFor(tarball)] as const]),
  ] as const;
}

function HeldUntil({ until }: { until: string }) {
  const zone = useTimeZone();
  const now = useNow();
  return <>{day(until, zone, now)}</>;
}

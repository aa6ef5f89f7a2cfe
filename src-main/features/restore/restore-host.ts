import type { Tarball } from '../../contract/index.ts';
import type { DeliveredTarball } from '../../domain/reply.ts';
import type { JobContext } from '../../jobs/types.ts';
import type { HoldProgress } from '../../programs/restore/hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { type PackedTarball, packHold } from '../../programs/restore/pack.ts';
import { runProgram } from '../run-program.ts';
import type { Brought } from './carrier.ts';
import { IDLE_MS, type RestoreDeps, usualUntil } from './deps.ts';
import { carrierTo } from './destination.ts';
import type { HeldPart, RestorePart } from './part.ts';

export interface RestoredHost {
  hold: HoldRecord;
  tarball: Tarball;
  /** The same with what the customer is told. */
  delivered: DeliveredTarball;
}

/** What stays held whatever comes after it. */
export type Kept = Pick<HoldRecord, 'id' | 'until'>;

/** One host's part of a restore: hold, pack, copy, verify. `onHeld` is called as soon as the nights are safe. */
export async function restoreHost(
  { machines, now }: RestoreDeps,
  part: RestorePart,
  { step, progress, signal }: JobContext,
  onHeld: (hold: Kept) => void,
): Promise<RestoredHost> {
  const { place, steps, to } = part;
  const onPacked = ({ done }: { done: number }) => progress({ done, unit: 'entries' });
  const told = { signal, onSent: progress, onVerifying: () => step(steps[3]) };
  const carrier = carrierTo(machines, place, to, told);

  step(steps[0]);
  await carrier.look();
  const onPacking = (id: string) => carrier.begin(id, part.tarball);
  try {
    const onEvent = (event: HoldProgress) => {
      if (!('held' in event)) return onPacked(event);
      onHeld({ id: event.held, until: usualUntil(now()) });
      step(steps[1]);
    };
    const held = await part.hold({ signal, onEvent }, { zstd: carrier.zstd, onPacking });
    onHeld(held.hold);

    step(steps[1]);
    const packing = { backupdir: place.backupdir, id: held.hold.id, name: held.tarball };
    const packed =
      held.packed ??
      (await runProgram(machines, place.server, packHold, packing, {
        signal,
        idleTimeoutMs: IDLE_MS,
        onEvent: onPacked,
      }));

    step(steps[2]);
    const brought = await carrier.deliver(held.hold.id, packed, held.name);
    step(steps[3]);
    return restored(part, held, packed, brought);
  } finally {
    await carrier.stop();
  }
}

function restored(
  part: RestorePart,
  { hold, nights }: HeldPart,
  { bytes, sha256, entries }: PackedTarball,
  { desk, path, inCustomer, os }: Brought,
): RestoredHost {
  const host = part.to.desk ? part.host : part.to.host;
  return {
    hold,
    tarball: { host, desk, path, inCustomer, bytes, sha256, entries },
    delivered: { host, inCustomer, bytes, sha256, os, nights },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { NightkeepError, type Tarball } from '../../contract/index.ts';
import type { DeliveredTarball } from '../../domain/reply.ts';
import type { JobContext } from '../../jobs/types.ts';
import type { HoldProgress } from '../../programs/restore/hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { type PackedTarball, packHold } from '../../programs/restore/pack.ts';
import { runProgram } from '../run-program.ts';
import type { Brought, Carrier } from './carrier.ts';
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

/** Milliseconds between two tries to reach a host that did not answer. */
const RETRY_MS = 10_000;

/**
 * One host's part of a restore: hold, pack, copy, verify. `onHeld` is called as soon as the nights are safe. With `waits`,
 * the customer's host may take its time to answer.
 */
export async function restoreHost(
  { machines, now }: RestoreDeps,
  part: RestorePart,
  context: JobContext,
  onHeld: (hold: Kept) => void,
  waits = false,
): Promise<RestoredHost> {
  const { step, progress, signal } = context;
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
    const packing = { backupdir: place.backupdir, id: held.hold.id, name: held.tarball, parts: held.parts };
    const packed =
      held.packed ??
      (await runProgram(machines, place.server, packHold, packing, {
        signal,
        idleTimeoutMs: IDLE_MS,
        onEvent: onPacked,
      }));

    step(steps[2]);
    if (waits) await untilItAnswers(carrier, part, context);
    const brought = await carrier.deliver(held.hold.id, packed, held.name);
    step(steps[3]);
    return restored(part, held, packed, brought);
  } finally {
    await carrier.stop();
  }
}

/** Returns once the place was looked at; throws what is wrong there, or that it was cancelled meanwhile. */
async function untilItAnswers(
  carrier: Carrier,
  { host }: RestorePart,
  { progress, signal }: JobContext,
): Promise<void> {
  for (;;) {
    if (!carrier.answers) await carrier.look();
    if (carrier.answers) return;
    progress({
      message: `${host} does not answer. It is delivered there as soon as it does, while Nightkeep is open.`,
    });
    await pause(RETRY_MS, undefined, { signal }).catch(() => {
      throw new NightkeepError('cancelled', `cancelled while it waited for ${host} to answer`);
    });
  }
}

function restored(
  part: RestorePart,
  { hold, nights }: HeldPart,
  { bytes, sha256, entries }: PackedTarball,
  { desk, unpacked, path, inCustomer, os, places }: Brought,
): RestoredHost {
  const host = part.to.desk ? part.host : part.to.host;
  return {
    hold,
    tarball: { host, desk, unpacked, places, path, inCustomer, bytes, sha256, entries },
    delivered: { host, unpacked, places, inCustomer, bytes, sha256, os, nights },
  };
}

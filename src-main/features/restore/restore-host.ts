import type { Tarball } from '../../contract/index.ts';
import type { DeliveredTarball } from '../../domain/reply.ts';
import type { JobContext } from '../../jobs/types.ts';
import { deliver } from '../../programs/restore/deliver.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { packHold } from '../../programs/restore/pack.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS, type RestoreDeps, usualUntil } from './deps.ts';
import type { RestorePart } from './part.ts';

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
  const { host, root, place, steps } = part;
  const limits = { signal, idleTimeoutMs: IDLE_MS };

  step(steps[0]);
  const onPacked = ({ done }: { done: number }) => progress({ done, unit: 'entries' });
  const held = await part.hold({
    signal,
    onEvent(event) {
      if (!('held' in event)) return onPacked(event);
      onHeld({ id: event.held, until: usualUntil(now()) });
      step(steps[1]);
    },
  });
  const { hold, tarball, nights } = held;
  onHeld(hold);

  step(steps[1]);
  const packing = { backupdir: place.backupdir, id: hold.id, name: tarball };
  const packed =
    held.packed ?? (await runProgram(machines, place.server, packHold, packing, { ...limits, onEvent: onPacked }));

  step(steps[2]);
  const delivered = await runProgram(
    machines,
    host,
    deliver,
    {
      root,
      name: held.name,
      server: place.calledServer ?? place.server,
      backupdir: place.backupdir,
      hold: hold.id,
      tarball: packed.name,
      bytes: packed.bytes,
      sha256: packed.sha256,
    },
    {
      ...limits,
      onEvent: ({ done, total }) => (done === undefined ? step(steps[3]) : progress({ done, total, unit: 'bytes' })),
    },
  );
  step(steps[3]);

  const inCustomer = `/${delivered.name}`;
  const { bytes, sha256, entries } = packed;
  const { os } = delivered;
  return {
    hold,
    tarball: { host, path: `${root}${inCustomer}`, inCustomer, bytes, sha256, entries },
    delivered: { host, inCustomer, bytes, sha256, os, nights },
  };
}

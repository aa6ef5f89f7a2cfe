import type { Tarball } from '../../contract/index.ts';
import { tarballName } from '../../domain/labels.ts';
import { contains } from '../../domain/nights.ts';
import type { DeliveredTarball } from '../../domain/reply.ts';
import type { JobContext } from '../../jobs/types.ts';
import { deliver } from '../../programs/restore/deliver.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { packHold } from '../../programs/restore/pack.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS, type RestoreDeps } from './deps.ts';
import { type HoldRequest, holdNights } from './hold-nights.ts';
import type { PreparedGroup } from './prepare.ts';

/** The names of the steps for one host; `among` says which host, where there are several. */
export function stepsOf({ place, host }: PreparedGroup, among: string): readonly [string, string, string, string] {
  return [`Hold the nights on ${place.server}${among}`, `Pack${among}`, `Copy to ${host}${among}`, `Verify${among}`];
}

export interface RestoredHost {
  hold: HoldRecord;
  tarball: Tarball;
  /** The same with what the customer is told. */
  delivered: DeliveredTarball;
}

/** One host's part of a restore: hold, pack, copy, verify. `onHeld` is called as soon as the nights are safe. */
export async function restoreHost(
  deps: RestoreDeps,
  group: PreparedGroup,
  request: HoldRequest,
  steps: ReturnType<typeof stepsOf>,
  { step, progress, signal }: JobContext,
  onHeld: (hold: HoldRecord) => void,
): Promise<RestoredHost> {
  const { machines } = deps;
  const { host, root, place } = group;
  const limits = { signal, idleTimeoutMs: IDLE_MS };

  step(steps[0]);
  const hold = await holdNights(deps, group, request, {
    signal,
    onEvent: ({ done }) => progress({ done, unit: 'files' }),
  });
  onHeld(hold);

  step(steps[1]);
  const held = group.nights.filter(({ runId }) => hold.nights.some((night) => night.runId === runId));
  const name = tarballName(
    request.customer,
    held.map(({ date }) => date),
  );
  const packing = { backupdir: place.backupdir, id: hold.id, name: `${name}.tar.gz` };
  const packed = await runProgram(machines, place.server, packHold, packing, {
    ...limits,
    onEvent: ({ done, total }) =>
      progress(done === undefined ? { message: 'reading it again' } : { done, total, unit: 'entries' }),
  });

  step(steps[2]);
  const delivered = await runProgram(
    machines,
    host,
    deliver,
    {
      root,
      name,
      server: place.server,
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
  return {
    hold,
    tarball: { host, path: `${root}${inCustomer}`, inCustomer, bytes, sha256, entries },
    delivered: {
      host,
      inCustomer,
      bytes,
      sha256,
      os: delivered.os,
      gnuTar: delivered.gnuTar,
      nights: held.map((night) => contentsOf(group, night, hold)),
    },
  };
}

/** What the tarball has of one night, as the customer sees it: what was really held, not what was asked for. */
function contentsOf(
  { root, known }: PreparedGroup,
  { runId, date, label, paths, night }: PreparedGroup['nights'][number],
  hold: HoldRecord,
): DeliveredTarball['nights'][number] {
  const view = (path: string) => path.slice(root.length) || '/';
  const held = hold.nights.find((each) => each.runId === runId)?.paths ?? [];
  const asked = paths.map((path) => (path === '' ? root : `${root}/${path}`));
  const standIns = night.entries.filter(({ path, sameAs }) => {
    return sameAs !== undefined && held.some((each) => contains(each, path) || contains(path, each));
  });
  return {
    date,
    label,
    estimated: night.estimated,
    paths: held.map(view),
    absent: asked.filter((path) => !held.includes(path)).map(view),
    sameAs: standIns.map(({ path, sameAs = '' }) => ({
      path: contains(root, path) ? view(path) : '/',
      date: known.find((each) => each.runId === sameAs)?.date ?? dateOfRun(sameAs),
    })),
  };
}

/** A run that has left rotation still says its date in its id. */
const dateOfRun = (runId: string): string => runId.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');

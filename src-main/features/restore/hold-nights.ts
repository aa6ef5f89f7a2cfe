import { createHash, randomBytes } from 'node:crypto';
import { NightkeepError } from '../../contract/index.ts';
import { spokenDates, spokenDay } from '../../domain/spoken.ts';
import { changeHold } from '../../programs/restore/change-hold.ts';
import { createHold, type HoldProgress } from '../../programs/restore/hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { listHolds } from '../../programs/restore/list-holds.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import type { HostPlace } from '../every-place.ts';
import type { RunOptions } from '../run-program.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS, instant, type RestoreDeps } from './deps.ts';
import { type PreparedGroup, serverSelection } from './prepare.ts';

export interface HoldRequest {
  customer: string;
  ticket?: string | undefined;
  reason: string;
  by: string;
  /** ISO 8601. */
  until: string;
}

/** `20130228T120000Z-` and six random characters: sorts by time, as the ids of runs do. */
export function newId(now: Date): string {
  const time = instant(now).replace(/[-:]/g, '');
  return `${time}-${randomBytes(4).readUInt32BE().toString(36).padStart(6, '0').slice(-6)}`;
}

/** The same for the same nights and paths, so that a restore that is started again finds its hold. */
const fingerprint = (group: PreparedGroup, { customer, reason }: HoldRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([group.host, customer, reason, serverSelection(group)]))
    .digest('hex');

/** A tarball to pack while nights are held. */
export interface NewTarball {
  /** Without its ending. */
  name: string;
  /** Whether it may be compressed by zstd, where the server has that. */
  zstd?: boolean | undefined;
  /** Called before the packing begins, with the id that the hold will have. */
  onPacking?: ((hold: string) => void) | undefined;
}

export interface HeldNights {
  hold: HoldRecord;
  /** Where the nights were packed while they were held. */
  packed: PackedTarball | undefined;
}

/**
 * Holds a group's nights, or finds the hold that was made of just these before, kept as long as asked now. With the name
 * of a tarball, nights that are held now are packed at the same time.
 */
export async function holdNights(
  deps: RestoreDeps,
  group: PreparedGroup,
  request: HoldRequest,
  options: RunOptions<HoldProgress> = {},
  tarball?: NewTarball,
): Promise<HeldNights> {
  const { machines, now, publish } = deps;
  const { server, backupdir } = group.place;
  const asked = fingerprint(group, request);
  const known = await knownHold(deps, group, asked, options);
  if (known) {
    const hold = await keepLonger(deps, { host: group.host, server, backupdir }, known, request, options);
    return { hold, packed: undefined };
  }
  const id = newId(now());
  tarball?.onPacking?.(id);
  const made = runProgram(
    machines,
    server,
    createHold,
    {
      ...serverSelection(group),
      id,
      host: group.host,
      customer: request.customer,
      ticket: request.ticket,
      reason: request.reason,
      request: asked,
      by: request.by,
      at: instant(now()),
      until: request.until,
      message: `held ${spokenDates(group.nights.map(({ date }) => date))} of ${request.customer} on ${group.host} until ${spokenDay(request.until, deps.fleet().timeZone)}: ${request.reason}`,
      tarball: tarball?.name,
      zstd: tarball?.zstd,
    },
    { ...options, idleTimeoutMs: IDLE_MS },
  );
  const { hold, packed } = await made.catch(async (error: unknown) => {
    if (!(error instanceof NightkeepError) || error.code !== 'conflict') throw error;
    // They were renamed while they were packed. What is held can be packed in peace.
    return { hold: await knownHold(deps, group, asked, options), packed: undefined };
  });
  if (!hold) throw new Error(`${server} made a hold and did not tell it`);
  publish('holds.changed', { server });
  return { hold, packed };
}

/** A hold that is restored from again, kept as long as asked now. Throws not-found. */
export async function keepLonger(
  { machines, now, publish, fleet }: RestoreDeps,
  { host, server, backupdir }: HostPlace,
  hold: HoldRecord,
  { until, by, customer }: Pick<HoldRequest, 'until' | 'by' | 'customer'>,
  { signal }: Pick<RunOptions<never>, 'signal'>,
): Promise<HoldRecord> {
  if (Date.parse(hold.until) >= Date.parse(until)) return hold;
  const message = `kept until ${spokenDay(until, fleet().timeZone)}, since it is restored again`;
  const change = { backupdir, id: hold.id, by, at: instant(now()), host, customer, message };
  const kept = await runProgram(machines, server, changeHold, { ...change, verb: 'extend', until }, { signal });
  publish('holds.changed', { server });
  return kept ?? hold;
}

async function knownHold(
  { machines, now }: RestoreDeps,
  { place }: PreparedGroup,
  asked: string,
  { signal }: Pick<RunOptions<never>, 'signal'>,
): Promise<HoldRecord | undefined> {
  const places = await runProgram(machines, place.server, listHolds, { backupdirs: [place.backupdir] }, { signal });
  const holds = places.flatMap(({ holds }) => holds);
  return holds.find((hold) => hold.request === asked && Date.parse(hold.until) > now().getTime());
}

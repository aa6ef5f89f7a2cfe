import { createHash, randomBytes } from 'node:crypto';
import { spokenDates, spokenDay } from '../../domain/reply.ts';
import { changeHold } from '../../programs/restore/change-hold.ts';
import { createHold } from '../../programs/restore/hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { listHolds } from '../../programs/restore/list-holds.ts';
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

/** Holds a group's nights, or finds the hold that was made of just these before, kept as long as asked now. */
export async function holdNights(
  deps: RestoreDeps,
  group: PreparedGroup,
  request: HoldRequest,
  options: RunOptions<{ done: number }> = {},
): Promise<HoldRecord> {
  const { machines, now, publish } = deps;
  const { server, backupdir } = group.place;
  const asked = fingerprint(group, request);
  const known = await knownHold(deps, group, asked, options);
  const at = instant(now());
  if (known) return keepLonger(deps, { host: group.host, server, backupdir }, known, request, options);
  const { hold } = await runProgram(
    machines,
    server,
    createHold,
    {
      ...serverSelection(group),
      id: newId(now()),
      host: group.host,
      customer: request.customer,
      ticket: request.ticket,
      reason: request.reason,
      request: asked,
      by: request.by,
      at,
      until: request.until,
      message: `held ${spokenDates(group.nights.map(({ date }) => date))} of ${request.customer} on ${group.host} until ${spokenDay(request.until, deps.fleet().timeZone)}: ${request.reason}`,
    },
    { ...options, idleTimeoutMs: IDLE_MS },
  );
  if (!hold) throw new Error(`${server} made a hold and did not tell it`);
  publish('holds.changed', { server });
  return hold;
}

/** A hold that is restored from again, kept as long as asked now. Throws not-found. */
export async function keepLonger(
  { machines, now, publish, fleet }: RestoreDeps,
  { host, server, backupdir }: HostPlace,
  hold: HoldRecord,
  { until, by, customer }: Pick<HoldRequest, 'until' | 'by' | 'customer'>,
  { signal }: RunOptions<never>,
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
  { signal }: RunOptions<never>,
): Promise<HoldRecord | undefined> {
  const places = await runProgram(machines, place.server, listHolds, { backupdirs: [place.backupdir] }, { signal });
  const holds = places.flatMap(({ holds }) => holds);
  return holds.find((hold) => hold.request === asked && Date.parse(hold.until) > now().getTime());
}

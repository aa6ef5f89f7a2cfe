import { type CommandArguments, NightkeepError, type RestoreOutcome, type Tarball } from '../../contract/index.ts';
import { partOf } from '../../domain/part-of.ts';
import { spokenDates, spokenDay } from '../../domain/spoken.ts';
import { dateIn } from '../../domain/time.ts';
import type { JobContext } from '../../jobs/types.ts';
import { type ActionRecord, recordAction } from '../../programs/restore/actions.ts';
import { changeHold } from '../../programs/restore/change-hold.ts';
import type { Handlers } from '../feature.ts';
import { runProgram } from '../run-program.ts';
import { instant, type RestoreDeps } from './deps.ts';
import { mustBeConfirmed } from './destination.ts';
import { findHold } from './find-hold.ts';
import { newId } from './hold-nights.ts';
import type { RestorePart } from './part.ts';
import { ownerOf, partOfHold } from './part-of-hold.ts';
import { partOfNights } from './part-of-nights.ts';
import { pastRestores } from './past-restores.ts';
import { placesInWords } from './placing.ts';
import { planRestore } from './plan.ts';
import { planHold } from './plan-hold.ts';
import { type PreparedGroup, prepare } from './prepare.ts';
import { createRepliesFeature, usualReply } from './replies.ts';
import { type Kept, type RestoredHost, restoreHost } from './restore-host.ts';
import { toldOf } from './told.ts';

interface Asked {
  customer: string;
  ticket?: string | undefined;
  by: string;
  /** See restoreHost. */
  wait?: boolean | undefined;
}

type RestoreHandlers = Handlers<'restore.plan' | 'restore.planHold' | 'restore.start' | 'restore.list'>;

export function createRestoreFeature(deps: RestoreDeps): RestoreHandlers & ReturnType<typeof createRepliesFeature> {
  return {
    ...createRepliesFeature(deps),
    async 'restore.plan'({ customer, selections, to }) {
      return planRestore(deps, customer, await prepare(deps, customer, selections), to);
    },

    async 'restore.planHold'({ hold, parts, to }) {
      return planHold(deps, await findHold(deps, hold.id, hold.server), to, parts);
    },

    async 'restore.start'(input, { by }) {
      const { asked, parts } = 'hold' in input ? await fromHold(deps, input, by) : await fromNights(deps, input, by);
      mustBeConfirmed(
        input.to,
        parts.map(({ to }) => to),
      );
      const hosts = [...new Set(parts.map(({ host }) => host))];
      const from = parts.some(({ fromHold }) => fromHold) ? ' from its hold' : '';
      return deps.jobs.start({
        command: 'restore.start',
        title: `Restore ${asked.customer} on ${hosts.join(', ')}${from}`,
        host: hosts.length === 1 ? hosts[0] : undefined,
        customer: asked.customer,
        lock: `restore:${asked.customer}`,
        steps: parts.flatMap(({ steps }) => [...steps]),
        work: (context) => restore(deps, parts, asked, context),
      });
    },

    'restore.list': async ({ customer, ...wanted }) => {
      const { items: restores, ...part } = partOf(await pastRestores(deps, customer), wanted);
      return { restores, ...part };
    },
  };
}

interface Planned {
  asked: Asked;
  parts: RestorePart[];
}

type Input = CommandArguments<'restore.start'>;

async function fromNights(
  deps: RestoreDeps,
  { customer, selections, ticket, to, wait }: Exclude<Input, { hold: unknown }>,
  by: string,
): Promise<Planned> {
  const groups = await prepare(deps, customer, selections);
  const asked = { customer, ticket, by, wait };
  return { asked, parts: groups.map((group) => partOfNights(deps, group, asked, among(groups, group), to)) };
}

/** Without a ticket of its own it goes on under the hold's. */
async function fromHold(
  deps: RestoreDeps,
  { hold, parts, ticket, to, wait }: Extract<Input, { hold: unknown }>,
  by: string,
): Promise<Planned> {
  const found = await findHold(deps, hold.id, hold.server);
  const customer = ownerOf(deps, found.record).id;
  const asked = { customer, ticket: ticket ?? found.record.ticket, by, wait };
  return { asked, parts: [partOfHold(deps, found, { customer, by, parts }, to)] };
}

/** Steps are told apart by their names. */
function among(groups: readonly PreparedGroup[], { host, root }: PreparedGroup): string {
  if (groups.length === 1) return '';
  return groups.filter((group) => group.host === host).length === 1 ? ` (${host})` : ` (${host}: ${root})`;
}

async function restore(
  deps: RestoreDeps,
  parts: readonly RestorePart[],
  asked: Asked,
  context: JobContext,
): Promise<RestoreOutcome> {
  const restored: RestoredHost[] = [];
  for (const part of parts) {
    let held: Kept | undefined;
    try {
      restored.push(
        await restoreHost(
          deps,
          part,
          context,
          (kept) => {
            held = kept;
          },
          asked.wait,
        ),
      );
    } catch (error) {
      throw await whatRemains(deps, part, asked, withOthers(error, restored), held);
    }
  }
  const heldUntil = restored.map(({ hold }) => dateIn(deps.fleet().timeZone, new Date(hold.until))).sort()[0] ?? '';
  const tarballs = restored.map(({ delivered }) => delivered);
  const outcome: RestoreOutcome = {
    id: newId(deps.now()),
    holds: restored.map(({ hold }) => hold.id),
    tarballs: restored.map(({ tarball }) => tarball),
    // What lies on a desk is nothing that a customer could be told of.
    reply: restored.some(({ tarball }) => tarball.desk)
      ? ''
      : usualReply(deps, { customer: asked.customer, ticket: asked.ticket, tarballs, heldUntil }),
  };
  await note(deps, parts, restored, asked, outcome, heldUntil);
  return outcome;
}

/** What was put in place on other hosts stays there, whatever went wrong on this one. */
function withOthers(error: unknown, restored: readonly RestoredHost[]): unknown {
  const others = restored.flatMap(({ tarball: { host, places } }) =>
    places ? [`in place on ${host} already: ${placesInWords(places)}`] : [],
  );
  if (others.length === 0 || !(error instanceof NightkeepError)) return error;
  const code = error.code === 'cancelled' ? 'conflict' : error.code;
  return new NightkeepError(code, [error.message, ...others].join('; '), error.details, { cause: error });
}

/** Every server that had a part in it keeps a line of it, so that all staff find the restore again. */
async function note(
  deps: RestoreDeps,
  parts: readonly RestorePart[],
  restored: readonly RestoredHost[],
  { customer, ticket, by }: Asked,
  { id: restore, reply }: RestoreOutcome,
  heldUntil: string,
): Promise<void> {
  const at = instant(deps.now());
  for (const [index, { hold, tarball, delivered: told }] of restored.entries()) {
    const { host, place, fromHold: isHeld } = parts[index] as RestorePart;
    const dates = spokenDates(told.nights.map(({ date }) => date));
    const message = `restored ${dates}${isHeld ? ' from its hold' : ''}${whereto(tarball, host, by)}`;
    const action: ActionRecord = {
      at,
      by,
      action: 'restore',
      host,
      customer,
      ticket,
      message,
      restore,
      hold: hold.id,
      path: tarball.path,
      to: tarball.desk ? undefined : tarball.host,
      desk: tarball.desk ? 'yes' : undefined,
      unpacked: tarball.unpacked ? 'yes' : undefined,
      inPlace: tarball.places ? 'yes' : undefined,
      inCustomer: tarball.inCustomer,
      bytes: String(tarball.bytes),
      sha256: tarball.sha256,
      entries: String(tarball.entries),
      reply,
      told: reply ? toldOf(told, heldUntil, restored.length) : undefined,
    };
    await runProgram(deps.machines, place.server, recordAction, { backupdir: place.backupdir, action });
    if (!tarball.desk) {
      const delivered = { backupdir: place.backupdir, id: hold.id, by, at, host: tarball.host } as const;
      await runProgram(deps.machines, place.server, changeHold, {
        ...delivered,
        verb: 'delivered',
        path: tarball.path,
      });
    }
    deps.publish('holds.changed', { server: place.server });
  }
}

function whereto({ places, unpacked, desk, path, host }: Tarball, of: string, by: string): string {
  if (places) return ` in place: ${placesInWords(places)}`;
  return `${unpacked ? ', unpacked,' : ''} to ${desk ? `the desk of ${by}, ` : host === of ? '' : `${host}:`}${path}`;
}

/** Notes that a restore did not come to its end, and says what stays of it. */
async function whatRemains(
  { machines, now, fleet }: RestoreDeps,
  { host, place }: RestorePart,
  { customer, ticket, by }: Asked,
  error: unknown,
  held: Kept | undefined,
): Promise<unknown> {
  if (!(error instanceof NightkeepError)) return error;
  const stays = held ? `; the nights stay held as ${held.id} until ${spokenDay(held.until, fleet().timeZone)}` : '';
  const message = `${error.message}${stays}`;
  const isCancelled = error.code === 'cancelled';
  const action = isCancelled ? 'restore-cancelled' : 'restore-failed';
  const record = { at: instant(now()), by, action, host, customer, ticket, hold: held?.id, message };
  // What went wrong matters more than that it can't be noted, which often has the same cause.
  await runProgram(machines, place.server, recordAction, { backupdir: place.backupdir, action: record }).catch(
    () => undefined,
  );
  return new NightkeepError(error.code, message, { ...error.details, hold: held?.id }, { cause: error });
}

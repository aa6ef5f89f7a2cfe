import { NightkeepError, type RestoreOutcome } from '../../contract/index.ts';
import { replyText, spokenDates } from '../../domain/reply.ts';
import { dateIn } from '../../domain/time.ts';
import type { JobContext } from '../../jobs/types.ts';
import { type ActionRecord, recordAction } from '../../programs/restore/actions.ts';
import { changeHold } from '../../programs/restore/change-hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import type { Handlers } from '../feature.ts';
import { runProgram } from '../run-program.ts';
import { instant, type RestoreDeps, usualUntil } from './deps.ts';
import { newId } from './hold-nights.ts';
import { pastRestores } from './past-restores.ts';
import { planRestore } from './plan.ts';
import { type PreparedGroup, prepare } from './prepare.ts';
import { type RestoredHost, restoreHost, stepsOf } from './restore-host.ts';

interface Asked {
  customer: string;
  ticket?: string | undefined;
  by: string;
}

export function createRestoreFeature(deps: RestoreDeps): Handlers<'restore.plan' | 'restore.start' | 'restore.list'> {
  return {
    async 'restore.plan'({ customer, selections }) {
      return planRestore(deps, customer, await prepare(deps, customer, selections));
    },

    async 'restore.start'({ customer, selections, ticket }, { by }) {
      const groups = await prepare(deps, customer, selections);
      const steps = groups.map((group) => stepsOf(group, among(groups, group)));
      const hosts = [...new Set(groups.map(({ host }) => host))];
      return deps.jobs.start({
        command: 'restore.start',
        title: `Restore ${customer} on ${hosts.join(', ')}`,
        host: hosts.length === 1 ? hosts[0] : undefined,
        customer,
        lock: `restore:${customer}`,
        steps: steps.flat(),
        work: (context) => restore(deps, groups, steps, { customer, ticket, by }, context),
      });
    },

    'restore.list': async ({ customer }) => ({ restores: await pastRestores(deps, customer) }),
  };
}

/** Steps are told apart by their names. */
function among(groups: readonly PreparedGroup[], { host, root }: PreparedGroup): string {
  if (groups.length === 1) return '';
  return groups.filter((group) => group.host === host).length === 1 ? ` (${host})` : ` (${host}: ${root})`;
}

async function restore(
  deps: RestoreDeps,
  groups: readonly PreparedGroup[],
  steps: readonly ReturnType<typeof stepsOf>[],
  asked: Asked,
  context: JobContext,
): Promise<RestoreOutcome> {
  const restored: RestoredHost[] = [];
  const until = usualUntil(deps.now());
  for (const [index, group] of groups.entries()) {
    let held: HoldRecord | undefined;
    try {
      const request = { ...asked, reason: 'restore', until };
      const names = steps[index] as ReturnType<typeof stepsOf>;
      restored.push(
        await restoreHost(deps, group, request, names, context, (hold) => {
          held = hold;
        }),
      );
    } catch (error) {
      throw await whatRemains(deps, group, asked, error, held);
    }
  }
  const heldUntil = restored.map(({ hold }) => dateIn(deps.fleet().timeZone, new Date(hold.until))).sort()[0] ?? '';
  const outcome: RestoreOutcome = {
    holds: restored.map(({ hold }) => hold.id),
    tarballs: restored.map(({ tarball }) => tarball),
    reply: replyText({ tarballs: restored.map(({ delivered }) => delivered), heldUntil }),
  };
  await note(deps, groups, restored, asked, outcome.reply);
  return outcome;
}

/** Every server that had a part in it keeps a line of it, so that all staff find the restore again. */
async function note(
  deps: RestoreDeps,
  groups: readonly PreparedGroup[],
  restored: readonly RestoredHost[],
  { customer, ticket, by }: Asked,
  reply: string,
): Promise<void> {
  const at = instant(deps.now());
  const restore = newId(deps.now());
  for (const [index, { hold, tarball }] of restored.entries()) {
    const { host, place, nights } = groups[index] as PreparedGroup;
    const message = `restored ${spokenDates(nights.map(({ date }) => date))} to ${tarball.path}`;
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
      inCustomer: tarball.inCustomer,
      bytes: String(tarball.bytes),
      sha256: tarball.sha256,
      entries: String(tarball.entries),
      reply,
    };
    await runProgram(deps.machines, place.server, recordAction, { backupdir: place.backupdir, action });
    const delivered = { backupdir: place.backupdir, id: hold.id, by, at, host, verb: 'delivered' } as const;
    await runProgram(deps.machines, place.server, changeHold, { ...delivered, path: tarball.path });
    deps.publish('holds.changed', { server: place.server });
  }
}

/** Notes that a restore did not come to its end, and says what stays of it. */
async function whatRemains(
  { machines, now }: RestoreDeps,
  { host, place }: PreparedGroup,
  { customer, ticket, by }: Asked,
  error: unknown,
  held: HoldRecord | undefined,
): Promise<unknown> {
  if (!(error instanceof NightkeepError)) return error;
  const stays = held ? `; the nights stay held as ${held.id} until ${held.until.slice(0, 10)}` : '';
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

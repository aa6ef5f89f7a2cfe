import type { CommandArguments, FailureItem, Fleet } from '../../contract/index.ts';
import {
  fieldsOfTriage,
  isAbout,
  MOST_IN_ACT,
  momentAfter,
  namedIn,
  type Triage,
} from '../../domain/failures/triage.ts';
import type { StoredFailure } from '../../stores/history/failure-store.ts';
import type { KnownTriage } from '../../stores/history/triage-store.ts';
import type { Act, UnsentAct } from '../actions.ts';
import { withoutUndefined } from './reconcile.ts';

export type Decision = Pick<Triage, 'kind' | 'by' | 'reason' | 'until'>;

type WithTitle = Pick<FailureItem, 'id' | 'host' | 'path' | 'customer' | 'title' | 'firstSeen'>;

export const decisionOf = (input: CommandArguments<'failures.triage'>, by: string): Decision => ({
  kind: input.kind,
  by,
  reason: (input.kind === 'acknowledge' && input.reason?.trim()) || undefined,
  until: input.kind === 'snooze' ? new Date(input.until).toISOString() : undefined,
});

/** The moment of what is done now about these: later than all that anybody did about them. */
export const momentOf = (failures: readonly StoredFailure[], now: Date): string =>
  momentAfter(
    now,
    failures.map(({ triagedAt }) => triagedAt),
  );

/** A failure, after somebody did something about it: what was done before is over. */
export function decided(
  failure: StoredFailure,
  { kind, by, at, reason, until }: Decision & { at: string },
): StoredFailure {
  const { acknowledged: _, taken: __, snoozedBy: ___, ...item } = failure.item;
  return {
    ...failure,
    item: withoutUndefined({
      ...item,
      acknowledged: kind === 'acknowledge' ? { by, at, reason } : undefined,
      taken: kind === 'take' ? { by, at } : undefined,
      snoozedBy: kind === 'snooze' ? by : undefined,
    }),
    acknowledgedAt: kind === 'acknowledge' ? at : undefined,
    snoozedUntil: kind === 'snooze' ? until : undefined,
    triagedAt: at,
  };
}

/**
 * A failure with the last that colleagues did about it, if that is news. `hears` says whose log counts: that of its own
 * server, so that no server settles what is wrong with another.
 */
export function withTriage(
  failure: StoredFailure,
  known: readonly KnownTriage[] | undefined,
  hears: (server: string) => boolean,
): StoredFailure {
  if (failure.resolvedAt) return failure;
  const news = (known ?? []).filter(
    ({ server, triage }) => triage.at > (failure.triagedAt ?? '') && isAbout(triage, failure.item) && hears(server),
  );
  const [last] = news.sort((a, b) => (a.triage.at < b.triage.at ? 1 : -1));
  return last ? decided(failure, last.triage) : failure;
}

export interface WhereDeps {
  fleet: () => Fleet;
  serverOf: (machine: string) => string | undefined;
  isOut: (machine: string) => boolean;
}

/** In the logs of which servers something stands about a machine: its own; of one that is out of reach, any. */
export function whereTold({ fleet, serverOf, isOut }: WhereDeps) {
  const own = (machine: string) => {
    const server = serverOf(machine);
    return server !== undefined && !isOut(server) ? server : undefined;
  };
  const other = () => fleet().servers.find(({ name }) => !isOut(name))?.name;
  return {
    hears: (server: string, machine: string) => (own(machine) ?? server) === server,
    /** The machine that an act about it is noted of, and the server that has its log. */
    of: (machine: string) => {
      const server = own(machine);
      return server ? { server, machine } : { server: other(), machine: other() ?? machine };
    },
  };
}

/** What is to be noted: for each server and so many failures a line. */
export function actsOf(
  failures: readonly WithTitle[],
  decision: Decision & { at: string },
  where: Pick<ReturnType<typeof whereTold>, 'of'>,
): Act[] {
  const byServer = Map.groupBy(failures, ({ host }) => where.of(host).server);
  return [...byServer.values()].flatMap((some) =>
    Array.from({ length: Math.ceil(some.length / MOST_IN_ACT) }, (_, at) =>
      actOf(some.slice(at * MOST_IN_ACT, (at + 1) * MOST_IN_ACT), decision, where),
    ),
  );
}

function actOf(
  failures: readonly WithTitle[],
  decision: Decision & { at: string },
  where: Pick<ReturnType<typeof whereTold>, 'of'>,
): Act {
  const [first, ...rest] = failures as [WithTitle, ...WithTitle[]];
  const others = rest.length > 0 ? ` and ${rest.length} other ${rest.length === 1 ? 'failure' : 'failures'}` : '';
  const which = `“${first.title}”${others}${others && `: ${namesOf(failures)}`}`;
  return {
    action: decision.kind,
    machine: where.of(first.host).machine,
    host: first.host,
    customer: rest.length === 0 ? first.customer : undefined,
    message: `${messageOf[decision.kind](which)}${decision.reason ? `: ${decision.reason}` : ''}`,
    more: { ...fieldsOfTriage(failures, decision), path: rest.length === 0 ? first.path : undefined },
  };
}

const messageOf: Record<Triage['kind'], (which: string) => string> = {
  take: (which) => `is on ${which}`,
  acknowledge: (which) => `acknowledged ${which}`,
  snooze: (which) => `put off ${which}`,
  reopen: (which) => `opened ${which} again`,
};

/** Names that a line of the log has room for. */
const MOST_NAMED = 20;

export function namesOf(failures: readonly { host: string }[]): string {
  const hosts = [...new Set(failures.map(({ host }) => host))];
  const more = hosts.length - MOST_NAMED;
  return hosts.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Failures about which something is not on any server yet. */
export const unsharedOf = (unsent: readonly UnsentAct[]): Set<string> =>
  new Set(unsent.flatMap(({ action }) => namedIn(action).map(({ id }) => id)));

import type { AffectedCustomer, Customer, FailureItem, TriageKind } from '../../../src-main/contract/index.ts';
import { partOf } from '../../../src-main/domain/part-of.ts';
import { now } from './clock.ts';
import { type FakeHandlers, Refusal } from './refusal.ts';
import type { World } from './world.ts';

type Triage = { kind: TriageKind; reason?: string | undefined; until?: string | undefined };
type Handled = Extract<keyof FakeHandlers, `failures.${string}`>;

/** What needs somebody, and what staff do about it. */
export function createFailureHandlers(
  { publish }: World,
  failures: FailureItem[],
  customers: readonly Customer[],
): Pick<FakeHandlers, Handled> {
  const by = 'maria';
  const at = now.toISOString();

  function decide(id: string, { kind, reason, until }: Triage): FailureItem {
    const failure = failures.find((candidate) => candidate.id === id);
    if (!failure) throw new Refusal({ code: 'not-found', message: `There is no failure ${id}.` });
    const states = { take: 'open', acknowledge: 'acknowledged', snooze: 'snoozed', reopen: 'open' } as const;
    return Object.assign(failure, {
      state: states[kind],
      taken: kind === 'take' ? { by, at } : undefined,
      acknowledged: kind === 'acknowledge' ? { by, at, reason } : undefined,
      snoozedUntil: until,
      snoozedBy: kind === 'snooze' ? by : undefined,
    });
  }

  function all(ids: readonly string[], triage: Triage): FailureItem[] {
    const items = ids.map((id) => decide(id, triage));
    publish('failures.changed', { open: failures.filter(({ state }) => state === 'open').length });
    return items;
  }

  const one = (id: string, triage: Triage) => all([id], triage)[0] as FailureItem;
  function affected({ host, path, customer, firstSeen, lastGood }: FailureItem): AffectedCustomer[] {
    if (path !== undefined) return customer ? [{ customer, host, path, since: firstSeen, lastGood }] : [];
    return customers.flatMap(({ id, hosts }) =>
      hosts
        .filter((on) => on.host === host && on.coverage === 'configured')
        .flatMap(({ entries }) => entries.map((entry) => ({ customer: id, host, path: entry, since: firstSeen }))),
    );
  }

  return {
    'failures.customers': ({ ids }) => ({
      customers: failures.filter(({ id }) => ids.includes(id)).flatMap(affected),
    }),
    'failures.list': ({ state, host, ...wanted }) => {
      const some = failures.filter((one) => (!state || one.state === state) && (!host || one.host === host));
      const { items, ...part } = partOf(some, wanted);
      return { failures: items, ...part };
    },
    'failures.triage': ({ ids, ...triage }) => ({ failures: all(ids, triage) }),
    'failures.acknowledge': ({ id, reason }) => one(id, { kind: 'acknowledge', reason }),
    'failures.reopen': ({ id }) => one(id, { kind: 'reopen' }),
    'failures.snooze': ({ id, until }) => one(id, { kind: 'snooze', until }),
  };
}

import type { Activity, Customer, Hold, PastRestore, Run } from '../../../src-main/contract/index.ts';
import { anyHas, partOf } from '../../../src-main/domain/part-of.ts';
import type { FakeHandlers } from './refusal.ts';

export interface Lists {
  customers: readonly Customer[];
  holds: readonly Hold[];
  activity: readonly Activity[];
  restores: readonly PastRestore[];
  runsOf: (host: string | undefined) => Run[];
}

type Listed = 'customers.search' | 'holds.list' | 'activity.list' | 'restore.list' | 'runs.list';

/** The lists that can be long, by parts as the core tells them. */
export const createListHandlers = (lists: Lists): Pick<FakeHandlers, Listed> => ({
  'customers.search': ({ query, coverage, order = 'match', ...wanted }) => {
    const matches = lists.customers.filter(
      (customer) =>
        anyHas(query, [JSON.stringify(customer)]) &&
        (!coverage || customer.hosts.some((on) => on.coverage === coverage)),
    );
    if (order === 'host') matches.sort((a, b) => (a.hosts[0]?.host ?? '').localeCompare(b.hosts[0]?.host ?? ''));
    const { items, ...part } = partOf(matches, { limit: 100, ...wanted });
    return { customers: items, ...part, tookMs: 11 };
  },
  'holds.list': ({ customer, query, order = 'newest', ...wanted }) => {
    const some = lists.holds.filter(
      (hold) => (!customer || hold.customer === customer) && anyHas(query, [hold.customer, hold.by, hold.reason]),
    );
    if (order === 'until') some.sort((a, b) => a.until.localeCompare(b.until));
    if (order === 'size') some.sort((a, b) => b.bytes - a.bytes);
    const { items: holds, ...part } = partOf(some, wanted);
    const bytes = some.reduce((sum, hold) => sum + hold.bytes, 0);
    return { holds, ...part, bytes, notMeasured: some.filter((hold) => hold.bytes === 0).length };
  },
  'activity.list': ({ customer, host, action, query, ...wanted }) => {
    const some = lists.activity.filter(
      (one) =>
        (!customer || one.customer === customer) &&
        (!host || one.host === host) &&
        (!action || one.action === action) &&
        anyHas(query, [one.by, one.action, one.customer, one.host, one.ticket, one.message]),
    );
    const { items: activity, ...part } = partOf(some, wanted);
    return { activity, ...part };
  },
  'restore.list': ({ customer, ...wanted }) => {
    const some = lists.restores.filter((restore) => !customer || restore.customer === customer);
    const { items: restores, ...part } = partOf(some, wanted);
    return { restores, ...part };
  },
  'runs.list': ({ host, ...wanted }) => {
    const { items: runs, ...part } = partOf(lists.runsOf(host), { limit: 100, ...wanted });
    return { runs, ...part };
  },
});

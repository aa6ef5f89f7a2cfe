import { NightkeepError } from '../contract/index.ts';
import type { CustomerFinder, CustomerMatch } from '../domain/customers.ts';
import type { CustomerIndex } from '../stores/history/customer-index.ts';
import type { Handlers } from './feature.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';

/** What features ask about customers. */
export interface Customers {
  /** The customer in a path, by the fleet's patterns. */
  of(path: string): CustomerMatch | undefined;
  /** The customer's `/` on a host; undefined where none of it is known there. */
  rootOf(host: string, customer: string): string | undefined;
  /** Hosts with anything of the customer: configured, in nights or on disk. */
  hostsOf(customer: string): string[];
}

export interface CustomersDeps {
  index: CustomerIndex;
  finder: () => CustomerFinder;
}

export function createCustomers({ index, finder }: CustomersDeps): Customers {
  return {
    of: (path) => finder()(path),
    rootOf(host, customer) {
      const parts = index.get(customer)?.hosts.filter((part) => part.host === host && part.root) ?? [];
      return (parts.find(({ coverage }) => coverage === 'configured') ?? parts[0])?.root;
    },
    hostsOf: (customer) => [...new Set(index.get(customer)?.hosts.map(({ host }) => host))],
  };
}

const DEFAULT_LIMIT = 50;

export interface CustomersFeatureDeps {
  index: CustomerIndex;
  reader: Pick<FleetReader, 'ensure'>;
}

export const createCustomersFeature = ({
  index,
  reader,
}: CustomersFeatureDeps): Handlers<'customers.search' | 'customers.get'> => ({
  'customers.search': async ({ query, limit = DEFAULT_LIMIT, ...part }) => {
    await reader.ensure();
    const began = performance.now();
    const found = index.search(query, { limit, ...part });
    return { ...found, offset: part.offset ?? 0, tookMs: Math.round((performance.now() - began) * 100) / 100 };
  },

  'customers.get': async ({ customer }) => {
    await reader.ensure();
    const found = index.get(customer);
    if (!found) throw new NightkeepError('not-found', `no host has a customer ${customer}`, { customer });
    return found;
  },
});

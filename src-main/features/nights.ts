import { NightkeepError } from '../contract/index.ts';
import { nightsOfCustomer } from '../domain/nights.ts';
import type { Jobs } from '../jobs/types.ts';
import { compareNights } from '../programs/nights/compare.ts';
import type { Machines } from '../ssh/types.ts';
import { compareNow, compareNowSteps } from './compare-now.ts';
import type { Handlers } from './feature.ts';
import type { NightsReader } from './nights-reader.ts';
import { createRecent } from './recent.ts';
import { runProgram } from './run-program.ts';

/** What features on nights ask about customers. */
export interface KnownCustomers {
  /** The customer in a path, by the fleet's patterns. */
  of(path: string): { id: string; root: string } | undefined;
  /** The customer's `/` on a host. */
  rootOf(host: string, customer: string): string | undefined;
  hostsOf(customer: string): string[];
}

export interface NightsDeps {
  machines: Machines;
  jobs: Jobs;
  nights: NightsReader;
  customers: KnownCustomers;
}

export function createNightsFeature(
  deps: NightsDeps,
): Handlers<'nights.list' | 'nights.compare' | 'nights.compareNow'> {
  const { machines, nights, customers } = deps;
  // Nights never change, so two of them differ in the same way for ever.
  const compared = createRecent<string, Awaited<ReturnType<typeof compare>>>(200);
  const compare = async (host: string, from: string, to: string, path: string) => {
    const { server, backupdir } = await nights.placeOf(host);
    return runProgram(machines, server, compareNights, { backupdir, from, to, path });
  };

  return {
    async 'nights.list'(input) {
      if ('host' in input) return { nights: (await nights.of(input.host)).nights };
      const { customer } = input;
      const hosts = customers.hostsOf(customer);
      if (hosts.length === 0) throw new NightkeepError('not-found', `no host has a customer ${customer}`, { customer });
      const lists = await Promise.all(
        hosts.map(async (host) => {
          const root = customers.rootOf(host, customer);
          const all = (await nights.of(host)).nights;
          return root === undefined ? [] : nightsOfCustomer(all, root);
        }),
      );
      return { nights: lists.flat() };
    },

    'nights.compare': ({ host, from, to, path }) =>
      compared.get(JSON.stringify([host, from, to, path]), () => compare(host, from, to, path)),

    'nights.compareNow': (asked) =>
      deps.jobs.start({
        command: 'nights.compareNow',
        title: `Compare ${asked.host} with a night of it`,
        host: asked.host,
        steps: [...compareNowSteps],
        work: (context) => compareNow(deps, asked, context),
      }),
  };
}

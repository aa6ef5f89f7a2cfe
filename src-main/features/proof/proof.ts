import { type CustomerProof, type Fleet, NightkeepError } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/types.ts';
import type { Machines } from '../../ssh/types.ts';
import type { EveryPlaceDeps } from '../every-place.ts';
import type { Handlers } from '../feature.ts';
import { hostOf } from '../host-of.ts';
import type { KnownCustomers } from '../nights.ts';
import type { NightsReader } from '../nights-reader.ts';
import type { KnownProofs } from './known-proofs.ts';
import { isDue, readHostsBack } from './reading-back.ts';
import { rehearsalSteps, rehearseOf } from './rehearsing.ts';

export interface ProofDeps extends EveryPlaceDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  nights: NightsReader;
  customers: KnownCustomers;
  known: KnownProofs;
  now: () => Date;
}

/** Proof before it is needed: what is kept is read back, and restores are rehearsed, where they lie. */
export function createProofFeature(deps: ProofDeps): Handlers<'proof.get' | 'proof.rehearse' | 'proof.readBack'> {
  const { jobs, fleet, customers, known, now } = deps;
  const rehearsalOf = (host: string, customer: string) => {
    const root = customers.rootOf(host, customer);
    return known.of(host).rehearsed.find((each) => each.customer === customer && each.root === root);
  };

  return {
    async 'proof.get'({ customer }) {
      const hosts = customers.hostsOf(customer);
      if (hosts.length === 0) throw new NightkeepError('not-found', `no host has a customer ${customer}`, { customer });
      const placed = everyKnown(deps, hosts);
      return {
        hosts: placed.map(({ host, server }): CustomerProof['hosts'][number] => {
          const { checked, bad } = known.of(host);
          const theirs = bad.filter(({ path }) => customers.of(path)?.id === customer);
          return { host, server, readBack: checked, rehearsed: rehearsalOf(host, customer), bad: theirs };
        }),
      };
    },

    'proof.rehearse'({ customer, host: wanted }) {
      const host = wanted ?? leastProven(customers.hostsOf(customer), (each) => rehearsalOf(each, customer)?.at);
      const root = host === undefined ? undefined : customers.rootOf(hostOf(fleet(), host).name, customer);
      if (host === undefined || root === undefined) {
        const where = wanted === undefined ? 'no host has a customer' : `${wanted} has no customer`;
        throw new NightkeepError('not-found', `${where} ${customer}`, { customer });
      }
      return jobs.start({
        command: 'proof.rehearse',
        title: `Rehearse the restore of ${customer}`,
        host,
        customer,
        lock: `prove:${deps.places.known(host)?.server ?? host}`,
        steps: rehearsalSteps,
        work: (context) => rehearseOf(deps, { customer, host, root }, context),
      });
    },

    'proof.readBack'({ hosts, due }) {
      const names = (hosts ?? fleet().hosts.map(({ name }) => name)).map((host) => hostOf(fleet(), host).name);
      const wanted = due ? names.filter((host) => isDue(known.of(host).checked?.at, now())) : names;
      const [only] = wanted.length === 1 ? wanted : [];
      return jobs.start({
        command: 'proof.readBack',
        title: `Read files of ${only ?? `${wanted.length} hosts`} back`,
        ...(only ? { host: only } : {}),
        lock: 'read-back',
        steps: ['Read files back'],
        work(context) {
          context.step('Read files back');
          return readHostsBack(deps, { hosts: wanted, due }, context);
        },
      });
    },
  };
}

/** Those whose place is known: nobody waits for a host that does not answer. */
function everyKnown({ places }: ProofDeps, hosts: readonly string[]) {
  return hosts.flatMap((host) => {
    const place = places.known(host);
    return place ? [{ host, server: place.server }] : [];
  });
}

export const leastProven = <Item>(items: readonly Item[], at: (item: Item) => string | undefined): Item | undefined =>
  items.toSorted((a, b) => ((at(a) ?? '') < (at(b) ?? '') ? -1 : 1))[0];

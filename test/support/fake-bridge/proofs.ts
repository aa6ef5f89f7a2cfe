import type { Customer, CustomerProof, FailureItem } from '../../../src-main/contract/index.ts';
import { titleOf } from '../../../src-main/domain/failures/causes.ts';
import { now } from './clock.ts';
import { nightsOf, serverOf } from './nights.ts';
import type { FakeHandlers } from './refusal.ts';
import type { World } from './world.ts';

type OfHost = CustomerProof['hosts'][number];

/** col00214 was rehearsed on the 24th, others never; `?rotten` finds a file of theirs other than it was. */
export function createProofHandlers(
  { jobs, scenario, publish }: World,
  customers: readonly Customer[],
): Pick<FakeHandlers, 'proof.get' | 'proof.rehearse' | 'proof.readBack'> {
  const placesOf = (customer: string) => customers.find(({ id }) => id === customer)?.hosts ?? [];
  const rootOf = (customer: string) => placesOf(customer)[0]?.root ?? '';
  const proofs = new Map<string, OfHost['rehearsed']>();
  const rehearsal = (customer: string, host: string, at: string, day: number): NonNullable<OfHost['rehearsed']> => {
    const night = nightsOf(host)[day];
    const { runId = '', date = '' } = night ?? {};
    return { customer, at, run: runId, date, root: rootOf(customer), files: 1204, bytes: 8.2e6, wrong: 0, part: false };
  };
  return {
    'proof.get': ({ customer }) => ({
      hosts: placesOf(customer).map(({ host }): OfHost => {
        const early = customer === 'col00214' ? rehearsal(customer, host, '2013-02-24T10:12:00Z', 5) : undefined;
        return {
          host,
          server: serverOf(host),
          rehearsed: proofs.get(customer) ?? early,
          readBack: { at: '2013-02-28T11:00:00Z', files: 40, bytes: 9.1e6, noted: 812, bad: 0, yielded: false },
          bad: scenario.rotten && customer === 'col00214' ? [badFile] : [],
        };
      }),
    }),
    'proof.rehearse': ({ customer, host = placesOf(customer)[0]?.host ?? '' }) =>
      jobs.start({
        command: 'proof.rehearse',
        title: `Rehearse the restore of ${customer}`,
        host,
        customer,
        steps: [
          { name: 'Find the newest night' },
          { name: 'Pack it as a restore does', total: 1204, unit: 'files' },
          { name: 'Unpack it beside' },
          { name: 'Compare it with the night' },
        ],
        outcome: () => {
          const found = rehearsal(customer, host, now.toISOString(), 0);
          proofs.set(customer, found);
          publish('proof.changed', { hosts: [host] });
          return { ...found, host, server: serverOf(host), names: [] };
        },
      }),
    'proof.readBack': ({ hosts = [] }) =>
      jobs.start({
        command: 'proof.readBack',
        title: `Read files of ${hosts.length} hosts back`,
        steps: [{ name: 'Read files back', total: 40, unit: 'files' }],
        outcome: () => ({
          hosts: hosts.map((host) => ({ host, state: 'read' as const, files: 40, bytes: 9.1e6, bad: 0 })),
        }),
      }),
  };
}

const ROOT = '/mnt/data1/69.55.238.98-col00214-DIR';

const badFile: OfHost['bad'][number] = {
  where: '20130228T081000Z-jail15',
  path: `${ROOT}/usr/home/anna/www/orders.db`,
  is: 'rotten',
  at: '2013-02-28T11:00:00Z',
  copies: [],
};

export const rottenFile: FailureItem = {
  id: 'jail15-rotten',
  host: 'jail15',
  server: 'backup1',
  path: ROOT,
  customer: 'col00214',
  title: titleOf('jail15', 'rotten'),
  cause: 'rotten',
  message:
    '/usr/home/anna/www/orders.db in the nights of 27 and 28 February 2013: other bytes than when it came; the night of 26 February 2013 still has it as it came. Hold a good night before it leaves, and check the disk of backup1: dmesg, smartctl, zpool status. A night sends a file anew only where its time or size changed: touch it on jail15 where that has it whole',
  firstSeen: '2013-02-28T11:00:00Z',
  lastSeen: '2013-02-28T11:00:00Z',
  nights: 1,
  lastGood: '2013-02-26',
  state: 'open',
  fixes: [
    { kind: 'keep-night', label: 'Hold a good night' },
    { kind: 'look-at-place', label: 'Look at its place' },
  ],
};

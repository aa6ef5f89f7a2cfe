import type { FailureItem, Host, MachineStatus, TonightHost } from '../../src-main/contract/index.ts';
import { naturalOrder } from '../format/natural-order.ts';

/** A host with all that is known of it here. */
export interface ListedHost {
  name: string;
  configPath: string;
  server: string | undefined;
  machine: MachineStatus | undefined;
  /** Its server, as far as that is known. */
  onServer: MachineStatus | undefined;
  tonight: TonightHost | undefined;
  /** How many failures of it are open. */
  failures: number;
}

interface Known {
  machines: readonly MachineStatus[];
  tonight: readonly TonightHost[];
  failures: readonly FailureItem[];
}

export function listedHosts(hosts: readonly Host[], { machines, tonight, failures }: Known): ListedHost[] {
  const machineOf = new Map(machines.map((machine) => [machine.name, machine]));
  const rowOf = new Map(tonight.map((row) => [row.host, row]));
  const failuresOf = Map.groupBy(failures, ({ host }) => host);
  return hosts.map(({ name, configPath }) => ({
    name,
    configPath,
    server: rowOf.get(name)?.server,
    machine: machineOf.get(name),
    onServer: machineOf.get(rowOf.get(name)?.server ?? ''),
    tonight: rowOf.get(name),
    failures: failuresOf.get(name)?.length ?? 0,
  }));
}

export const sortOrders = [
  ['fleet', 'as in Settings'],
  ['name', 'by name'],
  ['server', 'grouped by server'],
  ['failures', 'what needs you first'],
] as const;
export type SortOrder = (typeof sortOrders)[number][0];

const comparisons: Record<SortOrder, (a: ListedHost, b: ListedHost) => number> = {
  fleet: () => 0,
  name: (a, b) => naturalOrder(a.name, b.name),
  server: (a, b) => naturalOrder(a.server ?? '', b.server ?? '') || naturalOrder(a.name, b.name),
  failures: (a, b) => b.failures - a.failures,
};

export const sortedHosts = (hosts: readonly ListedHost[], order: SortOrder): ListedHost[] =>
  hosts.toSorted(comparisons[order]);

/** A line of the list: a host, or the server that the hosts below it are kept on. */
export type HostLine = { host: ListedHost } | { server: string | undefined; hosts: number; failures: number };

/** With a line for each server before its hosts, where they stand together. */
export function hostLines(hosts: readonly ListedHost[], order: SortOrder): HostLine[] {
  if (order !== 'server') return hosts.map((host) => ({ host }));
  return [...Map.groupBy(hosts, ({ server }) => server)].flatMap(([server, some]): HostLine[] => [
    { server, hosts: some.length, failures: some.reduce((sum, { failures }) => sum + failures, 0) },
    ...some.map((host) => ({ host })),
  ]);
}

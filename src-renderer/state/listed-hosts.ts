import type { FailureItem, Host, MachineStatus, TonightHost } from '../../src-main/contract/index.ts';

/** A host with all that is known of it here. */
export interface ListedHost {
  name: string;
  configPath: string;
  server: string | undefined;
  machine: MachineStatus | undefined;
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
    tonight: rowOf.get(name),
    failures: failuresOf.get(name)?.length ?? 0,
  }));
}

export const sortOrders = [
  ['fleet', 'as in Settings'],
  ['name', 'by name'],
  ['server', 'by server'],
  ['failures', 'what needs you first'],
] as const;
export type SortOrder = (typeof sortOrders)[number][0];

const byName = new Intl.Collator('en', { numeric: true }).compare;
const comparisons: Record<SortOrder, (a: ListedHost, b: ListedHost) => number> = {
  fleet: () => 0,
  name: (a, b) => byName(a.name, b.name),
  server: (a, b) => byName(a.server ?? '', b.server ?? ''),
  failures: (a, b) => b.failures - a.failures,
};

export const sortedHosts = (hosts: readonly ListedHost[], order: SortOrder): ListedHost[] =>
  hosts.toSorted(comparisons[order]);

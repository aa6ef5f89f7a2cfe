import type { Fleet, ListedMachine, MetMachine } from '../../src-main/contract/index.ts';
import type { CommandInput } from '../api/connection.ts';
import type { FleetDraft, MachineDraft, ServerDraft } from './fleet-draft.ts';

/** What the machines of a fleet mostly have in common; what one says of itself counts before it. */
export interface InCommon {
  user?: string | undefined;
  port?: number | undefined;
  identityFile?: string | undefined;
  configPath?: string | undefined;
  become?: ServerDraft['become'];
}

/** The steps of the first run, by number: servers, hosts, customers, the first search. */
export const LAST_STEP = 3;

/** The first run as far as it is. */
export interface FirstRun {
  step: number;
  servers: ServerDraft[];
  hosts: MachineDraft[];
  common: InCommon;
  patterns?: string[] | undefined;
  timeZone: string;
  supportAddress?: string | undefined;
}

export const newFirstRun = (): FirstRun => ({
  step: 0,
  servers: [],
  hosts: [],
  common: {},
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
});

/** What was kept of it in this window; a new one where that can't be read any more. */
export function firstRunFrom(text: string | undefined): FirstRun {
  try {
    return { ...newFirstRun(), ...(text ? (JSON.parse(text) as Partial<FirstRun>) : {}) };
  } catch {
    return newFirstRun();
  }
}

/** Adds those that are not there yet, by name. */
export function withMachines<Machine extends { name: string }>(
  machines: readonly Machine[],
  more: readonly Machine[],
): Machine[] {
  const names = new Set(machines.map(({ name }) => name));
  return [...machines, ...more.filter(({ name }) => !names.has(name) && names.add(name))];
}

export const serverOf = ({ name, ssh }: ListedMachine): ServerDraft => ({ name, ssh });
export const hostOf = ({ name, ssh, configPath = '' }: ListedMachine): MachineDraft => ({ name, ssh, configPath });

/** With what all have in common filled in. */
export function completed<Machine extends ServerDraft | MachineDraft>(machine: Machine, common: InCommon): Machine {
  const { user = common.user, port = common.port, identityFile = common.identityFile } = machine.ssh;
  const full = {
    ...machine,
    ssh: { ...machine.ssh, user, port, identityFile },
    become: machine.become ?? common.become ?? 'none',
  };
  return 'configPath' in full && full.configPath === '' ? { ...full, configPath: common.configPath ?? '' } : full;
}

export type ToMeet = CommandInput<'machines.meetNew'>['machines'][number];

export const toMeet = (machine: ServerDraft | MachineDraft, common: InCommon): ToMeet => {
  const { name, ssh, become, ...rest } = completed<ServerDraft | MachineDraft>(machine, common);
  if (!('configPath' in rest)) return { role: 'server', name, ssh, become };
  return { role: 'host', name, ssh, become, configPath: rest.configPath || undefined };
};

/** The fleet with what was met and works; of a fleet that is there all else stays. */
export function fleetOf(run: FirstRun, met: ReadonlyMap<string, MetMachine>, current: Fleet | undefined): FleetDraft {
  const works = ({ name }: { name: string }) => met.get(name) !== undefined && met.get(name)?.error === undefined;
  const servers = run.servers.filter(works).map((server) => completed(server, run.common));
  const hosts = run.hosts.filter(works).map((host) => ({
    ...completed(host, run.common),
    configPath: met.get(host.name)?.configPath ?? host.configPath,
  }));
  const { timeZone, supportAddress, patterns = [] } = run;
  if (!current || current.servers.length + current.hosts.length === 0)
    return { ...current, timeZone, supportAddress, customerPatterns: patterns, servers, hosts };
  return {
    ...current,
    customerPatterns: [...new Set([...current.customerPatterns, ...patterns])],
    servers: withMachines(current.servers, servers),
    hosts: withMachines(current.hosts, hosts),
  };
}

/** Names of hosts that the servers have nights of. */
export const hostNamesOn = (servers: readonly { name: string }[], met: ReadonlyMap<string, MetMachine>): string[] => [
  ...new Set(
    servers.flatMap(({ name }) => met.get(name)?.backupdirs.map((path) => path.slice(path.lastIndexOf('/') + 1)) ?? []),
  ),
];

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, Server } from '../../../src-main/contract/index.ts';
import type { Layout } from './layout.ts';
import type { Machine, Machines } from './machines.ts';
import { customerPatterns, type HostPlan } from './plan.ts';

const target = (layout: Layout, machine: Machine) => ({
  host: machine.host,
  port: machine.port,
  user: machine.user,
  identityFile: layout.staffKey,
});

const fleetOf = (layout: Layout, plans: readonly HostPlan[], machines: Machines, timeZone: string): Fleet => ({
  timeZone,
  customerPatterns,
  supportAddress: 'support@example.com',
  nightsToKeep: 7,
  collapseShare: 0.5,
  entryMinutes: 720,
  repository: { server: 'backup2', path: join(layout.root('backup2'), 'data', 'scripts') },
  servers: machines.servers.map((machine) => ({ name: machine.name, ssh: target(layout, machine), become: 'none' })),
  hosts: machines.hosts.map((machine) => ({
    name: machine.name,
    ssh: target(layout, machine),
    configPath: layout.configPath(plans.find(({ name }) => name === machine.name) as HostPlan),
    become: 'none',
  })),
});

/** What was changed in the settings of a kept fleet stays; only the ports are new. */
function withNewPorts(kept: Fleet, fresh: Fleet): Fleet {
  const ports = new Map([...fresh.servers, ...fresh.hosts].map(({ name, ssh }) => [name, ssh.port]));
  const moved = <T extends Server>(machine: T): T =>
    ports.has(machine.name) ? { ...machine, ssh: { ...machine.ssh, port: ports.get(machine.name) } } : machine;
  return { ...kept, servers: kept.servers.map(moved), hosts: kept.hosts.map(moved) };
}

/**
 * Writes the app's data folder: its fleet, and every machine's key, so that the first click asks nothing. A fleet that was
 * kept stays where it was, whatever `timeZone` says.
 */
export async function writeAppHome(
  layout: Layout,
  plans: readonly HostPlan[],
  machines: Machines,
  timeZone: string,
): Promise<Fleet> {
  await mkdir(layout.home, { recursive: true, mode: 0o700 });
  const all = [...machines.servers, ...machines.hosts];
  await writeFile(join(layout.home, 'known_hosts'), all.map((machine) => `${machine.knownHostsLine}\n`).join(''));
  const file = join(layout.home, 'config.json');
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as { fleet?: Fleet },
    () => ({ fleet: undefined }),
  );
  const fresh = fleetOf(layout, plans, machines, timeZone);
  const fleet = kept.fleet ? withNewPorts(kept.fleet, fresh) : fresh;
  await writeFile(file, `${JSON.stringify({ ...kept, fleet }, undefined, 2)}\n`, { mode: 0o600 });
  return fleet;
}

import type { Fleet, Host, Server } from '../contract/index.ts';

/** The names of machines that a change of the fleet leaves out. One that only gets another name stays. */
export function leaving(current: Fleet, next: Fleet): string[] {
  const names = new Set([...next.servers, ...next.hosts].map(({ name }) => name));
  const before = new Set([...current.servers, ...current.hosts].map(({ name }) => name));
  const added = new Set([...next.servers, ...next.hosts].filter(({ name }) => !before.has(name)).map(whereOf));
  return [...current.servers, ...current.hosts]
    .filter((machine) => !names.has(machine.name) && !added.has(whereOf(machine)))
    .map(({ name }) => name)
    .sort();
}

const whereOf = ({ ssh: { host, port, user, jump }, ...machine }: Server | Host): string =>
  JSON.stringify([host, port, user, jump ?? null, 'configPath' in machine ? machine.configPath : null]);

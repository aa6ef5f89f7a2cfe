import { type Fleet, type Host, NightkeepError } from '../contract/index.ts';

/** The fleet's host of that name. Throws not-found. */
export function hostOf(fleet: Fleet, name: string): Host {
  const host = fleet.hosts.find((each) => each.name === name);
  if (!host) throw new NightkeepError('not-found', `the fleet has no host ${name}`, { host: name });
  return host;
}

/** Whether a name is that of another host of the fleet: what it left in a backupdir is not this host's. */
export function isAnotherThan(fleet: Fleet, host: string): (name: string) => boolean {
  const others = new Set(fleet.hosts.map(({ name }) => name));
  others.delete(host);
  return (name) => others.has(name);
}

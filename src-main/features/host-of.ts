import { type Fleet, type Host, NightkeepError } from '../contract/index.ts';

/** The fleet's host of that name. Throws not-found. */
export function hostOf(fleet: Fleet, name: string): Host {
  const host = fleet.hosts.find((each) => each.name === name);
  if (!host) throw new NightkeepError('not-found', `the fleet has no host ${name}`, { host: name });
  return host;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Fleet, fleet as fleetSchema, type Host, hasUniqueNames, host as hostSchema } from '../contract/index.ts';

/** Hosts that are checked in one turn: some milliseconds of a machine that has done it never before. */
const SLICE = 50;

/**
 * The fleet as its schema gives it, with turns of others while its hosts are checked. Undefined where anything is wrong
 * with it: what that is, the schema tells when it is given all of it.
 */
export async function fleetInSlices(value: unknown): Promise<Fleet | undefined> {
  if (typeof value !== 'object' || value === null || !('hosts' in value) || !Array.isArray(value.hosts))
    return undefined;
  await nextTurn();
  const rest = fleetSchema.safeParse({ ...value, hosts: [] });
  if (!rest.success) return undefined;
  const hosts: Host[] = [];
  for (let from = 0; from < value.hosts.length; from += SLICE) {
    await nextTurn();
    const some = hostSchema.array().safeParse(value.hosts.slice(from, from + SLICE));
    if (!some.success) return undefined;
    hosts.push(...some.data);
  }
  await nextTurn();
  const fleet: Fleet = { ...rest.data, hosts };
  return hasUniqueNames(fleet) ? fleet : undefined;
}

import type { Fleet, Host, MachineStatus, Server } from '../contract/index.ts';
import type { PlaceStore } from '../stores/history/place-store.ts';

/** The fleet's machines by their names, and which host keeps its nights where. */
export interface Roster {
  machine(name: string): Server | Host | undefined;
  isServer(name: string): boolean;
  roleOf(name: string): MachineStatus['role'] | undefined;
  /** Where a host's nights are, as far as that is known; of a server, itself. */
  serverOf(name: string): string | undefined;
  /** Hosts whose nights a server has. */
  hostsOn(server: string): string[];
}

export interface RosterDeps {
  fleet: () => Fleet;
  places: Pick<PlaceStore, 'where' | 'everyWhere'>;
}

export function createRoster({ fleet, places }: RosterDeps): Roster {
  // Of a thousand machines each is looked up whenever something is heard of it.
  let made: { fleet: Fleet; servers: Map<string, Server>; hosts: Map<string, Host> } | undefined;
  function named(): NonNullable<typeof made> {
    const current = fleet();
    if (made?.fleet !== current)
      made = { fleet: current, servers: byName(current.servers), hosts: byName(current.hosts) };
    return made;
  }
  const isServer = (name: string) => named().servers.has(name);

  return {
    machine(name) {
      const { servers, hosts } = named();
      return servers.get(name) ?? hosts.get(name);
    },
    isServer,
    roleOf(name) {
      const { servers, hosts } = named();
      return servers.has(name) ? 'server' : hosts.has(name) ? 'host' : undefined;
    },
    serverOf: (name) => (isServer(name) ? name : places.where(name)?.server),
    hostsOn(server) {
      const where = places.everyWhere();
      return [...named().hosts.keys()].filter((name) => where.get(name)?.server === server);
    },
  };
}

const byName = <One extends { name: string }>(all: readonly One[]): Map<string, One> =>
  new Map(all.map((one) => [one.name, one]));

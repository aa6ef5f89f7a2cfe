import type { Fleet, FleetDifference, Host, Server, SshTarget } from '../contract/index.ts';

type Machine = Server | Host;
type Settings = Omit<Fleet, 'servers' | 'hosts'>;

/** What is of one's own machine and account, and so neither compared nor published. */
type Personal = 'identityFile' | 'client';

/** All of them: one that the fleet gets has to be named here before this is compiled. */
const isSetting: Record<keyof Settings, true> = {
  timeZone: true,
  customerPatterns: true,
  supportAddress: true,
  nightsToKeep: true,
  longer: true,
  collapseShare: true,
  entryMinutes: true,
  restoreInPlace: true,
  repository: true,
};
const settings = Object.keys(isSetting) as (keyof Settings)[];

const kinds = [
  ['servers', 'server'],
  ['hosts', 'host'],
] as const;

/** The fleet as it is published: without what is of the one who publishes it. */
export const sharedFleet = (fleet: Fleet): Fleet => ({
  ...fleet,
  servers: fleet.servers.map(shared),
  hosts: fleet.hosts.map(shared),
});

/** In what the two are not alike: settings first, then servers and hosts, each in the team's order, one's own last. */
export function compareFleets(own: Fleet, team: Fleet): FleetDifference[] {
  const ofSettings = settings.flatMap((name): FleetDifference[] => {
    const fields = differing({ [name]: own[name] }, { [name]: team[name] });
    return fields.length === 0 ? [] : [{ id: name, kind: 'setting', name, is: standing(fields), fields }];
  });
  const ofMachines = kinds.flatMap(([list, kind]) => {
    const mine = byName(own[list]);
    const theirs = byName(team[list]);
    const names = new Set([...theirs.keys(), ...mine.keys()]);
    return [...names].flatMap((name): FleetDifference[] => {
      const [one, other] = [mine.get(name), theirs.get(name)];
      const fields = differing(fieldsOf(one), fieldsOf(other));
      if (fields.length === 0) return [];
      return [{ id: `${list}/${name}`, kind, name, is: !one ? 'new' : !other ? 'own' : 'other', fields }];
    });
  });
  return [...ofSettings, ...ofMachines];
}

/**
 * One's own fleet with what was chosen of the team's, by the ids of differences; of what only one's own has, choosing it
 * takes it out. A machine keeps one's own key file; one that comes in gets `identityFile`.
 */
export function takeOver(own: Fleet, team: Fleet, chosen: ReadonlySet<string>, identityFile?: string): Fleet {
  const taken = settings.filter((name) => chosen.has(name)).map((name) => [name, team[name]]);
  return {
    ...own,
    ...Object.fromEntries(taken),
    servers: machinesOf('servers', own.servers, team.servers, chosen, identityFile),
    hosts: machinesOf('hosts', own.hosts, team.hosts, chosen, identityFile),
  };
}

function machinesOf<One extends Machine>(
  list: string,
  own: readonly One[],
  team: readonly One[],
  chosen: ReadonlySet<string>,
  identityFile: string | undefined,
): One[] {
  const isChosen = ({ name }: One) => chosen.has(`${list}/${name}`);
  const mine = byName(own);
  const theirs = byName(team);
  const withPersonal = (machine: One, personal: Pick<SshTarget, Personal>): One => ({
    ...machine,
    ssh: { ...shared(machine).ssh, ...personal },
  });
  const kept = own.flatMap((machine) => {
    const other = theirs.get(machine.name);
    if (!isChosen(machine)) return machine;
    return other ? withPersonal(other, personalOf(machine)) : [];
  });
  const come = team.filter((machine) => isChosen(machine) && !mine.has(machine.name));
  return [...kept, ...come.map((machine) => withPersonal(machine, identityFile ? { identityFile } : {}))];
}

const byName = <One extends { name: string }>(machines: readonly One[]): Map<string, One> =>
  new Map(machines.map((machine) => [machine.name, machine]));

function shared<One extends Machine>(machine: One): One {
  const { identityFile: _, client: __, ...ssh } = machine.ssh;
  return { ...machine, ssh };
}

function personalOf({ ssh: { identityFile, client } }: Machine): Pick<SshTarget, Personal> {
  return { ...(identityFile === undefined ? {} : { identityFile }), ...(client === undefined ? {} : { client }) };
}

function fieldsOf(machine: Machine | undefined): Record<string, unknown> {
  if (!machine) return {};
  const { name: _, ssh, ...rest } = shared(machine);
  return { ...ssh, ...rest };
}

const standing = (fields: FleetDifference['fields']): FleetDifference['is'] =>
  fields.every(({ own }) => own === undefined)
    ? 'new'
    : fields.every(({ team }) => team === undefined)
      ? 'own'
      : 'other';

function differing(own: Record<string, unknown>, team: Record<string, unknown>): FleetDifference['fields'] {
  const names = new Set([...Object.keys(team), ...Object.keys(own)]);
  return [...names].flatMap((field) => {
    const [one, other] = [inWords(own[field]), inWords(team[field])];
    return one === other ? [] : [{ field, own: one, team: other }];
  });
}

function inWords(value: unknown): string | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value !== 'object') return String(value);
  return Object.values(value).join(':');
}

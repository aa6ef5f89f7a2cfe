import type { Fleet } from '../../../src-main/contract/index.ts';
import { compareFleets, sharedFleet, takeOver } from '../../../src-main/domain/team-fleet.ts';
import { type FakeHandlers, Refusal } from './refusal.ts';

type Names = 'teamFleet.read' | 'teamFleet.takeOver' | 'teamFleet.publish';

interface Own {
  get: () => Fleet;
  set: (fleet: Fleet) => void;
}

/** A team that knows two hosts more than `known`, another address of one, and nothing of its last one. */
function teamOf(known: Fleet): Fleet {
  const host = (name: string) => ({
    name,
    ssh: { host: `${name}.example.com`, user: 'root' },
    configPath: '/usr/local/jail/bin/backup.config',
    become: 'none' as const,
  });
  const [first, ...rest] = sharedFleet(known).hosts;
  const moved = first && { ...first, ssh: { ...first.ssh, host: '10.0.0.11' } };
  const hosts = [...(moved ? [moved] : []), ...rest.slice(0, -1), host('jail40'), host('jail41')];
  return { ...sharedFleet(known), hosts, supportAddress: 'team@example.com' };
}

/** The team's fleet is made of the fixtures' one; what one publishes stays for as long as the page. */
export function createTeamFleetHandlers(own: Own, known: Fleet): Pick<FakeHandlers, Names> {
  let team = teamOf(known);
  let revision = 'r1';
  const mustBe = (said: string) => {
    if (said !== revision)
      throw new Refusal({ code: 'conflict', message: 'the team’s fleet was changed since it was read' });
  };
  return {
    'teamFleet.read': ({ at }) => ({
      server: at?.server ?? 'backup2',
      path: `${at?.path ?? '/data/scripts'}/team/fleet.json`,
      revision,
      by: 'maria',
      at: '2013-02-27T18:00:00Z',
      machines: team.servers.length + team.hosts.length,
      differences: compareFleets(own.get(), team),
    }),
    'teamFleet.takeOver': (input) => {
      mustBe(input.revision);
      const fleet = takeOver(own.get(), team, new Set(input.take), input.identityFile);
      own.set(fleet);
      return { fleet };
    },
    'teamFleet.publish': (input) => {
      mustBe(input.revision);
      team = sharedFleet(own.get());
      revision = `${revision}+`;
      return { server: 'backup2', path: '/data/scripts/team/fleet.json', revision };
    },
  };
}

import { describe, expect, test } from 'vitest';
import { type Fleet, fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import { compareFleets, sharedFleet, takeOver } from '../../../src-main/domain/team-fleet.ts';

const server = (name: string, ssh = {}) => ({ name, ssh: { host: `${name}.example.com`, ...ssh } });
const host = (name: string, ssh = {}) => ({ ...server(name, ssh), configPath: '/backup.config' });
const fleetOf = (more: object): Fleet => fleetSchema.parse(more);

const own = fleetOf({
  timeZone: 'UTC',
  supportAddress: 'me@example.com',
  servers: [server('backup1', { identityFile: '/me/key', client: 'openssh' })],
  hosts: [host('jail1', { identityFile: '/me/key' }), host('jail2', { port: 2222 }), host('mine')],
});
const team = fleetOf({
  timeZone: 'America/Los_Angeles',
  repository: { server: 'backup1', path: '/data/scripts' },
  servers: [server('backup1'), server('backup2')],
  hosts: [host('jail1'), { ...host('jail2', { user: 'root' }), become: 'sudo' }, host('jail3')],
});

test('each difference is told once, with both sides; what is personal is none', () => {
  expect(compareFleets(own, team)).toEqual([
    {
      id: 'timeZone',
      kind: 'setting',
      name: 'timeZone',
      is: 'other',
      fields: [{ field: 'timeZone', own: 'UTC', team: 'America/Los_Angeles' }],
    },
    {
      id: 'supportAddress',
      kind: 'setting',
      name: 'supportAddress',
      is: 'own',
      fields: [{ field: 'supportAddress', own: 'me@example.com', team: undefined }],
    },
    {
      id: 'repository',
      kind: 'setting',
      name: 'repository',
      is: 'new',
      fields: [{ field: 'repository', own: undefined, team: 'backup1:/data/scripts' }],
    },
    expect.objectContaining({ id: 'servers/backup2', kind: 'server', is: 'new' }),
    {
      id: 'hosts/jail2',
      kind: 'host',
      name: 'jail2',
      is: 'other',
      fields: [
        { field: 'user', own: undefined, team: 'root' },
        { field: 'become', own: 'none', team: 'sudo' },
        { field: 'port', own: '2222', team: undefined },
      ],
    },
    expect.objectContaining({ id: 'hosts/jail3', is: 'new' }),
    expect.objectContaining({ id: 'hosts/mine', is: 'own' }),
  ]);
});

describe('taking over', () => {
  test('nothing chosen changes nothing, and all chosen leaves no difference', () => {
    expect(takeOver(own, team, new Set())).toEqual(own);
    const all = new Set(compareFleets(own, team).map(({ id }) => id));
    const taken = takeOver(own, team, all);
    expect(compareFleets(taken, team)).toEqual([]);
    expect(taken.supportAddress).toBeUndefined();
  });

  test('what is chosen comes, in the order that was, and a machine keeps its own key file', () => {
    const taken = takeOver(own, team, new Set(['hosts/jail2', 'hosts/jail3', 'servers/backup1']), '/new/key');
    expect(taken.timeZone).toBe('UTC');
    expect(taken.hosts.map(({ name }) => name)).toEqual(['jail1', 'jail2', 'mine', 'jail3']);
    expect(taken.hosts[1]).toEqual({ ...team.hosts[1], ssh: { host: 'jail2.example.com', user: 'root' } });
    expect(taken.hosts[3]?.ssh.identityFile).toBe('/new/key');
    expect(taken.servers[0]?.ssh).toEqual({ host: 'backup1.example.com', identityFile: '/me/key', client: 'openssh' });
  });

  test('what only one’s own fleet has goes where that is chosen', () => {
    expect(takeOver(own, team, new Set(['hosts/mine'])).hosts.map(({ name }) => name)).toEqual(['jail1', 'jail2']);
  });
});

test('what is published names nobody’s key file', () => {
  expect(JSON.stringify(sharedFleet(own))).not.toMatch(/identityFile|openssh|\/me\/key/);
  expect(compareFleets(own, sharedFleet(own))).toEqual([]);
});

test('every setting of a fleet is compared and can be taken over', () => {
  const other = {
    timeZone: 'America/Los_Angeles',
    customerPatterns: ['^/jails/(?<customer>[^/]+)'],
    supportAddress: 'team@example.com',
    nightsToKeep: 9,
    longer: { weeks: 5, months: 6 },
    collapseShare: 0.4,
    entryMinutes: 60,
    restoreInPlace: true,
    repository: { server: 'backup1', path: '/data/scripts' },
  };
  const names = Object.keys(fleetSchema.shape).filter((name) => name !== 'servers' && name !== 'hosts');
  expect(Object.keys(other)).toEqual(names);
  const mine = fleetOf({});
  const theirs = fleetOf(other);
  expect(compareFleets(mine, theirs).map(({ id }) => id)).toEqual(names);
  expect(takeOver(mine, theirs, new Set(names))).toEqual(theirs);
});

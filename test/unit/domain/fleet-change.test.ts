import { expect, test } from 'vitest';
import type { Fleet, Host, Server } from '../../../src-main/contract/index.ts';
import { leaving } from '../../../src-main/domain/fleet-change.ts';

const server = (name: string): Server => ({ name, ssh: { host: `${name}.example` }, become: 'none' });
const host = (name: string, address = `${name}.example`): Host => ({
  name,
  ssh: { host: address },
  configPath: '/b.config',
  become: 'none',
});
const fleet = (servers: Server[], hosts: Host[]): Fleet => ({
  timeZone: 'UTC',
  customerPatterns: [],
  nightsToKeep: 7,
  collapseShare: 0.5,
  entryMinutes: 720,
  servers,
  hosts,
});

const current = fleet([server('backup1')], [host('jail11'), host('jail15')]);

test.each<[string, Fleet, string[]]>([
  ['the same', current, []],
  ['one more', fleet([server('backup1'), server('backup2')], [...current.hosts, host('jail17')]), []],
  ['one changed', fleet([server('backup1')], [host('jail11', 'elsewhere'), host('jail15')]), []],
  ['one with another name', fleet([server('backup1')], [host('jail11'), host('anna', 'jail15.example')]), []],
  ['one less', fleet([server('backup1')], [host('jail15')]), ['jail11']],
  ['two with one name', fleet([server('backup1')], [host('jail11'), host('jail11', 'jail15.example')]), ['jail15']],
  ['a server that became a host', fleet([], [host('backup1'), ...current.hosts]), []],
  ['nothing', fleet([], []), ['backup1', 'jail11', 'jail15']],
])('%s', (_, next, names) => {
  expect(leaving(current, next)).toEqual(names);
});

import { expect, test } from 'vitest';
import { parseConfig } from '../../../src-main/domain/config.ts';
import { serverAddress, serverMeant } from '../../../src-main/domain/server-address.ts';

test('a server has a name, and may have a user and a port', () => {
  expect(serverAddress('root@vault3:2222')).toEqual({ name: 'vault3', user: 'root', port: '2222' });
  expect(serverAddress('vault3')).toEqual({ name: 'vault3', user: undefined, port: undefined });
  expect(serverAddress('2001:db8::1')).toMatchObject({ name: '2001:db8::1', port: undefined });
});

test('the fleet’s server is meant by its name, and by what is written around that', () => {
  const isServer = (name: string) => name === 'vault3' || name === 'me@odd';
  expect(serverMeant('vault3', isServer)).toBe('vault3');
  expect(serverMeant('root@vault3:2222', isServer)).toBe('vault3');
  expect(serverMeant('me@odd', isServer)).toBe('me@odd');
  expect(serverMeant('root@vault4', isServer)).toBeUndefined();
});

test('the editor knows it', () => {
  const codes = (server: string) =>
    parseConfig(`backupdir=/d\nserver=${server}\n`, { knownServers: ['vault3'] }).problems.map(({ code }) => code);
  expect(codes('root@vault3:22')).toEqual([]);
  expect(codes('root@vault4')).toEqual(['unknown-server']);
});

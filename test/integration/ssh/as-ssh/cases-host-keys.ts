import { createHmac } from 'node:crypto';
import { type Case, key, way } from './both.ts';
import type { ServerName, World } from './world.ts';

const own = (world: World, server: ServerName = 'plain', type = 0) => {
  const known = world.servers[server].hostKeys[type];
  return `${known?.type} ${known?.base64}`;
};
/** Another machine's key. */
const other = (world: World) => own(world, 'gate');
const address = (world: World, server: ServerName = 'plain') => `[127.0.0.1]:${world.servers[server].port}`;
const host = (world: World, server?: ServerName) => `Host host\n${way(world, server)}${key(world)}`;
const aliased = (world: World) => `${host(world)} HostKeyAlias jail15\n`;
const byName = (world: World) =>
  `${host(world).replace('127.0.0.1', 'localhost')} AddressFamily inet\n CheckHostIP no\n`;
const hashed = (name: string) => {
  const salt = Buffer.from('twenty bytes of salt');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};
const authority = (world: World, server: ServerName, pattern = address(world, server)) =>
  `@cert-authority ${pattern} ${world.authority.type} ${world.authority.base64}\n`;

/** known_hosts, and what the machine shows. */
export const hostKeyCases: readonly Case[] = [
  { name: 'a host key that is not known', known: () => '' },
  { name: 'a changed host key', known: (w) => `${address(w)} ${other(w)}\n` },
  {
    name: 'a changed host key, and the right one',
    known: (w) => `${address(w)} ${other(w)}\n${address(w)} ${own(w)}\n`,
  },
  { name: 'a hashed name', known: (w) => `${hashed(address(w))} ${own(w)}\n` },
  { name: 'a hashed name, changed', known: (w) => `${hashed(address(w))} ${other(w)}\n` },
  { name: 'a name without the port', known: (w) => `127.0.0.1 ${own(w)}\n` },
  { name: 'a name without the port, another key', known: (w) => `127.0.0.1 ${other(w)}\n` },
  { name: 'a wildcard', known: (w) => `[127.0.0.?]:* ${own(w)}\n` },
  { name: 'a wildcard, and not this machine', known: (w) => `[127.0.0.*]:*,!${address(w)} ${own(w)}\n` },
  {
    name: 'a wildcard with very many stars',
    known: (w) => `${'*0'.repeat(30)}x ${other(w)}\n${address(w)} ${own(w)}\n`,
  },
  { name: 'HostKeyAlias', config: aliased, known: (w) => `jail15 ${own(w)}\n` },
  { name: 'HostKeyAlias, changed', config: aliased, known: (w) => `jail15 ${other(w)}\n` },
  { name: 'HostKeyAlias, changed, hashed', config: aliased, known: (w) => `${hashed('jail15')} ${other(w)}\n` },
  { name: 'HostKeyAlias, and the address has the key', config: aliased, known: (w) => `${address(w)} ${own(w)}\n` },
  {
    name: 'CheckHostIP no, and the address has another key',
    config: byName,
    known: (w) => `[localhost]:${w.servers.plain.port} ${own(w)}\n${address(w)} ${other(w)}\n`,
  },
  { name: '@revoked', known: (w) => `${address(w)} ${own(w)}\n@revoked * ${own(w)}\n` },
  { name: '@revoked, another key', known: (w) => `${address(w)} ${own(w)}\n@revoked * ${other(w)}\n` },
  {
    name: 'RevokedHostKeys',
    config: (w) => `${host(w)} RevokedHostKeys ${w.folder}/revoked\n`,
    files: (w) => ({ revoked: `${own(w)}\n` }),
  },
  { name: 'RevokedHostKeys that can not be read', config: (w) => `${host(w)} RevokedHostKeys ${w.folder}/nowhere\n` },
  {
    name: 'three types shown, the last one known',
    server: 'several',
    known: (w) => `${address(w, 'several')} ${own(w, 'several', 2)}\n`,
  },
  {
    name: 'three types shown, one known and changed',
    server: 'several',
    known: (w) => `${address(w, 'several')} ${other(w)}\n`,
  },
  { name: 'a certificate of the machine', server: 'vouched', known: (w) => authority(w, 'vouched') },
  {
    name: 'a certificate of the machine, by a wildcard',
    server: 'vouched',
    known: (w) => authority(w, 'vouched', '[127.0.0.1]:*'),
  },
  { name: 'a certificate by nobody who is trusted', server: 'vouched', known: () => '' },
  { name: 'a certificate that has expired', server: 'expired', known: (w) => authority(w, 'expired') },
  { name: 'a certificate for another machine', server: 'elsewhere', known: (w) => authority(w, 'elsewhere') },
  {
    name: 'a certificate, and the plain key is known',
    server: 'expired',
    known: (w) => `${authority(w, 'expired')}${address(w, 'expired')} ${own(w, 'expired')}\n`,
  },
  {
    name: 'a certificate whose authority is revoked',
    server: 'vouched',
    known: (w) => `${authority(w, 'vouched')}@revoked * ${w.authority.type} ${w.authority.base64}\n`,
  },
];

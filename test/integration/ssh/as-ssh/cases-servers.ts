import { type Case, key, way } from './both.ts';
import type { ServerName, World } from './world.ts';

const host = (world: World, server?: ServerName) => `Host host\n${way(world, server)}${key(world)}`;
const allowing = (lines: string) => (world: World, server?: ServerName) => `${host(world, server)}${lines}`;
const theSetting = 'the setting of the machine allows it, and ssh has no such setting';

/** What machines offer and want. */
export const serverCases: readonly Case[] = [
  { name: 'rsa-sha2 host key only', server: 'rsaHost' },
  { name: 'ssh-rsa (SHA-1) host key only', server: 'sha1Host' },
  {
    name: 'ssh-rsa host key, HostKeyAlgorithms +ssh-rsa',
    server: 'sha1Host',
    config: allowing(' HostKeyAlgorithms +ssh-rsa\n'),
  },
  {
    name: 'ssh-rsa host key, the machine’s own setting',
    server: 'sha1Host',
    fleet: { oldAlgorithms: true },
    differs: theSetting,
  },
  { name: 'group exchange only', server: 'gex' },
  { name: 'group exchange only, 256-bit cipher', server: 'gex', config: allowing(' Ciphers aes256-ctr\n') },
  { name: 'group14-sha1 only', server: 'group14' },
  {
    name: 'group14-sha1, KexAlgorithms +',
    server: 'group14',
    config: allowing(' KexAlgorithms +diffie-hellman-group14-sha1\n'),
  },
  { name: 'group1-sha1 only', server: 'group1' },
  {
    name: 'group1-sha1, KexAlgorithms +',
    server: 'group1',
    config: allowing(' KexAlgorithms +diffie-hellman-group1-sha1\n'),
  },
  {
    name: 'group1-sha1, the machine’s own setting',
    server: 'group1',
    fleet: { oldAlgorithms: true },
    differs: theSetting,
  },
  { name: 'aes128-cbc only', server: 'cbc' },
  { name: 'aes128-cbc, Ciphers +', server: 'cbc', config: allowing(' Ciphers +aes128-cbc\n') },
  { name: 'hmac-md5 only', server: 'md5' },
  { name: 'hmac-md5, MACs ^', server: 'md5', config: allowing(' MACs ^hmac-md5\n') },
  { name: 'umac-64 only', server: 'umac' },
  {
    name: 'Ciphers with only what the built-in client lacks',
    config: allowing(' Ciphers chacha20-poly1305@openssh.com\n'),
  },
  { name: 'MACs with - for all of the built-in client’s', server: 'umac', config: allowing(' MACs -hmac-*\n') },
  {
    name: 'two keys are wanted',
    server: 'twoKeys',
    config: (w, server) => `${host(w, server)} IdentityFile ${w.keys.rsa.privateFile}\n`,
  },
  { name: 'a key and a second factor', server: 'second' },
  { name: 'passwords only', server: 'passwords' },
  { name: 'DenyUsers', server: 'denied' },
  { name: 'AllowUsers, and not this one', server: 'others' },
  { name: 'a banner', server: 'banner' },
  { name: 'a login that prints lines', server: 'prints' },
  { name: 'an account without a shell', server: 'noShell' },
  { name: 'another account', config: (w) => host(w).replace(/ User .*/, ' User nobody-at-all') },
  { name: 'ecdh-sha2-nistp521 and aes256-gcm only', server: 'curves' },
  { name: 'sntrup761x25519 only', server: 'hybrid' },
  {
    name: 'MaxAuthTries 3, the fourth key is right',
    server: 'three',
    config: (w, server) =>
      `Host host\n${way(w, server)}${w.strangers
        .slice(0, 3)
        .map(({ privateFile }) => ` IdentityFile ${privateFile}\n`)
        .join('')}${key(w)}`,
  },
  { name: "OpenSSH's client, the machine’s own setting", fleet: { client: 'openssh' } },
  { name: 'no sshd at that port', config: (w) => host(w).replace(/ Port .*\n/, ' Port 1\n') },
  { name: 'a name that is not known', config: (w) => host(w).replace('127.0.0.1', 'nowhere.invalid') },
];

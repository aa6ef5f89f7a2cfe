import type { Customer, Fleet, HostKey, MachineStatus } from '../../../src-main/contract/index.ts';
import { now, timeZone } from './clock.ts';

const ssh = (port: number) => ({ host: '127.0.0.1', port, user: 'root', identityFile: '/home/ops/.ssh/nightkeep' });
const jails = ['jail11', 'jail12', 'jail15', 'jail16', 'jail17'];
const containers = ['virt9', 'virt10'];
export const hostNames = [...jails, ...containers, 'jail3'];

export const fleet: Fleet = {
  timeZone,
  customerPatterns: [
    '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
    '/vz/private/(?<customer>col\\d{5})',
  ],
  supportAddress: 'support@example.com',
  nightsToKeep: 7,
  collapseShare: 0.5,
  entryMinutes: 720,
  repository: { server: 'backup2', path: '/data/scripts' },
  servers: [
    { name: 'backup1', ssh: ssh(2201), become: 'none' },
    { name: 'backup2', ssh: ssh(2202), become: 'none' },
  ],
  hosts: hostNames.map((name, i) => ({
    name,
    ssh: ssh(2211 + i),
    configPath: name.startsWith('virt') ? '/usr/local/sbin/backup.config' : '/usr/local/jail/bin/backup.config',
    become: 'none' as const,
  })),
};

const jailRoot = (ip: string, id: string) => `/mnt/data1/${ip}-${id}-DIR`;
export const anna = jailRoot('69.55.238.98', 'col00214');

const on = (
  host: string,
  root: string,
  entries: string[],
  coverage: Customer['hosts'][number]['coverage'] = 'configured',
) => ({
  host,
  root,
  entries: entries.map((entry) => root + entry),
  coverage,
});

export const annasEntries = ['/etc', '/root', '/usr/home', '/usr/local', '/var/log', '/www', '/var/spool/postfix'];

export const customers: Customer[] = [
  { id: 'col00214', ip: '69.55.238.98', hosts: [on('jail15', anna, annasEntries)] },
  { id: 'col00301', ip: '69.55.238.99', hosts: [on('jail15', jailRoot('69.55.238.99', 'col00301'), ['/usr/home'])] },
  {
    id: 'col00107',
    ip: '69.55.226.12',
    hosts: [on('jail12', jailRoot('69.55.226.12', 'col00107'), ['/usr/home', '/var/db'])],
  },
  { id: 'col00128', ip: '69.55.226.31', hosts: [on('jail11', jailRoot('69.55.226.31', 'col00128'), ['/usr/home'])] },
  { id: 'col00551', hosts: [on('virt9', '/vz/private/col00551', ['/home', '/etc', '/var/www'])] },
  {
    id: 'col00420',
    ip: '69.55.228.7',
    hosts: [
      on('jail16', jailRoot('69.55.228.7', 'col00420'), ['/usr/home', '/usr/local/etc']),
      on('virt10', '/vz/private/col00420', ['/home']),
    ],
  },
  {
    id: 'col00666',
    ip: '69.55.230.2',
    hosts: [on('jail17', jailRoot('69.55.230.2', 'col00666'), [], 'not-backed-up')],
  },
  {
    id: 'col00088',
    ip: '69.55.224.4',
    hosts: [on('jail11', jailRoot('69.55.224.4', 'col00088'), ['/usr/home'], 'only-in-nights')],
  },
  {
    id: 'col00019',
    ip: '69.55.220.9',
    hosts: [on('jail3', jailRoot('69.55.220.9', 'col00019'), ['/usr/home', '/etc'])],
  },
];

export const machines: MachineStatus[] = [
  { name: 'backup1', role: 'server', state: 'connected', latencyMs: 2, freeBytes: 4.1e12, totalBytes: 1e13 },
  { name: 'backup2', role: 'server', state: 'connected', latencyMs: 3, freeBytes: 6.8e12, totalBytes: 1e13 },
  ...hostNames.map(
    (name): MachineStatus =>
      name === 'jail3'
        ? { name, role: 'host', state: 'unreachable', error: 'jail3 (127.0.0.1 port 2218) refused the connection.' }
        : { name, role: 'host', state: 'connected', latencyMs: 4 },
  ),
];

export const info = {
  version: '0.1.0',
  shell: 'web',
  home: '/home/maria/.nightkeep',
  user: 'maria',
  now: now.toISOString(),
};

export const folderTrouble =
  '/home/maria/.nightkeep/history.sqlite was damaged. It is put aside as /home/maria/.nightkeep/history.sqlite.damaged-20130301T090000Z, and what it held is read anew from the servers; only what was acknowledged or put off has to be so again.';

/** Of jail17, and of as many more machines as there are to be. */
export const unknownKeysOf = (count: number): HostKey[] =>
  Array.from({ length: count }, (_, at) => ({
    machine: `jail${17 + at}`,
    host: '127.0.0.1',
    port: 2215 + at,
    keyType: 'ssh-ed25519',
    fingerprint: `SHA256:uNiVztksCsDhcc0u9e8BrdmB2zPqGuTpKhCr0Dm${String(at).padStart(4, 'V')}`,
  }));

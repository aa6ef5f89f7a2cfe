import type { Activity, ChangedHostKey, FailureItem, Hold, PastRestore } from '../../../src-main/contract/index.ts';
import { titleOf } from '../../../src-main/domain/failures/causes.ts';
import { anna } from './estate.ts';
import { runIdOf } from './nights.ts';

/** Customers have names longer than any screen is wide. */
const deep = 'archive-of-every-log-since-the-machine-was-set-up/var/log/apache22/virtual-hosts/www.example.com';

const untitled: Omit<FailureItem, 'title'>[] = [
  {
    id: 'jail15-www-missing',
    host: 'jail15',
    path: `${anna}/www`,
    customer: 'col00214',
    cause: 'entry-missing',
    message:
      'it does not exist on the host; last copied on 25 February 2013; that copy stands in each night, and nothing newer is backed up',
    firstSeen: '2013-02-26T09:58:00Z',
    lastSeen: '2013-02-28T09:58:00Z',
    nights: 2,
    lastGood: '2013-02-25',
    state: 'open',
    fixes: [
      { kind: 'edit-entry', label: 'Edit entry', path: `${anna}/www` },
      { kind: 'remove-entry', label: 'Remove', path: `${anna}/www` },
    ],
  },
  {
    id: 'jail15-log-symlink',
    host: 'jail15',
    path: `${anna}/var/log`,
    customer: 'col00214',
    cause: 'entry-symlink',
    message:
      'it is a symlink to usr/log, and symlinks are not followed; it was never copied: nothing of it is backed up',
    firstSeen: '2013-02-24T09:58:00Z',
    lastSeen: '2013-02-28T09:58:00Z',
    nights: 1,
    state: 'open',
    fixes: [
      {
        kind: 'use-target',
        label: `Use /usr/local/${deep}`,
        path: `${anna}/var/log`,
        suggestion: `${anna}/usr/local/${deep}`,
      },
      { kind: 'edit-entry', label: 'Edit entry', path: `${anna}/var/log` },
    ],
  },
  {
    id: 'jail17-missed',
    host: 'jail17',
    cause: 'missed',
    message:
      'jail17 answers, but its crontab has no nightkeep line. No result since 26 Feb; 4 customers are not backed up.',
    firstSeen: '2013-02-27T11:00:00Z',
    lastSeen: '2013-02-28T11:00:00Z',
    nights: 2,
    state: 'open',
    fixes: [
      { kind: 'install-schedule', label: 'Install schedule' },
      { kind: 'run-now', label: 'Run now' },
    ],
  },
  {
    id: 'virt9-collapsed',
    host: 'virt9',
    path: '/vz/private/col00551/home',
    customer: 'col00551',
    cause: 'collapsed',
    message: 'it has 278 files and folders, and had 3612 in the last good night; that one is held',
    firstSeen: '2013-02-28T10:40:00Z',
    lastSeen: '2013-02-28T10:40:00Z',
    nights: 1,
    lastGood: '2013-02-27',
    state: 'open',
    taken: { by: 'anna@desk7', at: '2013-02-28T18:20:00Z' },
    fixes: [{ kind: 'compare', label: 'Compare', path: '/vz/private/col00551/home' }],
  },
  {
    id: 'jail3-unreachable',
    host: 'jail3',
    cause: 'unreachable',
    message: 'jail3 (127.0.0.1 port 2218) refused the connection.',
    firstSeen: '2013-02-25T11:00:00Z',
    lastSeen: '2013-02-28T11:00:00Z',
    nights: 3,
    state: 'acknowledged',
    fixes: [{ kind: 'retry', label: 'Try again' }],
  },
];

/** Not among the others: a machine that shows another key, for the dialog about it. */
export const otherKey: ChangedHostKey = {
  machine: 'virt10',
  host: '127.0.0.1',
  port: 2217,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:newnewnewnewnewnewnewnewnewnewnewnewnewnewn',
  known: ['SHA256:oldoldoldoldoldoldoldoldoldoldoldoldoldoldo'],
  path: '/home/maria/.nightkeep/known_hosts',
  lines: [3],
};

export const fillingServer: FailureItem = {
  id: 'backup1-filling',
  host: 'backup1',
  server: 'backup1',
  title: titleOf('backup1', 'server-filling'),
  cause: 'server-filling',
  message:
    'it is full in about 12 days at 9.0 GB a day: 108.0 GB of 2.0 TB are free. Make room before, or its nights fail: release what is held for nobody, give it a larger disk, or move hosts to another server',
  firstSeen: '2013-02-27T11:00:00Z',
  lastSeen: '2013-02-28T11:00:00Z',
  nights: 2,
  state: 'open',
  fixes: [{ kind: 'look-at-holds', label: 'Look at what is held' }],
};

export const changedKey: FailureItem = {
  id: 'virt10-key',
  host: 'virt10',
  title: titleOf('virt10', 'host-key-changed'),
  cause: 'host-key-changed',
  message:
    'virt10 (127.0.0.1:2217) shows another key than before: now ssh-ed25519 SHA256:newnew, known SHA256:oldold. If the machine was reinstalled, remove line 3 of /home/maria/.nightkeep/known_hosts and connect again.',
  firstSeen: '2013-02-28T11:00:00Z',
  lastSeen: '2013-02-28T11:00:00Z',
  nights: 1,
  state: 'open',
  fixes: [{ kind: 'trust-key', label: 'Look at the key' }],
};

export const failures: FailureItem[] = untitled.map((item) => ({ ...item, title: titleOf(item.host, item.cause) }));

const night = (host: string, day: number, date: string, paths: string[]) => ({
  host,
  runId: runIdOf(host, day),
  date,
  paths,
});

export const holds: Hold[] = [
  {
    id: 'h-20130228-a1b2c3',
    server: 'backup2',
    customer: 'col00551',
    nights: [night('virt9', 27, '2013-02-27', ['/vz/private/col00551/home'])],
    reason: `/vz/private/col00551/home/${deep} collapsed: it has 278 files and folders, and had 3612`,
    by: 'Nightkeep',
    createdAt: '2013-02-28T10:40:00Z',
    until: '2013-03-14T10:40:00Z',
    // A night that holds by itself does not measure it.
    bytes: 0,
    tarballs: [],
  },
  {
    id: 'h-20130222-d4e5f6',
    server: 'backup1',
    customer: 'col00214',
    nights: [night('jail15', 21, '2013-02-21', [`${anna}/etc`]), night('jail15', 22, '2013-02-22', [`${anna}/etc`])],
    reason: 'restore, ticket #47990',
    by: 'maria',
    createdAt: '2013-02-22T17:02:00Z',
    until: '2013-03-08T17:02:00Z',
    bytes: 8.2e6,
    tarballs: [
      {
        name: 'col00214-2013-02-21..22.tar.gz',
        bytes: 1.9e6,
        sha256: 'b1946ac92492d2347c6235b4d2611184aa0a7d5c8e6a1d3e4f1a2b3c4d5e6f70',
      },
    ],
  },
  {
    id: 'h-20130212-g7h8i9',
    server: 'backup1',
    customer: 'col00107',
    nights: [night('jail12', 12, '2013-02-12', ['/mnt/data1/69.55.226.12-col00107-DIR/usr/home'])],
    reason: 'customer asked to keep the copy before their migration',
    by: 'tom',
    createdAt: '2013-02-12T20:00:00Z',
    until: '2013-03-01T20:00:00Z',
    bytes: 21e9,
    tarballs: [],
  },
];

export const restores: PastRestore[] = [
  {
    id: 'r-1',
    customer: 'col00214',
    ticket: '#47990',
    by: 'maria',
    at: '2013-02-22T17:04:00Z',
    holds: ['h-20130222-d4e5f6'],
    tarballs: [
      {
        host: 'jail15',
        path: `${anna}/col00214-2013-02-21..22.tar.gz`,
        inCustomer: '/col00214-2013-02-21..22.tar.gz',
        bytes: 1.9e6,
        sha256: 'b1946ac92492d2347c6235b4d2611184aa0a7d5c8e6a1d3e4f1a2b3c4d5e6f70',
        entries: 804,
      },
    ],
    reply: 'Your backup of 21 and 22 February is on your system:\n\n  /col00214-2013-02-21..22.tar.gz  (1.9 MB)\n',
  },
];

export const activity: Activity[] = [
  {
    at: '2013-02-28T17:41:00Z',
    by: 'maria',
    server: 'backup1',
    action: 'config-save',
    host: 'jail15',
    message: 'saved backup.config: 1 line added, 0 removed',
    diff: `+## ENTRY ${anna}/var/spool/postfix`,
  },
  {
    at: '2013-02-28T10:40:00Z',
    by: 'nightkeep',
    server: 'backup2',
    action: 'hold',
    host: 'virt9',
    customer: 'col00551',
    message: 'held 27 Feb of /vz/private/col00551/home until 14 Mar',
  },
  {
    at: '2013-02-27T16:20:00Z',
    by: 'tom',
    server: 'backup2',
    action: 'run',
    host: 'virt10',
    message: 'backed up now: good, 1 entry',
  },
  {
    at: '2013-02-22T17:04:00Z',
    by: 'maria',
    server: 'backup1',
    action: 'restore',
    host: 'jail15',
    customer: 'col00214',
    ticket: '#47990',
    message: 'restored 21 and 22 Feb to /col00214-2013-02-21..22.tar.gz',
  },
];

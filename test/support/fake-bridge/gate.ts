import type { GateCheck, GateKey } from '../../../src-main/contract/index.ts';
import { createPlaceHandlers } from './places.ts';
import { type FakeHandlers, Refusal } from './refusal.ts';
import type { World } from './world.ts';

const gate = '/usr/local/libexec/nightkeep/gate';
const usual = '/root/.ssh/authorized_keys';
const elsewhere = '/etc/ssh/keys/root';

const refusals = Array.from({ length: 8 }, (_, i) => ({
  at: `2013-02-28T0${8 - i}:12:40Z`,
  from: '69.55.226.10',
  asked: ['sh -c "cat /data/jail15/0/etc/master.passwd"', 'rsync --server --sender -logDtpr . /data', 'id'][i % 3],
  message: 'jail12 can do nothing but bring nights and fetch what is held for it',
}));

const mine = 'SHA256:8Lb3oZ0mWcVhXq5nT2yRjK7uPfD4sE9gA1iM6wQxBvU';
const alices = 'SHA256:Jr4tVb1yNqK8mXw3hZ6cLpS0dFgU5aEoRi7TxBvM9Y2';
const forged = 'SHA256:Zq9wEr2tYu5iOp8aSd1fGh4jKl7zXc0vBn3mQwErTy6';

/** What jail16 names is not all its own: one key is somebody else’s, and of another it gives a wrong signature. */
function keysOf(host: string, server: string, file: string, named: readonly string[] | undefined, isBound: boolean) {
  const key = { server, file, keyType: 'ssh-ed25519', state: 'open' as const, doubts: [], forbidden: false };
  const chosen = (fingerprint: string) => named?.includes(fingerprint) ?? fingerprint === mine;
  const own: GateKey = {
    ...key,
    number: 3,
    state: isBound ? 'gated' : 'open',
    fingerprint: mine,
    comment: `root@${host}`,
    proven: true,
    chosen: chosen(mine),
  };
  if (host !== 'jail16') return [own];
  const names = (comment: string) => `Its comment, “${comment}”, names somebody or something else than ${host}.`;
  const unproven = (why: string) => `${host} did not prove that it holds this key: ${why}`;
  const doubtful: GateKey[] = [
    {
      ...key,
      number: 7,
      fingerprint: alices,
      comment: 'alice@desk',
      proven: false,
      doubts: [
        unproven('its ssh-keygen is too old to sign, which takes OpenSSH 8.1 or later. Upgrade OpenSSH on jail16.'),
        names('alice@desk'),
      ],
      chosen: chosen(alices),
    },
    {
      ...key,
      number: 8,
      fingerprint: forged,
      comment: '',
      proven: false,
      doubts: [unproven('what it gave as a signature is wrong: it is by another key.')],
      forbidden: true,
      chosen: false,
    },
  ];
  return [own, ...doubtful];
}

/**
 * jail12 is bound and was refused something, virt10 is bound to a gate that was told other things, virt9’s server keeps
 * its keys elsewhere, and the others are not bound.
 */
export function createGateHandlers({
  jobs,
}: World): Pick<FakeHandlers, 'gate.check' | 'gate.install' | 'backupdir.check' | 'backupdir.confirm'> {
  const bound = new Map<string, 'whole' | 'old'>([
    ['jail12', 'whole'],
    ['virt10', 'old'],
  ]);
  const open = (host: string, server: string, file: string) =>
    `Whoever is root on ${host} can run any command on ${server}, and change or delete every night there: its key in line 3 of ${file} is not bound to the gate.`;

  return {
    ...createPlaceHandlers(),
    'gate.check': ({ host, authorizedKeys: file = usual }): GateCheck => {
      const server = host.startsWith('virt') ? 'backup2' : 'backup1';
      if (host === 'virt9' && file !== elsewhere)
        throw new Refusal({
          code: 'not-found',
          message: `there is no ${file} on the server: name the file in which it keeps the keys it accepts`,
        });
      const state = bound.get(host);
      const old = `The gate on ${server} was told other things of ${host} than the fleet says now, such as how many nights to keep.`;
      return {
        host,
        server,
        gated: state !== undefined,
        lines: [{ file, number: 3, state: state === undefined ? 'open' : 'gated' }],
        open: state === undefined ? [open(host, server, file)] : state === 'old' ? [old] : [],
        remains: [
          `Whoever is root on ${host} can fill the disk of ${server} with data of its own; a quota on /data/${host} bounds that.`,
          'It can also bring empty or false nights, one date a day; good ones leave rotation as the days go by, unless they are held.',
        ],
        refusals: host === 'jail12' ? refusals : [],
        refusalsCount: host === 'jail12' ? 31 : 0,
      };
    },
    'gate.install': ({ host, dryRun = false, remove = false, authorizedKeys: file = usual, keys: named }) => {
      const server = host.startsWith('virt') ? 'backup2' : 'backup1';
      const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKdG0s5q ${host}`;
      const line = remove ? key : `command="${gate} ${host}",restrict ${key}`;
      const keys = remove ? [] : keysOf(host, server, file, named, bound.has(host));
      const steps = [
        ...(remove ? [] : [`${server}: write ${gate}`, `${server}: write /usr/local/libexec/nightkeep/hosts/${host}`]),
        ...(remove
          ? [line]
          : keys.filter(({ chosen }) => chosen).map(({ comment }) => line.replace(/\S+$/, comment))
        ).map((bound) => `${server}: in ${file}: ${bound}`),
        `${server}: keep a copy as ${file}.before-nightkeep-20130228T183000Z`,
      ];
      return jobs.start({
        command: 'gate.install',
        title: `Bind the key of ${host} to the gate`,
        host,
        steps: [{ name: remove ? 'Free the keys' : dryRun ? 'See what is to be done' : 'Bind the keys' }],
        outcome: () => {
          if (!dryRun && remove) bound.delete(host);
          if (!dryRun && !remove) bound.set(host, 'whole');
          return { keys, steps, lines: [{ server, file, line }], changed: true, dryRun };
        },
      });
    },
  };
}

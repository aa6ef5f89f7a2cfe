import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sshd, startSshd } from '../sshd.ts';
import { writeSshClient } from '../sshd-client.ts';
import { makeClientKey } from '../sshd-keys.ts';
import type { Layout } from './layout.ts';
import { type HostPlan, servers } from './plan.ts';

/** A machine that is up. */
export type Machine = Sshd;

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Programs that would reach out of the fleet: each machine has its own, first in its PATH. Mail stays in the machine's
 * folder, one file a message, and cron's table is a file there that no cron ever reads.
 */
const programs = (mail: string, crontab: string): Record<string, string> => ({
  sendmail: `exec cat >"$(mktemp ${quoted(mail)}/$(date +%Y%m%dT%H%M%S).XXXXXX)"`,
  crontab: [
    `table=${quoted(crontab)}`,
    'case $1 in',
    '  -l) [ -f "$table" ] && exec cat "$table"; echo "no crontab for $(id -un)" >&2; exit 1 ;;',
    '  -r) exec rm -f "$table" ;;',
    '  "" | -) exec cat >"$table" ;;',
    '  -*) echo "crontab: $1 is not known here" >&2; exit 64 ;;',
    '  *) exec cp -- "$1" "$table" ;;',
    'esac',
  ].join('\n'),
});

/** On a file system without times of birth, `stat` has 0 for %W. So has it here, since no birth can be set back. */
const statWithoutBirths = [
  'for argument; do',
  '  shift',
  '  case $argument in *%W*) argument=$(printf "%s" "$argument" | sed "s/%W/0/g") ;; esac',
  '  set -- "$@" "$argument"',
  'done',
  'exec /usr/bin/stat "$@"',
].join('\n');

async function writePrograms(layout: Layout, name: string, keepsBirths: boolean): Promise<string> {
  const bin = layout.own(name, 'bin');
  const mail = layout.own(name, 'mail');
  await mkdir(bin, { recursive: true });
  await mkdir(mail, { recursive: true });
  const stat = keepsBirths ? {} : { stat: statWithoutBirths };
  for (const [program, text] of Object.entries({ ...programs(mail, layout.own(name, 'crontab')), ...stat })) {
    await writeFile(`${bin}/${program}`, `#!/bin/sh\n${text}\n`);
    await chmod(`${bin}/${program}`, 0o755);
  }
  return bin;
}

async function start(layout: Layout, name: string, authorizedKeys: string[], keepsBirths: boolean): Promise<Machine> {
  const bin = await writePrograms(layout, name, keepsBirths);
  const home = layout.own(name, 'home');
  await mkdir(home, { recursive: true });
  // What belongs to the system, cron's tables above all, is the machine's own: nothing here reaches the real one's.
  const env = {
    NIGHTKEEP_SYSTEM: layout.root(name),
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    HOME: home,
  };
  const machine = await startSshd({ name, folder: layout.own(name, 'sshd'), authorizedKeys, env });
  // Where an account's keys are looked for by whoever was not told of another place.
  const usual = join(home, '.ssh', 'authorized_keys');
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  await rm(usual, { force: true });
  await symlink(machine.authorizedKeysFile, usual);
  return machine;
}

export interface Machines {
  servers: Machine[];
  hosts: Machine[];
  stop: () => Promise<void>;
}

/** Starts all machines: staff reach every one of them, a host reaches its server, and a server reaches nobody. */
export async function startMachines(layout: Layout, hosts: readonly HostPlan[]): Promise<Machines> {
  const started: Machine[] = [];
  const stop = async () => {
    await Promise.all(started.map((machine) => machine.stop()));
  };
  const up = async (name: string, keys: string[]) => {
    const machine = await start(layout, name, keys, !hosts.some((host) => host.oldScript && host.server === name));
    started.push(machine);
    return machine;
  };
  const settled = async <T>(all: Promise<T>[]) => {
    const results = await Promise.allSettled(all);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return Promise.all(all);
  };
  try {
    for (const server of servers) await mkdir(join(layout.root(server), 'data'), { recursive: true });
    const staff = await makeClientKey(layout.staffKey, { comment: 'staff' });
    const keyOf = (host: HostPlan) => layout.own(host.name, 'id_ed25519');
    const keys = await settled(hosts.map((host) => makeClientKey(keyOf(host), { comment: host.name })));
    const ofServer = (server: string) => keys.filter((_, at) => hosts[at]?.server === server).map((key) => key.line);
    const [serversUp, hostsUp] = await Promise.all([
      settled(servers.map((name) => up(name, [staff.line, ...ofServer(name)]))),
      settled(hosts.map((host) => up(host.name, [staff.line]))),
    ]);
    for (const host of hosts) {
      await writeSshClient({
        folder: layout.own(host.name),
        bin: layout.own(host.name, 'bin'),
        identityFile: keyOf(host),
        servers: serversUp,
      });
    }
    return { servers: serversUp, hosts: hostsUp, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

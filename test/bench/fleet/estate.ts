import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { recordText } from '../../support/backupdir.ts';
import { type Sshd, startSshd } from '../../support/sshd.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { type CountedPort, countedPort } from './counted-ports.ts';
import type { FleetOptions } from './options.ts';

export type Shape = Pick<FleetOptions, 'hosts' | 'servers' | 'sshds' | 'customers' | 'entries' | 'nights'>;

export interface Estate {
  folder: string;
  fleet: Fleet;
  machines: Sshd[];
  /** The ways to them, in the same order. */
  ports: CountedPort[];
  knownHosts: string;
  /** What the loop beside the app asks of each machine: port and command. */
  loop: { port: number; command: string }[];
  keyFile: string;
  user: string;
  stop: () => Promise<void>;
}

const NIGHT_TIME = 'T08:10:00Z';
/** sshd's are started so many at a time: each makes a key. */
const AT_ONCE = 8;

/** A fleet of real sshd's, with backup.configs, customers' folders and nights' records as the programs leave them. */
export async function makeEstate(folder: string, options: Shape): Promise<Estate> {
  const staff = await makeClientKey(join(folder, 'staff'));
  const machines: Sshd[] = [];
  const ports: CountedPort[] = [];
  const stop = async () => {
    for (const port of ports) port.close();
    await Promise.all(machines.map((machine) => machine.stop()));
  };
  const names = [
    ...Array.from({ length: options.servers }, (_, index) => `backup${index + 1}`),
    ...Array.from({ length: options.sshds }, (_, index) => `machine${index}`),
  ];
  try {
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const some = names.slice(from, from + AT_ONCE);
      const up = await Promise.all(
        some.map((name) => {
          const own = join(folder, 'sshd', name);
          // Not the account's own: what its shell reads at each login would be measured with every reading.
          return startSshd({ name, folder: own, authorizedKeys: [staff.line], env: { HOME: own } });
        }),
      );
      machines.push(...up);
      ports.push(...(await Promise.all(up.map(({ port }) => countedPort(port)))));
    }
    const wayTo = new Map(machines.map((machine, index) => [machine, ports[index]?.port ?? 0]));
    const servers = machines.slice(0, options.servers);
    const ofHosts = machines.slice(options.servers);
    const portOf = (machine: Sshd) => wayTo.get(machine) ?? 0;
    const target = (machine: Sshd) => ({
      host: '127.0.0.1',
      port: portOf(machine),
      user: machine.user,
      identityFile: staff.privateFile,
    });
    const hosts = Array.from({ length: options.hosts }, (_, index) => {
      const name = `jail${String(index).padStart(4, '0')}`;
      const server = servers[index % servers.length] as Sshd;
      const machine = ofHosts[index % ofHosts.length] as Sshd;
      const { configPath, root, backupdir } = writeHost(folder, name, index, server.name, options);
      return { name, machine, server, configPath, root, backupdir };
    });
    const fleet: Fleet = {
      timeZone: 'UTC',
      customerPatterns: ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR'],
      nightsToKeep: options.nights,
      collapseShare: 0.5,
      entryMinutes: 720,
      servers: servers.map((server) => ({ name: server.name, ssh: target(server), become: 'none' })),
      hosts: hosts.map(({ name, machine, configPath }) => ({
        name,
        configPath,
        ssh: target(machine),
        become: 'none',
      })),
    };
    const ofServer = (server: Sshd) => hosts.filter((host) => host.server === server);
    return {
      folder,
      fleet,
      machines,
      ports,
      knownHosts: machines
        .map((machine) => `${machine.knownHostsLine.replace(/:\d+ /, `:${portOf(machine)} `)}\n`)
        .join(''),
      loop: [
        ...hosts.map(({ machine, configPath, root }) => ({
          port: portOf(machine),
          command: `cat ${configPath}; ls ${root}/mnt/data1`,
        })),
        // As one would by hand: one login a host, for the records of its nights.
        ...servers.flatMap((server) =>
          ofServer(server).map(({ backupdir }) => ({
            port: portOf(server),
            command: `cat ${backupdir}/.nightkeep/runs/*; ls ${backupdir}`,
          })),
        ),
      ],
      keyFile: staff.privateFile,
      user: machines[0]?.user ?? '',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function writeHost(folder: string, name: string, index: number, server: string, options: Shape) {
  const root = join(folder, 'hosts', name);
  const backupdir = join(folder, 'servers', server, name);
  const each = Math.max(1, Math.floor(options.entries / options.customers));
  const entries = Array.from({ length: options.customers }, (_, at) => {
    const number = index * options.customers + at;
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    const customer = join(root, 'mnt/data1', `${address}-col${String(number).padStart(5, '0')}-DIR`);
    fs.mkdirSync(customer, { recursive: true });
    return Array.from({ length: each }, (_, entry) => `${customer}/usr/local/www/site${entry}`);
  }).flat();
  const configPath = join(root, 'backup.config');
  const lines = [`backupdir=${backupdir}`, `server=${server}`, ...entries.map((path) => `## ENTRY ${path}`)];
  fs.writeFileSync(configPath, `${lines.join('\n')}\n`);

  fs.mkdirSync(join(backupdir, '.nightkeep/runs'), { recursive: true });
  for (let night = 0; night < options.nights; night++) {
    const date = new Date(Date.now() - night * 86_400_000).toISOString().slice(0, 10);
    const runId = `${date.replaceAll('-', '')}T081000Z-${String(index).padStart(6, '0')}`;
    const text = recordText({ runId, date, startedAt: date + NIGHT_TIME, entries: entries.map((path) => ({ path })) });
    fs.mkdirSync(join(backupdir, String(night)));
    fs.writeFileSync(join(backupdir, String(night), '.nightkeep-record'), text);
    fs.writeFileSync(join(backupdir, '.nightkeep/runs', runId), text);
  }
  return { configPath, root, backupdir };
}

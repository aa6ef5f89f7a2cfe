import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { recordText } from '../../support/backupdir.ts';
import { freePort, type Sshd, startSshd } from '../../support/sshd.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { type CountedPort, countedPort } from './counted-ports.ts';
import type { FleetOptions } from './options.ts';

export type Shape = Pick<FleetOptions, 'hosts' | 'servers' | 'sshds' | 'customers' | 'entries' | 'nights'>;

export interface Estate {
  folder: string;
  fleet: Fleet;
  sshds: Sshd[];
  /** To each machine of the fleet. */
  ways: Way[];
  knownHosts: string;
  /** What the loop beside the app asks of each machine: port and command. */
  loop: { port: number; command: string }[];
  keyFile: string;
  user: string;
  stop: () => Promise<void>;
}

/** The port of a machine, in front of its own. */
interface Way extends CountedPort {
  machine: string;
  knownHostsLine: string;
}

const NIGHT_TIME = 'T08:10:00Z';
/** sshd's are started so many at a time: each makes a key. */
const AT_ONCE = 8;
const CONFIG = '/usr/local/jail/bin/backup.config';
const CUSTOMERS = '/mnt/data1';

/** A fleet of real sshd's, with backup.configs, customers' folders and nights' records as the programs leave them. */
export async function makeEstate(folder: string, options: Shape): Promise<Estate> {
  const staff = await makeClientKey(join(folder, 'staff'));
  const sshds: Sshd[] = [];
  const ways: Way[] = [];
  const stop = async () => {
    for (const way of ways) way.close();
    await Promise.all(sshds.map((sshd) => sshd.stop()));
  };
  const serverNames = Array.from({ length: options.servers }, (_, index) => `backup${index + 1}`);
  const hostNames = Array.from({ length: options.hosts }, (_, index) => `jail${String(index).padStart(4, '0')}`);
  const rootOf = (host: string) => join(folder, 'hosts', host);
  /** The servers have this machine's disk as their own. */
  const prefixOf = (name: string) => (hostNames.includes(name) ? rootOf(name) : '');
  /** The machines of each sshd: a server has one of its own. */
  const together = [
    ...serverNames.map((name) => [name]),
    ...Array.from({ length: options.sshds }, (_, at) => hostNames.filter((__, index) => index % options.sshds === at)),
  ];
  const start = async (names: readonly string[]) => {
    const own = join(folder, 'sshd', names[0] ?? '');
    // Not the account's own home: what its shell reads at each login would be measured with every reading.
    const machines = names.map((name) => ({ name, env: { HOME: own, NIGHTKEEP_PREFIX: prefixOf(name) } }));
    const [first, ...rest] = machines;
    if (!first) return;
    const others = await Promise.all(rest.map(async ({ env }) => ({ env, port: await freePort() })));
    const sshd = await startSshd({ ...first, folder: own, authorizedKeys: [staff.line], others });
    sshds.push(sshd);
    for (const [index, port] of [sshd.port, ...others.map((other) => other.port)].entries()) {
      const counted = await countedPort(port);
      const knownHostsLine = sshd.knownHostsLine.replace(/:\d+ /, `:${counted.port} `);
      ways.push({ ...counted, machine: names[index] ?? '', knownHostsLine });
    }
  };
  try {
    for (let from = 0; from < together.length; from += AT_ONCE) {
      await Promise.all(together.slice(from, from + AT_ONCE).map(start));
    }
    const ports = new Map(ways.map(({ machine, port }) => [machine, port]));
    const portOf = (name: string) => ports.get(name) ?? 0;
    const user = sshds[0]?.user ?? '';
    const target = (name: string) => ({
      name,
      ssh: { host: '127.0.0.1', port: portOf(name), user, identityFile: staff.privateFile },
      become: 'none' as const,
    });
    const hosts = hostNames.map((name, index) => {
      const server = serverNames[index % serverNames.length] ?? '';
      const backupdir = join(folder, 'servers', server, name);
      writeHost({ index, server, root: rootOf(name), backupdir }, options);
      return { name, server, backupdir };
    });
    const fleet: Fleet = {
      timeZone: 'UTC',
      customerPatterns: ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR'],
      nightsToKeep: options.nights,
      collapseShare: 0.5,
      entryMinutes: 720,
      servers: serverNames.map(target),
      hosts: hostNames.map((name) => ({ ...target(name), configPath: CONFIG })),
    };
    const loop = [
      ...hosts.map(({ name }) => ({
        port: portOf(name),
        command: `cat ${rootOf(name)}${CONFIG}; ls ${rootOf(name)}${CUSTOMERS}`,
      })),
      // As one would by hand: one login a host, for the records of its nights.
      ...hosts
        .toSorted((a, b) => a.server.localeCompare(b.server))
        .map(({ server, backupdir }) => ({
          port: portOf(server),
          command: `cat ${backupdir}/.nightkeep/runs/*; ls ${backupdir}`,
        })),
    ];
    const knownHosts = ways.map(({ knownHostsLine }) => `${knownHostsLine}\n`).join('');
    return { folder, fleet, sshds, ways, knownHosts, loop, keyFile: staff.privateFile, user, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface PlannedHost {
  index: number;
  server: string;
  /** The folder that is the host's `/`. */
  root: string;
  backupdir: string;
}

function writeHost({ index, server, root, backupdir }: PlannedHost, options: Shape): void {
  const each = Math.max(1, Math.floor(options.entries / options.customers));
  const entries = Array.from({ length: options.customers }, (_, at) => {
    const number = index * options.customers + at;
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    const customer = `${CUSTOMERS}/${address}-col${String(number).padStart(5, '0')}-DIR`;
    fs.mkdirSync(root + customer, { recursive: true });
    return Array.from({ length: each }, (_, entry) => `${customer}/usr/local/www/site${entry}`);
  }).flat();
  const lines = [`backupdir=${backupdir}`, `server=${server}`, ...entries.map((path) => `## ENTRY ${path}`)];
  fs.mkdirSync(dirname(root + CONFIG), { recursive: true });
  fs.writeFileSync(root + CONFIG, `${lines.join('\n')}\n`);

  fs.mkdirSync(join(backupdir, '.nightkeep/runs'), { recursive: true });
  for (let night = 0; night < options.nights; night++) {
    const date = new Date(Date.now() - night * 86_400_000).toISOString().slice(0, 10);
    const runId = `${date.replaceAll('-', '')}T081000Z-${String(index).padStart(6, '0')}`;
    const text = recordText({ runId, date, startedAt: date + NIGHT_TIME, entries: entries.map((path) => ({ path })) });
    fs.mkdirSync(join(backupdir, String(night)));
    fs.writeFileSync(join(backupdir, String(night), '.nightkeep-record'), text);
    fs.writeFileSync(join(backupdir, '.nightkeep/runs', runId), text);
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'vitest';
import type { HostKey, SshTarget } from '../../../src-main/contract/index.ts';
import { createMachines, type FleetMachines, type MachinesOptions } from '../../../src-main/ssh/machines.ts';
import type { MachineTarget } from '../../../src-main/ssh/target.ts';
import type { ConnectionStatus, ExecRequest, ExecResult } from '../../../src-main/ssh/types.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../support/sshd.ts';
import { makeClientKey, type PublicKey } from '../../support/sshd-keys.ts';

/** Some real servers, a key that opens them, and Machines to reach them, all in a folder of its own. */
export interface Estate {
  folder: string;
  key: PublicKey;
  knownHosts: string;
  /** Host keys that were reported as unknown, and states that were told, in order. */
  unknownKeys: HostKey[];
  told: ConnectionStatus[];
  start: (name: string, options?: Partial<SshdOptions>) => Promise<Sshd>;
  /** Makes the server's key known. */
  know: (...servers: Sshd[]) => Promise<void>;
  /** The target that leads to the server with the estate's key. */
  targetOf: (server: Pick<Sshd, 'host' | 'port' | 'user'>, ssh?: Partial<SshTarget>) => MachineTarget;
  machines: (targets: Record<string, MachineTarget>, options?: Partial<MachinesOptions>) => FleetMachines;
  /** Is called at the end. */
  atEnd: (end: () => unknown) => void;
}

async function makeEstate(): Promise<{ estate: Estate; end: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nightkeep-ssh-'));
  const ends: (() => unknown)[] = [];
  const key = await makeClientKey(join(folder, 'key'));
  const knownHosts = join(folder, 'known_hosts');
  const known: string[] = [];
  const estate: Estate = {
    folder,
    key,
    knownHosts,
    unknownKeys: [],
    told: [],
    start: async (name, options = {}) => {
      const home = join(folder, name);
      const server = await startSshd({
        name,
        folder: home,
        authorizedKeys: [key.line],
        ...options,
        env: { HOME: home, PATH: process.env.PATH ?? '', ...options.env },
      });
      ends.push(server.stop);
      return server;
    },
    know: async (...servers) => {
      known.push(...servers.map((server) => `${server.knownHostsLine}\n`));
      await writeFile(knownHosts, known.join(''));
    },
    targetOf: (server, ssh = {}) => ({
      ssh: { host: server.host, port: server.port, user: server.user, identityFile: key.privateFile, ...ssh },
      become: 'none',
    }),
    machines: (targets, options = {}) => {
      const machines = createMachines({
        targets: (name) => targets[name],
        knownHostsPath: knownHosts,
        onHostKeyUnknown: (unknown) => estate.unknownKeys.push(unknown),
        onStatus: (status) => estate.told.push(status),
        ...options,
      });
      ends.push(machines.close);
      return machines;
    },
    atEnd: (end) => ends.push(end),
  };
  const end = async () => {
    for (const one of ends.reverse()) await one();
    await rm(folder, { recursive: true, force: true });
  };
  return { estate, end };
}

/** A test with an estate of its own. */
export const it = test.extend<{ estate: Estate }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures from it.
  estate: async ({}, use) => {
    const { estate, end } = await makeEstate();
    await use(estate);
    await end();
  },
});

/** Whether the process is there and is not a zombie, which nobody may have collected. */
export function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return state !== '' && !state.startsWith('Z');
  } catch {
    return false;
  }
}

/** A command whose grandchild tells its process id and sleeps; it ends long after any test. */
export const sleepingGrandchild = 'sh -c "echo \\$\\$; exec sleep 600"; exit 5';

/** A command that says a line and goes on until its connection ends, and then leaves nothing behind. */
export const openEnded = (): ExecRequest => ({ script: 'echo here; cat', stdin: new Readable({ read() {} }) });

/** Runs a command, and gives the first line it prints, or its error where it prints none. */
export async function startAndRead(machines: FleetMachines, machine: string, request: ExecRequest): Promise<Started> {
  const line = Promise.withResolvers<string>();
  let text = '';
  const done = machines.exec(machine, {
    ...request,
    onStdout: (chunk) => {
      text += chunk.toString();
      if (text.includes('\n')) line.resolve(text.slice(0, text.indexOf('\n')));
    },
  });
  // The test awaits it later; until then its failure is not unhandled.
  done.catch(() => {});
  const first = await Promise.race([line.promise, done.then(() => text)]);
  return { first, pid: Number(first), done };
}

export interface Started {
  first: string;
  pid: number;
  done: Promise<ExecResult>;
}

import { setMaxListeners } from 'node:events';
import { type ComparedKeys, type HostKey, NightkeepError } from '../contract/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { compareKeys, keysToTake } from './compare-keys.ts';
import { Connection } from './connection.ts';
import { endGroup } from './end-group.ts';
import { execOn } from './exec.ts';
import { createHostKeys } from './host-keys.ts';
import { Keyring } from './keyring.ts';
import type { Link } from './link.ts';
import { createLinks, ownerOf } from './links.ts';
import { NotOpened } from './open-command.ts';
import type { Ask } from './questions.ts';
import { createResolver } from './settings/resolver.ts';
import { type MachineTarget, resolveTarget } from './target.ts';
import type { ConnectionStatus, Machines } from './types.ts';

export interface MachinesOptions {
  /** What the fleet says of a machine now; undefined where it has none of that name. */
  targets: (machine: string) => MachineTarget | undefined;
  /** Our own known_hosts; made when the first key is trusted. */
  knownHostsPath: string;
  /** A known_hosts that is only read, such as ~/.ssh/known_hosts. */
  alsoKnownHostsPath?: string;
  /** An OpenSSH client configuration, such as ~/.ssh/config. It need not be there. */
  sshConfigPath?: string;
  /** OpenSSH's client, which is asked what the configuration means. */
  sshProgram?: string;
  /** Puts a machine's question to the person; without it nobody is there to answer. */
  ask?: Ask;
  /** A passphrase that was kept from another time. */
  remembered?: (machine: string) => string | undefined;
  /** The agent's socket; on Windows a pipe, or `pageant`. */
  agentSocket?: string;
  onHostKeyUnknown?: (key: HostKey) => void;
  onStatus?: (status: ConnectionStatus) => void;
  clock?: Clock;
  /** 0 to 1. */
  random?: () => number;
  limits?: Partial<Limits>;
}

/** In milliseconds, but for the first two. */
export interface Limits {
  /** Channels at once on one connection; sshd's own limit, MaxSessions, is 10, and ending a command needs one more. */
  channels: number;
  /** Connections being made at once, over all machines. */
  connecting: number;
  connectMs: number;
  keepaliveMs: number;
  idleMs: number;
  /** Between TERM and KILL. */
  graceMs: number;
}

const defaults: Limits = {
  channels: 8,
  connecting: 8,
  connectMs: 15_000,
  keepaliveMs: 15_000,
  idleMs: 300_000,
  graceMs: 5_000,
};

/** The machines of a fleet; `pending` gives the host keys that somebody has to look at. */
export interface FleetMachines extends Machines {
  pending(): HostKey[];
  /** A known_hosts file, or what ssh-keyscan printed, beside what is known of these machines. */
  compareKeys(machines: readonly string[], text: string): Promise<ComparedKeys>;
  /** Trusts keys of such a list, in one write; throws conflict where one of them may not be taken. */
  takeKeys(text: string, keys: readonly Pick<HostKey, 'machine' | 'fingerprint'>[]): Promise<void>;
}

/** Connects to nothing yet. */
export function createMachines(options: MachinesOptions): FleetMachines {
  const limits = { ...defaults, ...options.limits };
  const clock = options.clock ?? systemClock;
  const keyring = new Keyring(options.remembered);
  const hostKeys = createHostKeys({
    path: options.knownHostsPath,
    alsoRead: options.alsoKnownHostsPath,
    onUnknown: (key) => options.onHostKeyUnknown?.(key),
  });
  const connections = new Map<string, Connection>();
  const closing = new AbortController();
  // Every connection listens to it.
  setMaxListeners(0, closing.signal);

  const connectionOf = (machine: string): Connection => {
    const known = connections.get(machine);
    if (known) return known;
    const made = new Connection({
      machine,
      stamp: () => stampOf(options.targets, machine),
      connect: (background) => links.to(machine, background),
      channels: limits.channels,
      idleMs: limits.idleMs,
      clock,
      random: options.random ?? Math.random,
      onStatus: (status) => options.onStatus?.(status),
    });
    connections.set(machine, made);
    return made;
  };

  const sshProgram = options.sshProgram ?? 'ssh';
  const resolver = createResolver({ configPath: options.sshConfigPath, program: sshProgram });
  const links = createLinks({
    ...options,
    sshProgram,
    resolver,
    hostKeys,
    keyring,
    limits,
    signal: closing.signal,
    ask: options.ask,
    connectionOf,
  });

  const comparing = {
    hostKeys,
    async ownerOf(machine: string) {
      const { targets, agentSocket } = options;
      return ownerOf(await resolveTarget({ targets, agentSocket, resolver }, machine));
    },
  };

  /** Throws not-found for a machine that is not of the fleet (any more): only a jump may lead elsewhere. */
  const reach = (machine: string): Connection => {
    if (options.targets(machine)) return connectionOf(machine);
    throw new NightkeepError('not-found', `There is no machine called ${machine} in the fleet.`, { machine });
  };

  /** On the same connection, or on a fresh one where that is gone or allows no further channel. */
  const endGroupOf = async (machine: string, link: Link, group: number): Promise<void> => {
    const { become } = link.target;
    try {
      await endGroup(link, become, group, limits.graceMs);
    } catch (error) {
      const connectionFailed = error instanceof NotOpened || !link.isOpen();
      if (closing.signal.aborted || !connectionFailed) throw error;
      const fresh = await links.to(machine);
      await endGroup(fresh, become, group, limits.graceMs).finally(fresh.end);
    }
  };

  return {
    async exec(machine, request) {
      return reach(machine).use(
        (link) =>
          execOn(
            { link, clock, openTimeoutMs: limits.connectMs, endGroup: (group) => endGroupOf(machine, link, group) },
            request,
          ),
        request,
      );
    },
    status: (machine) => connections.get(machine)?.status ?? { machine, state: 'idle' },
    pending: hostKeys.pending,
    async trust(machine, fingerprint) {
      await hostKeys.trust([{ machine, fingerprint }]);
      forgiveAll(connections);
    },
    changedKey: hostKeys.changed,
    async replaceKey(change) {
      await hostKeys.replace(change);
      forgiveAll(connections);
    },
    async trustAll(keys) {
      await hostKeys.trust(keys);
      forgiveAll(connections);
    },
    compareKeys: (names, text) => compareKeys(comparing, names, text),
    async takeKeys(text, keys) {
      await hostKeys.add(await keysToTake(comparing, text, keys));
      forgiveAll(connections);
    },
    providePassphrase(machine, passphrase) {
      if (!keyring.asksFor(machine)) {
        throw new NightkeepError('not-found', `${machine} has no key that needs a passphrase.`, { machine });
      }
      keyring.providePassphrase(machine, passphrase);
      forgiveAll(connections);
    },
    async close() {
      closing.abort();
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      keyring.clear();
    },
  };
}

/** A key or a passphrase may be what the machines behind it were waiting for, too. */
function forgiveAll(connections: Map<string, Connection>): void {
  for (const connection of connections.values()) connection.forgive();
}

function stampOf(targets: MachinesOptions['targets'], machine: string): string {
  const target = targets(machine);
  const jump = target?.ssh.jump;
  return JSON.stringify([target, jump ? targets(jump) : null]);
}

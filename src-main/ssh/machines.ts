import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { type HostKey, NightkeepError } from '../contract/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { connect, type Link, unreachable } from './connect.ts';
import { Connection } from './connection.ts';
import { endGroup } from './end-group.ts';
import { execOn } from './exec.ts';
import { createHostKeys } from './host-keys.ts';
import { Keyring } from './keyring.ts';
import { NotOpened, opened } from './open-command.ts';
import { listDirectory, readWholeFile } from './sftp.ts';
import { Slots } from './slots.ts';
import { jumpsOf, type MachineTarget, resolveTarget, type Target } from './target.ts';
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
}

/** Connects to nothing yet. */
export function createMachines(options: MachinesOptions): FleetMachines {
  const limits = { ...defaults, ...options.limits };
  const clock = options.clock ?? systemClock;
  const keyring = new Keyring();
  const hostKeys = createHostKeys({
    path: options.knownHostsPath,
    alsoRead: options.alsoKnownHostsPath,
    onUnknown: (key) => options.onHostKeyUnknown?.(key),
  });
  const targetOptions = {
    targets: options.targets,
    sshConfigPath: options.sshConfigPath,
    agentSocket: options.agentSocket,
  };
  const connecting = new Slots(limits.connecting);
  const connections = new Map<string, Connection>();
  const wantedKeys = new Map<string, string>();
  const closing = new AbortController();
  // Every connection listens to it.
  setMaxListeners(0, closing.signal);

  const connectionOf = (machine: string): Connection => {
    const known = connections.get(machine);
    if (known) return known;
    const made = new Connection({
      machine,
      stamp: () => stampOf(options.targets, machine),
      connect: () => remembering(connectTo(machine)),
      channels: limits.channels,
      idleMs: limits.idleMs,
      clock,
      random: options.random ?? Math.random,
      onStatus: (status) => options.onStatus?.(status),
    });
    connections.set(machine, made);
    return made;
  };

  /** Throws not-found for a machine that is not of the fleet (any more). */
  const reach = (machine: string): Connection => {
    resolveKnown(machine);
    return connectionOf(machine);
  };

  const resolveKnown = (machine: string) => {
    if (!options.targets(machine)) {
      throw new NightkeepError('not-found', `There is no machine called ${machine} in the fleet.`, { machine });
    }
  };

  const connectTo = async (machine: string): Promise<Link> => {
    const isJump = options.targets(machine) === undefined;
    const target = resolveTarget(targetOptions, machine, isJump);
    if (!isJump) jumpsOf(targetOptions, machine);
    if (target.jump === undefined) return limited(() => connect(target, connectOptions()));
    const jump = await connectionOf(target.jump)
      .hold()
      .catch((error) => {
        throw viaJump(target, error);
      });
    try {
      const through = (host: string, port: number) => forward(jump.link, target, host, port);
      const link = await limited(() => connect(target, connectOptions(through)));
      link.closed.then(jump.release);
      return link;
    } catch (error) {
      jump.release();
      throw error;
    }
  };

  const connectOptions = (through?: (host: string, port: number) => Promise<Duplex>) => ({
    hostKeys,
    keyring,
    timeoutMs: limits.connectMs,
    keepaliveMs: limits.keepaliveMs,
    signal: closing.signal,
    through,
  });

  const limited = async (make: () => Promise<Link>): Promise<Link> => {
    const giveBack = await connecting.take();
    try {
      return await make();
    } finally {
      giveBack();
    }
  };

  /** Goes through the machine before: its answer tells whether the one behind it can be reached. */
  const forward = (link: Link, target: Target, host: string, port: number): Promise<Duplex> =>
    opened<Duplex, Duplex>(
      link,
      limits.connectMs,
      (callback) => link.client.forwardOut('127.0.0.1', 0, host, port, callback),
      (channel) => channel,
    ).catch((error) => {
      const { machine } = link.target;
      throw unreachable(target, `can't be reached from ${machine}, its jump host: ${(error as Error).message}`, error);
    });

  /** Remembers which key file a machine asks the passphrase of. */
  const remembering = async (attempt: Promise<Link>): Promise<Link> => {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof NightkeepError && error.code === 'passphrase-needed') {
        const { machine, identityFile } = error.details as { machine: string; identityFile: string };
        wantedKeys.set(machine, identityFile);
      }
      throw error;
    }
  };

  const namedKey = (machine: string): string | undefined => {
    const target = options.targets(machine) && resolveTarget(targetOptions, machine);
    return target?.identityNamed ? target.identityFiles[0] : undefined;
  };

  /** On the same connection, or on a fresh one where that is gone or allows no further channel. */
  const endGroupOf = async (machine: string, link: Link, group: number): Promise<void> => {
    const { become } = link.target;
    try {
      await endGroup(link, become, group, limits.graceMs);
    } catch (error) {
      if (closing.signal.aborted || !(error instanceof NotOpened)) throw error;
      const fresh = await connectTo(machine);
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
    async list(machine, path) {
      return reach(machine).use((link) => listDirectory(link, path, limits.connectMs));
    },
    async readFile(machine, path, maxBytes) {
      return reach(machine).use((link) => readWholeFile(link, path, maxBytes, limits.connectMs));
    },
    status: (machine) => connections.get(machine)?.status ?? { machine, state: 'idle' },
    pending: hostKeys.pending,
    async trust(machine, fingerprint) {
      await hostKeys.trust(machine, fingerprint);
      forgiveAll(connections);
    },
    providePassphrase(machine, passphrase) {
      const file = wantedKeys.get(machine) ?? namedKey(machine);
      if (file === undefined) {
        throw new NightkeepError('not-found', `${machine} has no key that needs a passphrase.`, { machine });
      }
      keyring.providePassphrase(file, passphrase);
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

function viaJump(target: Target, error: unknown): unknown {
  if (!(error instanceof NightkeepError)) return error;
  const message = `${target.machine} is reached through ${target.jump}, and that failed: ${error.message}`;
  return new NightkeepError(error.code, message, { ...error.details, for: target.machine }, { cause: error });
}

import { type Become, isUserName, NightkeepError, parseAddress, type SshTarget } from '../contract/index.ts';
import type { ClientSettings } from './settings/client-settings.ts';
import type { Resolver } from './settings/resolver.ts';
import { expandPath } from './settings/tokens.ts';

/** What the fleet says of a machine. */
export interface MachineTarget {
  ssh: SshTarget;
  become: Become;
}

/** Where a machine is, and how to log in, with all of ~/.ssh/config applied. */
export interface Target {
  machine: string;
  /** The name that ~/.ssh/config was asked for. */
  alias: string;
  host: string;
  port: number;
  user: string;
  /** `user@host:port`, for messages. */
  address: string;
  identityFiles: string[];
  /** True where somebody named the key files; then a missing one is an error. */
  identityNamed: boolean;
  /** Only keys of identityFiles are taken from the agent. */
  identitiesOnly: boolean;
  /** The agent's socket, where there is one. */
  agent: string | undefined;
  /** The machine to go through: a machine's name, or `user@host:port`, itself maybe through further ones. */
  jump: string | undefined;
  /** The command whose input and output are the way there. */
  proxyCommand: string | undefined;
  become: Become;
  /** What the fleet says of it. */
  ssh: SshTarget;
  settings: ClientSettings;
}

export interface TargetOptions {
  targets: (machine: string) => MachineTarget | undefined;
  resolver: Resolver;
  agentSocket: string | undefined;
}

/**
 * Resolves a machine of the fleet, or the text of a jump: `[user@]host[:port]`, or several of them separated by commas,
 * of which the last is the machine meant and the others are the way to it. Throws not-found for any other name.
 */
export async function resolveTarget(options: TargetOptions, machine: string, isJump = false): Promise<Target> {
  const known = options.targets(machine);
  if (known) return merge(options, machine, known.ssh, known.become);
  if (!isJump) {
    throw new NightkeepError('not-found', `There is no machine called ${machine} in the fleet.`, { machine });
  }
  const hops = machine.split(',').map((hop) => hop.trim());
  const last = hops.pop() as string;
  const named = hops.length > 0 ? options.targets(last) : undefined;
  const ssh = named?.ssh ?? parseHop(last);
  return merge(options, machine, hops.length > 0 ? { ...ssh, jump: hops.join(',') } : ssh, 'none');
}

/** A loop over two names of one machine shows only by its length. */
const MAX_JUMPS = 8;

/** The machines on the way, the nearest to `machine` first. Throws bad-input where they form a loop. */
export async function jumpsOf(options: TargetOptions, machine: string): Promise<string[]> {
  const way: string[] = [];
  let at = await resolveTarget(options, machine);
  for (; at.jump !== undefined; at = await resolveTarget(options, at.jump, true)) {
    if (at.jump === machine || way.includes(at.jump) || way.length === MAX_JUMPS) {
      const loop = [machine, ...way, at.jump].join(' → ');
      throw new NightkeepError(
        'bad-input',
        `${machine} can't be reached: its jump hosts form a loop (${loop}). Change the jump host of one of them.`,
        {
          machine,
        },
      );
    }
    way.push(at.jump);
  }
  return way;
}

async function merge(options: TargetOptions, machine: string, ssh: SshTarget, become: Become): Promise<Target> {
  const address = parseAddress(ssh.host);
  if (address === undefined || (ssh.user !== undefined && !isUserName(ssh.user))) {
    const wrong = address === undefined ? `the host “${ssh.host}”` : `the user “${ssh.user}”`;
    throw new NightkeepError(
      'bad-input',
      `${machine} can't be reached: ${wrong} is no name. Put it right in the settings.`,
      {
        machine,
      },
    );
  }
  const asked = { name: address.host, user: ssh.user ?? address.user, port: ssh.port ?? address.port };
  const settings = await options.resolver.settings(asked);
  const { hostName: host, port, user } = settings;
  const agent = settings.identityAgent ?? options.agentSocket;
  // null says that there is no way round, whatever ~/.ssh/config has.
  const ownWay = ssh.jump !== undefined;
  return {
    machine,
    alias: asked.name,
    host,
    port,
    user,
    address: `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`,
    identityFiles: ssh.identityFile ? [expandPath(ssh.identityFile)] : settings.identityFiles,
    identityNamed: ssh.identityFile !== undefined || settings.identityNamed,
    identitiesOnly: ssh.identityFile !== undefined || settings.identitiesOnly,
    agent: agent === 'none' ? undefined : agent,
    jump: ownWay ? (ssh.jump ?? undefined) : settings.proxyJump,
    proxyCommand: ownWay ? undefined : settings.proxyCommand,
    become,
    ssh,
    settings,
  };
}

/** `[user@]host[:port]`, an IPv6 address with a port in brackets, or the same as ssh://…. */
function parseHop(text: string): SshTarget {
  const address = parseAddress(text);
  if (address) return address;
  throw new NightkeepError(
    'bad-input',
    `${text} is not a jump host: write the name of a machine of the fleet, or user@host:port.`,
  );
}

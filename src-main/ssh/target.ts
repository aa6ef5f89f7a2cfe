import { userInfo } from 'node:os';
import { type Become, NightkeepError, type SshTarget } from '../contract/index.ts';
import { defaultIdentityFiles, expandPath, readClientSettings } from './client-config.ts';

/** What the fleet says of a machine. */
export interface MachineTarget {
  ssh: SshTarget;
  become: Become;
}

/** Where a machine is, and how to log in, with all of ~/.ssh/config applied. */
export interface Target {
  machine: string;
  host: string;
  port: number;
  user: string;
  /** `user@host:port`, for messages. */
  address: string;
  /** The name under which its host key is known. */
  keyName: string;
  identityFiles: string[];
  /** True where somebody named the key files; then a missing one is an error. */
  identityNamed: boolean;
  /** Only keys of identityFiles are taken from the agent. */
  identitiesOnly: boolean;
  /** The agent's socket, where there is one. */
  agent: string | undefined;
  /** The machine to go through: a machine's name, or `user@host:port`, itself maybe through further ones. */
  jump: string | undefined;
  become: Become;
}

export interface TargetOptions {
  targets: (machine: string) => MachineTarget | undefined;
  sshConfigPath: string | undefined;
  agentSocket: string | undefined;
}

/**
 * Resolves a machine of the fleet, or the text of a jump: `[user@]host[:port]`, or several of them separated by commas,
 * of which the last is the machine meant and the others are the way to it. Throws not-found for any other name.
 */
export function resolveTarget(options: TargetOptions, machine: string, isJump = false): Target {
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
export function jumpsOf(options: TargetOptions, machine: string): string[] {
  const way: string[] = [];
  for (let at = resolveTarget(options, machine); at.jump !== undefined; at = resolveTarget(options, at.jump, true)) {
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

function merge(options: TargetOptions, machine: string, ssh: SshTarget, become: Become): Target {
  const settings = readClientSettings(options.sshConfigPath, ssh.host, ssh.user);
  const host = settings.hostName ?? ssh.host;
  const port = ssh.port ?? settings.port ?? 22;
  const user = ssh.user ?? settings.user ?? userInfo().username;
  const named = ssh.identityFile ? [expandPath(ssh.identityFile)] : settings.identityFiles;
  const proxyJump = settings.proxyJump === 'none' ? undefined : settings.proxyJump;
  const agent = settings.identityAgent ?? options.agentSocket;
  return {
    machine,
    host,
    port,
    user,
    address: `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`,
    keyName: settings.hostKeyAlias ?? host,
    identityFiles: named.length > 0 ? named : defaultIdentityFiles(),
    identityNamed: named.length > 0,
    identitiesOnly: ssh.identityFile !== undefined || settings.identitiesOnly,
    agent: agent === 'none' ? undefined : agent,
    // null says that there is none, whatever ~/.ssh/config has.
    jump: ssh.jump === null ? undefined : (ssh.jump ?? proxyJump),
    become,
  };
}

/** `[user@]host[:port]`, an IPv6 address with a port in brackets, or the same as ssh://…. */
function parseHop(text: string): SshTarget {
  const [, user, bracketed, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^@\s[\]]+?))(?::(\d{1,5}))?\/?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (!host || Number(port) > 65535 || Number(port) === 0) {
    throw new NightkeepError(
      'bad-input',
      `${text} is not a jump host: write the name of a machine of the fleet, or user@host:port.`,
    );
  }
  return { host, user, port: port === undefined ? undefined : Number(port) };
}

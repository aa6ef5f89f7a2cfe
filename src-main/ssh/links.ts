import type { Duplex } from 'node:stream';
import { NightkeepError } from '../contract/index.ts';
import { connect, type Link, unreachable } from './connect.ts';
import type { Connection } from './connection.ts';
import type { HostKeys } from './host-keys.ts';
import type { Keyring } from './keyring.ts';
import { opened } from './open-command.ts';
import { Slots } from './slots.ts';
import { jumpsOf, type MachineTarget, resolveTarget, type Target } from './target.ts';

export interface LinksOptions {
  targets: (machine: string) => MachineTarget | undefined;
  sshConfigPath?: string;
  agentSocket?: string;
  hostKeys: HostKeys;
  keyring: Keyring;
  limits: { connecting: number; connectMs: number; keepaliveMs: number };
  /** Aborted when no connection is wanted any more. */
  signal: AbortSignal;
  /** The pooled connection to a jump host. */
  connectionOf: (machine: string) => Connection;
}

export interface Links {
  /** Makes a connection to a machine of the fleet or, by the text of a jump, to any. Throws NightkeepErrors. */
  to: (machine: string) => Promise<Link>;
  /** The key file whose passphrase a machine has asked for, or will. */
  lockedKeyOf: (machine: string) => string | undefined;
}

/** Makes connections, straight or through jump hosts, a few at a time. */
export function createLinks(options: LinksOptions): Links {
  const { targets, limits } = options;
  const targetOptions = { targets, sshConfigPath: options.sshConfigPath, agentSocket: options.agentSocket };
  const connecting = new Slots(limits.connecting);
  const askedFor = new Map<string, string>();

  const make = async (target: Target, through?: (host: string, port: number) => Promise<Duplex>): Promise<Link> => {
    const { hostKeys, keyring, signal } = options;
    const giveBack = await connecting.take();
    try {
      return await connect(target, {
        hostKeys,
        keyring,
        signal,
        timeoutMs: limits.connectMs,
        keepaliveMs: limits.keepaliveMs,
        through,
      });
    } finally {
      giveBack();
    }
  };

  const makeThrough = async (jump: string, target: Target): Promise<Link> => {
    const held = await options
      .connectionOf(jump)
      .hold()
      .catch((error) => {
        throw viaJump(target, error);
      });
    try {
      const link = await make(target, (host, port) => forward(held.link, target, host, port, limits.connectMs));
      link.closed.then(held.release);
      return link;
    } catch (error) {
      held.release();
      throw error;
    }
  };

  return {
    async to(machine) {
      const isJump = targets(machine) === undefined;
      const target = resolveTarget(targetOptions, machine, isJump);
      if (!isJump) jumpsOf(targetOptions, machine);
      try {
        return await (target.jump === undefined ? make(target) : makeThrough(target.jump, target));
      } catch (error) {
        const file =
          error instanceof NightkeepError && error.code === 'passphrase-needed' && error.details?.identityFile;
        if (typeof file === 'string') askedFor.set(machine, file);
        throw error;
      }
    },
    lockedKeyOf(machine) {
      const target = targets(machine) && resolveTarget(targetOptions, machine);
      return askedFor.get(machine) ?? (target?.identityNamed ? target.identityFiles[0] : undefined);
    },
  };
}

/** Opens a way from the jump host; its answer tells whether the machine behind it can be reached. */
function forward(link: Link, target: Target, host: string, port: number, timeoutMs: number): Promise<Duplex> {
  return opened<Duplex, Duplex>(
    link,
    timeoutMs,
    (callback) => link.client.forwardOut('127.0.0.1', 0, host, port, callback),
    (channel) => channel,
  ).catch((error: Error) => {
    throw unreachable(target, `can't be reached from ${link.target.machine}, its jump host: ${error.message}`, error);
  });
}

function viaJump(target: Target, error: unknown): unknown {
  if (!(error instanceof NightkeepError)) return error;
  const message = `${target.machine} is reached through ${target.jump}, and that failed: ${error.message}`;
  return new NightkeepError(error.code, message, { ...error.details, for: target.machine }, { cause: error });
}

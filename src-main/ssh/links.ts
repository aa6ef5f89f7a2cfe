import type { Duplex } from 'node:stream';
import { NightkeepError } from '../contract/index.ts';
import { listsOf, offerOf } from './algorithms.ts';
import { connect } from './connect.ts';
import { NoCommonAlgorithm, unreachable } from './connect-errors.ts';
import type { Connection } from './connection.ts';
import type { HostKeys, KeyOwner, KnownMachine } from './host-keys.ts';
import { certificateOf, gatherIdentities, type Identities } from './identities.ts';
import type { Keyring } from './keyring.ts';
import type { Link } from './link.ts';
import { opened } from './open-command.ts';
import { connectByOpenSsh } from './openssh/master.ts';
import { noClient, nothingInCommon } from './openssh/master-errors.ts';
import type { Ask } from './questions.ts';
import { noKey, noMethod, passphraseNeeded } from './refusals.ts';
import type { Resolver } from './settings/resolver.ts';
import { Slots } from './slots.ts';
import { jumpsOf, type MachineTarget, resolveTarget, type Target } from './target.ts';

export interface LinksOptions {
  targets: (machine: string) => MachineTarget | undefined;
  resolver: Resolver;
  /** OpenSSH's client. */
  sshProgram: string;
  agentSocket?: string;
  hostKeys: HostKeys;
  keyring: Keyring;
  limits: { connecting: number; connectMs: number; keepaliveMs: number };
  /** Aborted when no connection is wanted any more. */
  signal: AbortSignal;
  /** Puts a question to the person; undefined where nobody is there. */
  ask: Ask | undefined;
  /** The pooled connection to a jump host. */
  connectionOf: (machine: string) => Connection;
}

export interface Links {
  /**
   * Makes a connection to a machine of the fleet or, by the text of a jump, to any. In the background nobody is asked
   * anything. Throws NightkeepErrors.
   */
  to: (machine: string, background?: boolean) => Promise<Link>;
}

/** OpenSSH for Windows can't keep a connection open for several commands. */
const canUseOpenSsh = process.platform !== 'win32';

/** Makes connections, straight or through jump hosts, a few at a time. */
export function createLinks(options: LinksOptions): Links {
  const { targets, limits, hostKeys, keyring, signal, resolver } = options;
  const targetOptions = { targets, resolver, agentSocket: options.agentSocket };
  const connecting = new Slots(limits.connecting);
  /** Machines whose algorithms the built-in client does not have, by how they were reached. */
  const foreign = new Map<string, string>();

  const make = async (target: Target, background: boolean, through?: Through): Promise<Link> => {
    const giveBack = await connecting.take();
    // Whoever thinks about an answer keeps nobody else waiting.
    const ask: Ask | undefined =
      background || !options.ask
        ? undefined
        : (question) => {
            giveBack();
            return (options.ask as Ask)(question);
          };
    try {
      return await connectAsNeeded(target, ask, through);
    } finally {
      giveBack();
    }
  };

  const connectAsNeeded = async (target: Target, ask: Ask | undefined, through?: Through): Promise<Link> => {
    const known = await hostKeys.of(ownerOf(target));
    const common = {
      known,
      timeoutMs: target.settings.connectTimeoutMs ?? limits.connectMs,
      keepaliveMs: limits.keepaliveMs,
      signal,
      through,
      ask,
    };
    const byOpenSsh = (because: string) =>
      connectByOpenSsh(target, {
        ...common,
        because,
        keyring,
        program: options.sshProgram,
        configuration: resolver.configuration(),
      });
    const certificate = await certificateOf(target);
    const planned = plannedNeed(target, known, certificate);
    const byItself = canUseOpenSsh && (planned.must ?? planned.better) !== undefined;
    let identities = await gatherIdentities(target, keyring, !byItself);
    const lists = listsOf(target.settings.algorithms, target.ssh.oldAlgorithms === true);
    const offer = offerOf(lists, known.types);
    const lacks = 'lacks' in offer ? `the ${offer.lacks} that are allowed` : foreign.get(target.address);
    const need = { ...planned, better: planned.better ?? foundNeed(target, identities) };
    if (need.must && !canUseOpenSsh) throw noClient(target, need.must);
    const because = need.must ?? lacks ?? need.better;
    if (because !== undefined && canUseOpenSsh) {
      try {
        return await byOpenSsh(because);
      } catch (error) {
        const missing = error instanceof NightkeepError && error.code === 'missing-tool';
        if (!missing || need.must || lacks || identities.keys.length === 0) throw error;
      }
    }
    if (byItself) identities = await gatherIdentities(target, keyring, true);
    if ('lacks' in offer) throw noClient(target, `the ${offer.lacks} that are allowed`);
    mustHaveKey(target, identities);
    try {
      return await connect(target, {
        ...common,
        identities,
        algorithms: offer,
        oldSignatures: lists.userKeys.includes('ssh-rsa'),
      });
    } catch (error) {
      if (!(error instanceof NoCommonAlgorithm)) throw error;
      const what = /no matching (.+?)(?: algorithm)?s?$/i.exec(error.message)?.[1] ?? 'algorithm';
      if (!canUseOpenSsh) throw nothingInCommon(target, what, 'others');
      const link = await byOpenSsh(`its ${what}`);
      foreign.set(target.address, `its ${what}`);
      return link;
    }
  };

  const makeThrough = async (jump: string, target: Target, background: boolean): Promise<Link> => {
    const held = await options
      .connectionOf(jump)
      .hold(background)
      .catch((error) => {
        throw viaJump(target, error);
      });
    try {
      const link = await make(target, background, (host, port) =>
        forward(held.link, target, host, port, limits.connectMs),
      );
      link.closed.then(held.release);
      return link;
    } catch (error) {
      held.release();
      throw error;
    }
  };

  return {
    async to(machine, background = false) {
      const isJump = targets(machine) === undefined;
      const target = await resolveTarget(targetOptions, machine, isJump);
      if (!isJump) await jumpsOf(targetOptions, machine);
      try {
        return await (target.jump === undefined
          ? make(target, background)
          : makeThrough(target.jump, target, background));
      } catch (error) {
        const file =
          error instanceof NightkeepError && error.code === 'passphrase-needed' && error.details?.identityFile;
        if (typeof file === 'string') keyring.ask(machine, file);
        throw error;
      }
    },
  };
}

/** By what names a machine's key is looked up. */
export function ownerOf({ machine, host, port, settings }: Target): KeyOwner {
  const { hostKeyAlias: alias, knownHosts, revokedHostKeys } = settings;
  return { machine, host, port, alias, knownHosts, revokedHostKeys };
}

type Through = (host: string, port: number) => Promise<Duplex>;

/** Why OpenSSH's client has to be used, or had better be where it is there. */
interface Need {
  must?: string;
  better?: string | undefined;
}

function plannedNeed(target: Target, known: KnownMachine, certificate: string | undefined): Need {
  if (target.ssh.client === 'openssh') return { must: 'the setting that says so' };
  if (target.settings.needsOpenSsh) return { must: target.settings.needsOpenSsh };
  if (known.byAuthority) return { better: "the machine's certificate (@cert-authority)" };
  return { better: certificate };
}

function foundNeed({ settings }: Target, { forOpenSsh, keys, locked }: Identities): string | undefined {
  if (forOpenSsh) return forOpenSsh;
  return settings.methods.others && keys.length === 0 && !locked ? 'Kerberos or the trust of a host' : undefined;
}

/** Throws where there is nothing that the machine could be offered. */
function mustHaveKey(target: Target, identities: Identities): void {
  const { publickey, asking } = target.settings.methods;
  if (publickey && identities.keys.length > 0) return;
  if (publickey && identities.locked) throw passphraseNeeded(target, identities.locked);
  if (!publickey && asking.length === 0) throw noMethod(target);
  if (publickey && (asking.length === 0 || target.identityNamed)) throw noKey(target, identities.problems);
}

/** Opens a way from the jump host; its answer tells whether the machine behind it can be reached. */
function forward(link: Link, target: Target, host: string, port: number, timeoutMs: number): Promise<Duplex> {
  return opened<Duplex, Duplex>(
    link,
    timeoutMs,
    (callback) => link.openForward(host, port, callback),
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

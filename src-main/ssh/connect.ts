import { connect as connectSocket, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import ssh2, { type AlgorithmList, type Algorithms, type Client } from 'ssh2';
import { NightkeepError } from '../contract/index.ts';
import { type Credentials, gatherCredentials, refused } from './auth.ts';
import type { HostKeys } from './host-keys.ts';
import type { Keyring } from './keyring.ts';
import type { Target } from './target.ts';

export interface ConnectOptions {
  hostKeys: HostKeys;
  keyring: Keyring;
  /** Milliseconds for the TCP connection, and again for the handshake and the login. */
  timeoutMs: number;
  keepaliveMs: number;
  /** Aborted when nobody wants the connection any more; its error is not for people. */
  signal: AbortSignal;
  /** Opens the way through another machine; undefined for a direct connection. */
  through?: (host: string, port: number) => Promise<Duplex>;
}

/** A connection that is logged in. */
export interface Link {
  client: Client;
  target: Target;
  /** The time of one round trip when it was made. */
  latencyMs: number;
  /** Resolves with a reason in plain words when the connection is gone, however it went. Never rejects. */
  closed: Promise<string>;
  isOpen: () => boolean;
  /** Ends it; the other side need not answer. */
  end: () => void;
}

/** How often a machine may hang up before it has said anything, as sshd does when too many log in at once (MaxStartups). */
const ATTEMPTS = 5;

/** Connects and logs in. Throws the NightkeepError that says why not. */
export async function connect(target: Target, options: ConnectOptions): Promise<Link> {
  const credentials = await gatherCredentials(target, options.keyring);
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(target, credentials, options);
    } catch (error) {
      if (!(error instanceof HungUpEarly)) throw error;
      if (attempt === ATTEMPTS) {
        throw unreachable(
          target,
          `hangs up before saying anything. Either too many log in there at once (MaxStartups of its sshd), or it refuses this address`,
          error,
        );
      }
      await pause(150 * 2 ** attempt * (0.5 + Math.random()), undefined, { signal: options.signal });
    }
  }
}

class HungUpEarly extends Error {}

async function attemptOnce(target: Target, credentials: Credentials, options: ConnectOptions): Promise<Link> {
  const known = await options.hostKeys.of({ machine: target.machine, host: target.keyName, port: target.port });
  const startedAt = performance.now();
  const stream = options.through ? await options.through(target.host, target.port) : await openSocket(target, options);
  const latencyMs = performance.now() - startedAt;

  const client = new ssh2.Client();
  let hostKeyError: NightkeepError | undefined;
  let greeted = false;
  let lastError: Error | undefined;
  let open = true;
  const closed = new Promise<string>((resolve) => {
    client.once('close', () => {
      open = false;
      resolve(lastError ? describe(lastError) : 'the other side closed it');
    });
  });
  const end = () => {
    if (open) lastError ??= new Error('Nightkeep closed it');
    open = false;
    client.end();
    stream.destroy();
  };

  options.signal.addEventListener('abort', end, { once: true });
  closed.then(() => options.signal.removeEventListener('abort', end));
  try {
    await new Promise<void>((resolve, reject) => {
      let ready = false;
      const methods = [...credentials.methods];
      let exhausted = false;
      client.once('handshake', () => {
        greeted = true;
      });
      // Stays for as long as the client lives: an error without a listener would end the process.
      client.on('error', (error: Error & { level?: string }) => {
        // An agent or a key that fails is followed by the next method.
        if (!ready && !exhausted && (error.level === 'agent' || error.level === 'client-authentication')) return;
        lastError ??= error;
        if (!ready) reject(error);
      });
      client.once('close', () => reject(lastError ?? new Error('the connection was closed')));
      client.once('ready', () => {
        ready = true;
        resolve();
      });
      client.connect({
        sock: stream,
        username: target.user,
        readyTimeout: options.timeoutMs,
        keepaliveInterval: options.keepaliveMs,
        keepaliveCountMax: 3,
        algorithms: algorithmsFor(known.types),
        hostVerifier: (blob: Buffer) => {
          hostKeyError = known.check(blob);
          return hostKeyError === undefined;
        },
        authHandler: (_left, _partial, next) => {
          const method = methods.shift();
          exhausted = method === undefined;
          // @types/ssh2 does not know that `false` ends the attempts.
          next(method ?? (false as unknown as 'none'));
        },
      });
    });
  } catch (error) {
    end();
    throw hostKeyError ?? failureOf(target, credentials, error as ConnectFailure, greeted, options.timeoutMs);
  }
  return { client, target, latencyMs, closed, isOpen: () => open, end };
}

type ConnectFailure = Error & { code?: string; level?: string };

function openSocket(target: Target, { timeoutMs, signal }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Without noDelay each small command waits for the delayed acknowledgement of the one before it.
    const socket = connectSocket({ host: target.host, port: target.port, noDelay: true, signal });
    socket.setTimeout(timeoutMs, () => socket.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeListener('error', fail);
      resolve(socket);
    });
    const fail = (error: ConnectFailure) => reject(unreachable(target, socketProblem(target, error, timeoutMs), error));
    socket.once('error', fail);
  });
}

function socketProblem(target: Target, error: ConnectFailure, timeoutMs: number): string {
  // Of several addresses tried for one name, the first error stands for all.
  const code = error.code ?? (error instanceof AggregateError ? (error.errors[0] as ConnectFailure)?.code : undefined);
  switch (code) {
    case 'ECONNREFUSED':
      return `refuses the connection: no sshd listens on port ${target.port}. Check the port, and that sshd runs there`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `can't be found: the name ${target.host} is not known here. Check the name and the network`;
    case 'ETIMEDOUT':
      return `does not answer within ${Math.round(timeoutMs / 1000)} s. Check that it is up and that this network may reach it`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'has no route from here. Check the network and the VPN';
    default:
      return `can't be reached: ${error.message}`;
  }
}

function failureOf(
  target: Target,
  credentials: Credentials,
  error: ConnectFailure,
  greeted: boolean,
  timeoutMs: number,
): Error {
  if (error instanceof NightkeepError) return error;
  if (error.level === 'client-authentication') return refused(target, credentials);
  if (error.level === 'client-timeout')
    return unreachable(target, socketProblem(target, { ...error, code: 'ETIMEDOUT' }, timeoutMs), error);
  const hungUp =
    /lost before handshake|closed/i.test(error.message) || error.code === 'ECONNRESET' || error.code === 'EPIPE';
  if (hungUp && !greeted) return new HungUpEarly(error.message, { cause: error });
  if (/too many authentication failures/i.test(error.message)) return refused(target, credentials);
  if (error.level === 'handshake') {
    return unreachable(
      target,
      `and Nightkeep have no common way to talk: ${error.message}. Update the SSH server there`,
      error,
    );
  }
  return unreachable(target, `broke off the login: ${describe(error)}`, error);
}

export const unreachable = (target: Target, problem: string, cause?: unknown) =>
  new NightkeepError(
    'unreachable',
    `${target.machine} (${target.address}) ${problem}.`,
    { machine: target.machine, address: target.address },
    { cause },
  );

function describe(error: ConnectFailure): string {
  if (error.level === 'client-timeout') return 'it stopped answering';
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'the connection was reset';
  return error.message;
}

/** AES-GCM is done by OpenSSL in one step, so it is asked for first; the other ciphers remain for old servers. */
function algorithmsFor(knownTypes: readonly string[]): Algorithms {
  const gcm = /-gcm@openssh\.com$/;
  return {
    cipher: first(gcm),
    ...(knownTypes.length > 0 ? { serverHostKey: first(hostKeyAlgorithms(knownTypes)) } : {}),
  };
}

/**
 * Moves what matches to the front. ssh2 leaves out by itself what this runtime can't do, but only where it is asked by
 * an expression, which @types/ssh2 does not know.
 */
const first = <Name extends string>(matching: RegExp) =>
  ({ remove: matching, prepend: matching }) as unknown as AlgorithmList<Name>;

/** The known types, so that a machine with several keys shows one that is known. */
function hostKeyAlgorithms(knownTypes: readonly string[]): RegExp {
  const algorithms = knownTypes.flatMap((type) =>
    type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', type] : [type],
  );
  return new RegExp(`^(?:${algorithms.map((name) => name.replace(/[^\w-]/g, '\\$&')).join('|')})$`);
}

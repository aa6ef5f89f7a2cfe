import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import ssh2, { type Algorithms, type ClientChannel } from 'ssh2';
import type { NightkeepError } from '../contract/index.ts';
import { type ConnectFailure, describe, failureOf, HungUpEarly, unreachable } from './connect-errors.ts';
import type { KnownMachine } from './host-keys.ts';
import type { Identities } from './identities.ts';
import type { Channel, Link } from './link.ts';
import { Login } from './login.ts';
import { createDeadline } from './patience.ts';
import type { Ask } from './questions.ts';
import type { Target } from './target.ts';
import { openWay, type Way } from './way.ts';

export interface ConnectOptions {
  algorithms: Algorithms;
  /** RSA keys may sign with SHA-1. */
  oldSignatures: boolean;
  identities: Identities;
  known: KnownMachine;
  /** Milliseconds for the TCP connection, and again for the handshake and the login, the time for answers left out. */
  timeoutMs: number;
  keepaliveMs: number;
  /** Aborted when nobody wants the connection any more; its error is not for people. */
  signal: AbortSignal;
  /** Opens the way through another machine; undefined for a direct connection. */
  through?: (host: string, port: number) => Promise<Duplex>;
  /** Given where somebody is there to answer. */
  ask: Ask | undefined;
}

/** How often a machine may hang up before it has said anything, as sshd does when too many log in at once (MaxStartups). */
const ATTEMPTS = 5;
const BANNER_KEPT = 2000;
const HEARD_KEPT = 400;

/** Connects and logs in by the built-in client. Throws NoCommonAlgorithm, or the NightkeepError that says why not. */
export async function connect(target: Target, options: ConnectOptions): Promise<Link> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(target, options);
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

async function attemptOnce(target: Target, options: ConnectOptions): Promise<Link> {
  const startedAt = performance.now();
  const way = await openWay(target, options);
  const latencyMs = performance.now() - startedAt;
  const client = new ssh2.Client();
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
    way.stream.destroy();
  };
  // Stays for as long as the client lives: an error without a listener would end the process.
  client.on('error', (error: ConnectFailure) => {
    // An agent or a key that fails is followed by the next method.
    if (error.level !== 'agent') lastError ??= error;
  });
  options.signal.addEventListener('abort', end, { once: true });
  closed.then(() => options.signal.removeEventListener('abort', end));
  const answered = await logIn(client, way, target, options).catch((error) => {
    end();
    throw error;
  });
  return {
    target,
    latencyMs,
    answered,
    closed,
    isOpen: () => open,
    end,
    openCommand: (command, opened) =>
      client.exec(command, (error, channel) => opened(error, error ? (channel as never) : channelOf(channel))),
    openForward: (host, port, opened) => client.forwardOut('127.0.0.1', 0, host, port, opened),
  };
}

/** Resolves, when the machine has let us in, with whether somebody had to answer a question. */
async function logIn(client: ssh2.Client, way: Way, target: Target, options: ConnectOptions): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const deadline = createDeadline(options.timeoutMs, () =>
    reject(Object.assign(new Error('no answer in time'), { level: 'client-timeout' })),
  );
  const ask: Ask | undefined = options.ask && ((question) => deadline.paused(options.ask?.(question)));
  const login = new Login(target, options.identities, options.oldSignatures, ask);
  let hostKeyError: NightkeepError | undefined;
  let greeted = false;
  let heard = '';
  let banner = '';
  const hear = (chunk: Buffer) => {
    heard += chunk.toString('latin1', 0, HEARD_KEPT);
    if (heard.length < HEARD_KEPT && !heard.includes('\n')) return;
    heard = heard.split('\n', 1)[0] ?? '';
    way.stream.off('data', hear);
  };
  way.stream.on('data', hear);
  client.once('handshake', () => {
    greeted = true;
  });
  client.on('banner', (text) => {
    banner = (banner + text).slice(-BANNER_KEPT);
  });
  client.on('error', (error: ConnectFailure) => {
    if (error.level !== 'agent') reject(error);
  });
  client.once('close', () => reject(new Error('the connection was closed')));
  client.once('ready', resolve);
  try {
    client.connect({
      sock: way.stream,
      username: target.user,
      readyTimeout: 0,
      keepaliveInterval: options.keepaliveMs,
      keepaliveCountMax: 3,
      algorithms: options.algorithms,
      hostVerifier: (blob: Buffer, verify: (known: boolean) => void) => {
        options.known.check(blob).then(
          (error) => {
            hostKeyError = error;
            verify(error === undefined);
          },
          (error) => {
            hostKeyError = error;
            verify(false);
          },
        );
      },
      authHandler: (left, _partial, next) => {
        login.next(left).then(
          // @types/ssh2 does not know that `false` ends the attempts.
          (method) => next(method ?? (false as unknown as 'none')),
          reject,
        );
      },
    });
    await promise;
    return login.answered;
  } catch (error) {
    if (hostKeyError) throw hostKeyError;
    const { story } = login;
    const attempt = {
      story,
      greeted,
      heard,
      timeoutMs: options.timeoutMs,
      banner,
      wayHasSaid: greeted ? '' : await way.said(),
    };
    throw failureOf(target, error as ConnectFailure, attempt);
  } finally {
    deadline.end();
  }
}

const channelOf = (channel: ClientChannel): Channel => ({
  stdin: channel,
  stdout: channel,
  stderr: channel.stderr,
  onExit: (take) => channel.once('exit', take),
  onClose: (take) => channel.once('close', take),
  close: () => channel.close(),
  refused: () => undefined,
});

import { connect as connectSocket, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectFailure, socketProblem, unreachable } from './connect-errors.ts';
import { afterListening } from './patience.ts';
import { startProxyCommand } from './proxy-command.ts';
import type { Target } from './target.ts';

/** The bytes to a machine's sshd and back. */
export interface Way {
  stream: Duplex;
  /** What a ProxyCommand said about it; empty for all others. */
  said: () => Promise<string>;
}

export interface WayOptions {
  timeoutMs: number;
  signal: AbortSignal;
  through?: (host: string, port: number) => Promise<Duplex>;
}

/** Straight, through another machine, or by a ProxyCommand. Throws unreachable. */
export async function openWay(target: Target, options: WayOptions): Promise<Way> {
  if (options.through) return { stream: await options.through(target.host, target.port), said: async () => '' };
  if (target.proxyCommand !== undefined) return startProxyCommand(target.proxyCommand);
  return { stream: await openSocket(target, options), said: async () => '' };
}

function openSocket(target: Target, { timeoutMs, signal }: WayOptions): Promise<Socket> {
  const { host, port, settings } = target;
  if (settings.addressFamily !== 0 && isIP(host) !== 0 && isIP(host) !== settings.addressFamily) {
    const problem = `has an address of another family than AddressFamily in ~/.ssh/config allows. Change one of them`;
    return Promise.reject(unreachable(target, problem));
  }
  return new Promise((resolve, reject) => {
    // Without noDelay each small command waits for the delayed acknowledgement of the one before it.
    const socket = connectSocket({
      host,
      port,
      noDelay: true,
      family: settings.addressFamily,
      ...(settings.bindAddress === undefined ? {} : { localAddress: settings.bindAddress }),
    });
    const callOff = afterListening(timeoutMs, () =>
      socket.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
    );
    // Not by the socket's own `signal`: that keeps each socket, and all that hangs on it, for as long as the signal lives.
    const abort = () => socket.destroy(Object.assign(new Error('aborted'), { code: 'ABORT_ERR' }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => {
      callOff();
      signal.removeEventListener('abort', abort);
    });
    socket.once('connect', () => {
      callOff();
      socket.removeListener('error', fail);
      resolve(socket);
    });
    const fail = (error: ConnectFailure) => reject(unreachable(target, socketProblem(target, error, timeoutMs), error));
    socket.once('error', fail);
  });
}

import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Tail } from './output.ts';

const STDERR_KEPT = 4096;
const LAST_WORDS_MS = 1_000;

export interface ProxyCommand {
  stream: Duplex;
  /** The last that it said on stderr, once it has ended or had time to speak; empty where it said nothing. */
  said: () => Promise<string>;
}

/** Runs a ProxyCommand by the account's shell, in a process group of its own that ends with the stream. */
export function startProxyCommand(command: string): ProxyCommand {
  const windows = process.platform === 'win32';
  const child = windows
    ? spawn(command, { shell: true, stdio: 'pipe', windowsHide: true })
    : spawn(process.env.SHELL || '/bin/sh', ['-c', `exec ${command}`], { stdio: 'pipe', detached: true });
  const stderr = new Tail(STDERR_KEPT);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (windows) child.kill();
    else {
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It ended just now.
      }
    }
  };
  child.once('error', (error) => stream.destroy(error));
  const ended = new Promise<void>((resolve) => child.stderr.once('close', resolve));
  stream.once('close', end);
  // An error without a listener would end the process; ssh2 has its own once it is given the stream.
  stream.on('error', () => {});
  return {
    stream,
    async said() {
      await Promise.race([ended, pause(LAST_WORDS_MS, undefined, { ref: false })]);
      return stderr.bytes().toString('utf8').trim();
    },
  };
}

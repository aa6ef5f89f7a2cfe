import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../link.ts';
import { NotOpened } from '../open-command.ts';
import { Tail } from '../output.ts';
import { sessionArguments } from './arguments.ts';

const STDERR_KEPT = 4096;
/** What ssh exits with when it failed itself, and not the command. */
const OWN_FAILURE = 255;

/** How long the end of a connection may be behind the end of its commands. */
const NEWS_MS = 300;

/** Starts a command over the connection at the control socket of `folder`. `closed` resolves when that is gone. */
export function startSession(program: string, folder: string, command: string, closed: Promise<unknown>): Channel {
  const child = start(program, folder, ['--', 'nightkeep', command]);
  const stderr = new Tail(STDERR_KEPT);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // ssh exits alike where the command did with 255 and where the connection was lost.
  const over = ended.then(async (code) => {
    if (code !== OWN_FAILURE) return { code, lost: code === null };
    const lost = await Promise.race([closed.then(() => true), pause(NEWS_MS, false, { ref: false })]);
    return { code, lost };
  });
  let code: number | null = null;
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    onExit: (take) =>
      void over.then((end) => {
        code = end.code;
        if (!end.lost) take(end.code);
      }),
    onClose: (take) => void over.then(take),
    close: () => child.kill(),
    refused() {
      if (failure) return new NotOpened(failure.message, false);
      if (code !== OWN_FAILURE) return undefined;
      const said = stderr.bytes().toString('utf8').trim();
      const refused = /session open refused|session request failed|administratively prohibited/i.test(said);
      return refused || NO_CONNECTION.test(said) ? new NotOpened(said.split('\n').at(-1) ?? said, refused) : undefined;
    },
  };
}

/** A way to a port that the machine can reach. */
export function startForward(program: string, folder: string, host: string, port: number): Duplex {
  const child = start(program, folder, ['-W', `[${host}]:${port}`, '--', 'nightkeep']);
  const stderr = new Tail(STDERR_KEPT);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on('error', () => {});
  child.once('error', (error) => stream.destroy(error));
  child.once('close', (code) => {
    if (code) stream.destroy(new Error(stderr.bytes().toString('utf8').trim() || 'the way was closed'));
  });
  stream.once('close', () => child.kill());
  return stream;
}

const NO_CONNECTION = /control socket|mux_client_hello|connection closed by (?:unknown|remote)/i;

const start = (program: string, folder: string, rest: string[]): ChildProcessWithoutNullStreams =>
  spawn(program, sessionArguments(folder, rest), { stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } });

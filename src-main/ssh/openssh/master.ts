import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { KnownMachine } from '../host-keys.ts';
import type { Keyring } from '../keyring.ts';
import type { Link } from '../link.ts';
import { Tail } from '../output.ts';
import { createDeadline } from '../patience.ts';
import type { Ask } from '../questions.ts';
import type { Target } from '../target.ts';
import { Answers } from './answers.ts';
import { masterArguments, READY } from './arguments.ts';
import { createAskpass } from './askpass.ts';
import { loopbackPort } from './loopback-port.ts';
import { failureOf, tookTooLong } from './master-errors.ts';
import { oldWords } from './old-words.ts';
import { startForward, startSession } from './session.ts';

export interface MasterOptions {
  /** OpenSSH's client. */
  program: string;
  configuration: readonly string[];
  known: KnownMachine;
  keyring: Keyring;
  timeoutMs: number;
  keepaliveMs: number;
  /** Aborted when nobody wants the connection any more. */
  signal: AbortSignal;
  through?: (host: string, port: number) => Promise<Duplex>;
  ask: Ask | undefined;
  /** What made OpenSSH's client necessary, for messages. */
  because: string;
}

const STDERR_KEPT = 16 * 1024;
/** What ssh itself gives a connection is not all: as many times that for a whole login, the time for answers left out. */
const LOGIN_TIMES = 8;

/** Runs ssh, and ends it at the end of its own input, which comes when this process closes the pipe, or is killed. */
const WATCH =
  'exec 3<&0; "$@" 3<&- </dev/null & ssh=$!; { read -r line <&3; kill "$ssh"; } >/dev/null 2>&1 & wait "$ssh"';
/** What sh exits with where there is no such program, or it can't be run. */
const NO_PROGRAM = [126, 127];

/** Notes the key that the machine shows: the reason, its type and the key, a line each. It prints no known key. */
const SEEN = 'printf "%s %s %s\\n" "$1" "$2" "$3" >>"$NIGHTKEEP_ASK/shown"\n';

/**
 * Connects and logs in by OpenSSH's own client: one process that holds the connection, and one for each command. Host
 * keys are judged by the same names and files as with the built-in client. Throws the NightkeepError that says why not.
 */
export async function connectByOpenSsh(target: Target, options: MasterOptions): Promise<Link> {
  const folder = await mkdtemp(join(tmpdir(), 'nightkeep-'));
  const undo: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const cleanUp = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    return await start(target, options, folder, undo, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function start(
  target: Target,
  options: MasterOptions,
  folder: string,
  undo: (() => unknown)[],
  cleanUp: () => Promise<void>,
): Promise<Link> {
  const { program, known, signal } = options;
  const keyName = target.settings.hostKeyAlias ?? target.host;
  await writeFile(
    join(folder, 'known_hosts'),
    known
      .linesAs(keyName)
      .map((line) => `${line}\n`)
      .join(''),
    { mode: 0o600 },
  );
  await writeFile(join(folder, 'seen'), SEEN, { mode: 0o600 });
  const startedAt = performance.now();
  const way = options.through && (await loopbackPort(await options.through(target.host, target.port)));
  if (way) undo.push(way.close);
  let late = false;
  const loginMs = LOGIN_TIMES * options.timeoutMs;
  const deadline = createDeadline(loginMs, () => {
    late = true;
    end();
  });
  undo.push(deadline.end);
  const ask: Ask | undefined = options.ask && ((question) => deadline.paused(options.ask?.(question)));
  const answers = new Answers(target, options.keyring, ask, () => end());
  const askpass = await createAskpass(folder, answers.answer);
  undo.push(askpass.close);
  const args = masterArguments(target, {
    ...options,
    folder,
    keyName,
    localPort: way?.port,
    oldWords: target.ssh.oldAlgorithms ? await oldWords(program) : {},
  });
  signal.throwIfAborted();
  const child = spawn('/bin/sh', ['-c', WATCH, 'nightkeep-ssh', program, ...args], {
    stdio: 'pipe',
    env: { ...process.env, SSH_AUTH_SOCK: target.agent, ...askpass.env, LC_ALL: 'C' },
  });
  const stderr = new Tail(STDERR_KEPT);
  const said = () => stderr.bytes().toString('utf8').trim();
  let open = true;
  let ours = false;
  const end = () => {
    ours ||= open;
    open = false;
    child.stdin.destroy();
    askpass.dismiss();
  };
  const ready = Promise.withResolvers<void>();
  let shown = '';
  const closed = new Promise<string>((resolve) => {
    child.once('close', async (code) => {
      open = false;
      signal.removeEventListener('abort', end);
      child.stdin.destroy();
      shown = await readFile(join(folder, 'shown'), 'utf8').catch(() => '');
      await cleanUp();
      ready.reject(Object.assign(new Error(said()), NO_PROGRAM.includes(code ?? 0) ? { code: 'ENOENT' } : {}));
      resolve(ours ? 'Nightkeep closed it' : said().split('\n').at(-1) || 'the other side closed it');
    });
  });
  signal.addEventListener('abort', end, { once: true });
  child.once('error', (error) => ready.reject(error));
  // A question that is left open would hold the outputs of ssh.
  child.once('exit', askpass.dismiss);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let heard = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    heard = (heard + chunk).slice(-1000);
    if (heard.includes(READY)) ready.resolve();
  });
  await ready.promise.catch(async (error: NodeJS.ErrnoException) => {
    const failure = { ...options, said: said(), shown, answers };
    throw late ? tookTooLong(target, error, loginMs) : await failureOf(target, error, failure);
  });
  deadline.end();
  return {
    target,
    latencyMs: performance.now() - startedAt,
    answered: answers.succeeded(),
    closed,
    isOpen: () => open,
    end,
    openCommand: (command, opened) => opened(undefined, startSession(program, folder, command, closed)),
    openForward: (host, port, opened) => opened(undefined, startForward(program, folder, host, port)),
  };
}

import type { Readable } from 'node:stream';
import { NightkeepError } from '../contract/index.ts';
import type { Clock } from './clock.ts';
import { commandFor } from './command.ts';
import { lostInTheMiddle, notStarted } from './exec-errors.ts';
import type { Channel, Link } from './link.ts';
import { openCommand } from './open-command.ts';
import { GroupLine, Tail } from './output.ts';
import type { ExecRequest, ExecResult } from './types.ts';

export interface ExecContext {
  link: Link;
  clock: Clock;
  /** Milliseconds for the channel to open. */
  openTimeoutMs: number;
  /** Ends the process group, by whatever connection; throws where that can't be made sure of. */
  endGroup: (group: number) => Promise<void>;
}

const STDERR_KEPT = 64 * 1024;
/** Nobody reads complaints without end; rsync has one for each file it can't read. */
const STDERR_MOST = 64 * 1024 * 1024;
/** What is collected where nobody takes the output: a machine must not be able to fill our memory. */
const STDOUT_KEPT = 256 * 1024 * 1024;
/** How long a command that is ended has to tell its process group, or to close its channel afterwards. */
const LAST_WORDS_MS = 3_000;

/** Runs one command. Throws NotOpened where it was not started, else a NightkeepError. */
export async function execOn(context: ExecContext, request: ExecRequest): Promise<ExecResult> {
  const { link, openTimeoutMs } = context;
  const command = commandFor(request.script, link.target.become);
  return openCommand(link, command, openTimeoutMs, (channel) => new Execution(context, request, channel).run());
}

class Execution {
  readonly #context: ExecContext;
  readonly #request: ExecRequest;
  readonly #channel: Channel;
  readonly #groupLine = new GroupLine();
  readonly #stdout: Buffer[] = [];
  #stdoutLength = 0;
  #taking: Promise<void> | undefined;
  readonly #stderr = new Tail(STDERR_KEPT);
  #stderrLength = 0;
  readonly #started = Promise.withResolvers<void>();
  readonly #stopped = Promise.withResolvers<Error>();
  #exit: { code: number | null; signal?: string } | undefined;
  #stopping = false;
  #finished = false;
  #idle: () => void = () => {};

  constructor(context: ExecContext, request: ExecRequest, channel: Channel) {
    this.#context = context;
    this.#request = request;
    this.#channel = channel;
  }

  async run(): Promise<ExecResult> {
    const { signal } = this.#request;
    const { machine } = this.#context.link.target;
    const abort = () =>
      this.#stop(new NightkeepError('cancelled', `The work on ${machine} was cancelled.`, { machine }));
    signal?.addEventListener('abort', abort, { once: true });
    const finished = this.#listen();
    if (signal?.aborted) abort();
    this.#feed();
    this.#stayAwake();
    const endInTime = this.#endInTime();
    try {
      const cause = await Promise.race([finished, this.#stopped.promise]);
      if (cause) throw await this.#endRemote(cause, finished);
      return await this.#result();
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#idle();
      endInTime();
      this.#dropStdin();
    }
  }

  /** Resolves when the command is over and all its output was read. */
  #listen(): Promise<undefined> {
    const channel = this.#channel;
    channel.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#stayAwake();
      this.#stderr.push(chunk);
      this.#stderrLength += chunk.length;
      if (this.#stderrLength > STDERR_MOST) this.#stop(this.#endless('complains on and on'));
    });
    channel.onExit((code, signal) => {
      this.#exit = { code, signal };
    });
    // A write after the other side closed: what it means is told by the exit.
    channel.stdin.on('error', () => {});
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    const stderrEnded = new Promise((resolve) => channel.stderr.once('close', resolve));
    return Promise.all([closed, stderrEnded]).then(async () => {
      await this.#taking;
      this.#finished = true;
      return undefined;
    });
  }

  #take(chunk: Buffer): void {
    this.#stayAwake();
    if (this.#stopping) {
      this.#groupLine.take(chunk);
      if (this.#groupLine.started) this.#started.resolve();
      return;
    }
    const own = this.#groupLine.take(chunk);
    if (this.#groupLine.started) this.#started.resolve();
    if (this.#groupLine.isNoLogin) this.#stop(this.#endless('talks on and on before what was sent there begins'));
    if (own.length === 0) return;
    const { onStdout } = this.#request;
    try {
      if (onStdout) this.#waitFor(onStdout(own));
      else this.#collect(own);
    } catch (error) {
      this.#stop(error as Error);
    }
  }

  #endless(what: string): Error {
    const { machine } = this.#context.link.target;
    const message = `${machine} ${what}, so the command was ended there. Look at the login files of the account.`;
    return new NightkeepError('program-failed', message, { machine });
  }

  /** Whoever takes the output may be slower than what makes it. */
  #waitFor(taken: void | Promise<void>): void {
    if (!taken) return;
    this.#channel.stdout.pause();
    this.#taking = taken.then(
      () => void this.#channel.stdout.resume(),
      (error: Error) => this.#stop(error),
    );
  }

  #collect(own: Buffer): void {
    this.#stdout.push(own);
    this.#stdoutLength += own.length;
    if (this.#stdoutLength <= STDOUT_KEPT) return;
    const { machine } = this.#context.link.target;
    this.#stdout.length = 0;
    this.#stop(
      new NightkeepError('program-failed', `${machine} sent more output than can be held; the command was ended.`, {
        machine,
      }),
    );
  }

  #feed(): void {
    const { stdin } = this.#request;
    const channel = this.#channel;
    if (stdin === undefined || Buffer.isBuffer(stdin)) {
      channel.stdin.end(stdin);
      return;
    }
    stdin.on('error', (error) => this.#stop(error));
    stdin.pipe(channel.stdin);
  }

  #dropStdin(): void {
    const { stdin } = this.#request;
    if (stdin === undefined || Buffer.isBuffer(stdin)) return;
    const readable: Readable = stdin;
    readable.unpipe(this.#channel.stdin);
    readable.destroy();
  }

  #stayAwake(): void {
    const { idleTimeoutMs } = this.#request;
    if (idleTimeoutMs === undefined || this.#stopping) return;
    this.#idle();
    this.#idle = this.#context.clock.after(idleTimeoutMs, () => {
      const { machine } = this.#context.link.target;
      const seconds = Math.round(idleTimeoutMs / 1000);
      this.#stop(
        new NightkeepError('timed-out', `${machine} said nothing for ${seconds} s, so the command was ended there.`, {
          machine,
        }),
      );
    });
  }

  /** Gives what calls it off. */
  #endInTime(): () => void {
    const { timeoutMs } = this.#request;
    if (timeoutMs === undefined) return () => {};
    return this.#context.clock.after(timeoutMs, () => {
      const { machine } = this.#context.link.target;
      const message = `${machine} did not come to an end within ${Math.round(timeoutMs / 1000)} s, so the command was ended there.`;
      this.#stop(new NightkeepError('timed-out', message, { machine }));
    });
  }

  #stop(cause: Error): void {
    this.#stopping = true;
    this.#idle();
    this.#stopped.resolve(cause);
  }

  /** Ends the command on the machine, and gives what to throw: the cause, with a word added where it may still run. */
  async #endRemote(cause: Error, finished: Promise<undefined>): Promise<Error> {
    this.#dropStdin();
    await Promise.race([this.#started.promise, finished, this.#lastWords()]);
    let told = cause;
    // Also after an exit: a child that still holds the output is in the group.
    if (this.#groupLine.group !== undefined && !this.#finished) {
      await this.#context.endGroup(this.#groupLine.group).catch((error: Error) => {
        told = mayStillRun(cause, error);
      });
    }
    this.#channel.close();
    await Promise.race([finished, this.#lastWords()]);
    return told;
  }

  #lastWords = (): Promise<void> => new Promise((resolve) => this.#context.clock.after(LAST_WORDS_MS, resolve));

  async #result(): Promise<ExecResult> {
    const { link } = this.#context;
    const stderr = this.#stderr.bytes();
    const refused = this.#channel.refused();
    if (refused && !this.#groupLine.started) throw refused;
    if (!this.#exit) throw await lostInTheMiddle(link);
    const { code, signal } = this.#exit;
    if (!this.#groupLine.started) throw notStarted(link.target, code, this.#groupLine.said, stderr.toString('utf8'));
    return { exitCode: code, signal, stdout: Buffer.concat(this.#stdout), stderr };
  }
}

function mayStillRun(cause: Error, error: Error): Error {
  if (!(cause instanceof NightkeepError)) return cause;
  const message = `${cause.message} It could not be made sure that it stopped there: ${error.message}.`;
  return new NightkeepError(cause.code, message, { ...cause.details, mayStillRun: true }, { cause: error });
}

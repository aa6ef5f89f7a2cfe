import { spawn } from 'node:child_process';
import { NightkeepError } from '../../src-main/contract/index.ts';
import type { ExecRequest, ExecResult, Machines } from '../../src-main/ssh/types.ts';

export interface LocalOptions {
  /** The shell and its arguments, before `-c`. */
  shell: readonly string[];
  env?: Record<string, string>;
  /** Per machine; a machine without one is this one as it is. */
  envOf?: (machine: string) => Record<string, string> | undefined;
}

/** Machines that are all this one: a program runs in a local shell, in a process group of its own, as over SSH. */
export function localMachines(options: LocalOptions): Machines {
  const refuse = () => Promise.reject(new Error('local machines only execute'));
  return {
    exec: (machine, request) => execute({ ...options, env: { ...options.env, ...options.envOf?.(machine) } }, request),
    status: (machine) => ({ machine, state: 'connected' }),
    trustAll: async () => {},
    trust: refuse,
    changedKey: () => undefined,
    replaceKey: refuse,
    providePassphrase: () => undefined,
    close: async () => undefined,
  };
}

/** For what does not hear TERM, such as a process that was begun just after it: over SSH it is killed then, too. */
const GRACE_MS = 5_000;

function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (group !== undefined) process.kill(-group, signal);
  } catch (error) {
    // All of it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function execute({ shell, env }: LocalOptions, request: ExecRequest): Promise<ExecResult> {
  const [command = 'sh', ...args] = shell;
  if (request.signal?.aborted) return Promise.reject(new NightkeepError('cancelled', 'cancelled before it began'));
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, '-c', request.script], {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let cause: Error | undefined;
    const end = () => {
      signalGroup(child.pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE_MS);
      child.once('close', () => clearTimeout(timer));
    };
    const stop = (error: Error) => {
      cause ??= error;
      end();
    };
    request.signal?.addEventListener('abort', end);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!request.onStdout) return void out.push(chunk);
      const taken = request.onStdout(chunk);
      if (!taken) return;
      child.stdout.pause();
      taken.then(() => child.stdout.resume(), stop);
    });
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    if (request.stdin === undefined || Buffer.isBuffer(request.stdin)) child.stdin.end(request.stdin);
    else request.stdin.on('error', stop).pipe(child.stdin);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      request.signal?.removeEventListener('abort', end);
      if (request.signal?.aborted) reject(new NightkeepError('cancelled', 'it was cancelled'));
      else if (cause) reject(cause);
      else resolve({ exitCode, signal: signal ?? undefined, stdout: Buffer.concat(out), stderr: Buffer.concat(err) });
    });
  });
}

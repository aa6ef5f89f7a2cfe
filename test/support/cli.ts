import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with the output so far once it matches; rejects if the program ends before. */
  said: (stream: 'out' | 'err', pattern: RegExp) => Promise<string>;
}

/** Starts the command line of the sources as they are, in a process of its own. */
export function startCli(
  args: readonly string[],
  { input, env }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(
    process.execPath,
    ['--import', at('build/raw-imports.mjs'), at('src-main/shells/cli/main.ts'), ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NIGHTKEEP_HOME: undefined, ...env },
    },
  );
  const text = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const collect = (stream: 'out' | 'err') => (chunk: Buffer) => {
    text[stream] += chunk;
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', collect('out'));
  child.stderr.on('data', collect('err'));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
  return {
    child,
    ended,
    said: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(text[stream])) resolve(text[stream]);
        };
        listeners.add(check);
        check();
        void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${text.out}${text.err}`)));
      }),
  };
}

export const runCli = (...parameters: Parameters<typeof startCli>): Promise<Ended> => startCli(...parameters).ended;

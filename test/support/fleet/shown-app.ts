import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** The app on a data folder, in a process of its own. */
export interface ShownApp {
  /** Where a browser finds it; undefined where it has a window. */
  url?: string;
  /** Its exit code, once it has ended. */
  ended: Promise<number>;
  end: () => Promise<void>;
}

/** The desktop app, from the checkout. */
export const openInElectron = (program: string, home: string): ShownApp =>
  shown(spawn(program, [checkout, `--home=${home}`], { stdio: ['ignore', 'inherit', 'inherit'] }));

/** The web shell. It ends with this process, even if that is killed. `opening`: where it puts a page to open it by. */
export async function serve(home: string, opening?: string): Promise<ShownApp> {
  const [endWithParent, program] = [
    join(checkout, 'build/end-with-parent.mjs'),
    join(checkout, 'out/main/nightkeep.js'),
  ];
  const options = ['--home', home, ...(opening ? ['--opening', opening] : [])];
  const child = spawn(process.execPath, ['--import', endWithParent, program, 'serve', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { ...shown(child), url: await addressOf(child) };
}

function shown(child: ChildProcess): ShownApp {
  const ended = new Promise<number>((done) => {
    child.once('exit', (code) => done(code ?? 1));
    child.once('error', () => done(1));
  });
  return {
    ended,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The first line it prints. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`the web shell ended with exit code ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [line, rest] = said.split('\n', 2);
      if (line && rest !== undefined) found(line);
    });
  });
}

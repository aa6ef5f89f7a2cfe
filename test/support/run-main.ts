import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface RunMain {
  code: unknown;
  err: string;
  /** What the stand-in of electron was told, in order. */
  events: string[];
  told: Record<string, unknown>;
}

/** Runs a main process over a stand-in of electron, by default that of the sources. */
export async function runMain(
  home: string,
  main = at('src-main/shells/electron/main.ts'),
  more = [`--home=${home}`],
): Promise<RunMain> {
  const args = ['--import', at('build/raw-imports.mjs'), '--import', at('test/support/electron-stand-in.mjs')];
  const child = spawn(process.execPath, [...args, main, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const told = out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line): { event: string; value: unknown } => JSON.parse(line));
  return {
    code,
    err,
    events: told.map(({ event }) => event),
    told: Object.fromEntries(told.map(({ event, value }) => [event, value])),
  };
}

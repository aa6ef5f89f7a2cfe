// Set-up: what every npm script does first. Plain JavaScript of node's own modules: it runs on whatever Node the
// machine has, before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringModules } from './modules.mjs';
import { bin, ownEnvironment, say } from './paths.mjs';
import { bringTools } from './tools.mjs';

/** The Node that Electron bundles, and for which everything here is written. */
const NODE = 24;

const ownNode = () => {
  const path = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(path) ? path : undefined;
};

/** Goes on under the Node that came as a package; never returns. */
async function continueUnderOwnNode() {
  const node = ownNode();
  if (!node) {
    const arch = `${process.platform}-${process.arch}`;
    throw new Error(
      `Nightkeep needs Node ${NODE}, and there is none for ${arch} among the packages. Please install it.`,
    );
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: ownEnvironment() });
  // Ctrl-C reaches the child by itself, being of the same terminal; a signal to this process alone does not.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve) => child.once('exit', (...end) => resolve(end)));
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
}

/**
 * Makes the machine ready for the purposes given (see tools.mjs) and goes on under Node 24. Where all is there it costs
 * a few milliseconds.
 */
export async function setUp(...purposes) {
  try {
    await bringModules();
    for (const purpose of purposes) await bringTools(purpose);
    if (Number(process.versions.node.split('.')[0]) < NODE) await continueUnderOwnNode();
    process.env.PATH = ownEnvironment().PATH;
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}

// npm run demo: a fleet of real machines on loopback with seven nights of history, and the app on it.
//   --no-open     serves the app for the browser, prints its address and opens nothing
//   --keep DIR    keeps the fleet in DIR, and starts again from it
//   --small       few files, for tests
import { parseArgs } from 'node:util';
import { buildIfChanged } from './build.mjs';
import { bringElectron } from './electron.mjs';
import { say } from './paths.mjs';
import { setUp } from './setup.mjs';

function options() {
  try {
    const known = { 'no-open': { type: 'boolean' }, keep: { type: 'string' }, small: { type: 'boolean' } };
    return parseArgs({ options: known }).values;
  } catch (error) {
    say(`${error.message}\nUsage: npm run demo -- [--no-open] [--keep DIR] [--small]`);
    process.exit(2);
  }
}

const { 'no-open': noOpen = false, keep, small = false } = options();
await setUp('start', 'demo');
await import('./raw-imports.mjs');
await import('./end-with-parent.mjs');
const { runDemo } = await import('../test/support/fleet/demo.ts');
// Brought while the fleet is made.
const electron = noOpen ? undefined : bringElectron();
process.exit(await runDemo({ electron, keep, small, build: () => buildIfChanged(), say }));

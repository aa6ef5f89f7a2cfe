// npm run -s call -- COMMAND JSON: any command of the contract, from a checkout.
import { pathToFileURL } from 'node:url';
import { buildIfChanged } from './build.mjs';
import { inRoot, say } from './paths.mjs';
import { setUp } from './setup.mjs';

await setUp('start');
try {
  await buildIfChanged();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const program = inRoot('out', 'main', 'nightkeep.js');
process.argv = [process.argv[0], program, 'call', ...process.argv.slice(2)];
await import(pathToFileURL(program).href);

// npm run bench -- nightly: measures the night beside the scripts it replaces. See docs/bench-nightly.md.
import { say } from './paths.mjs';
import { setUp } from './setup.mjs';
import { bringTools } from './tools.mjs';

await setUp('start');
try {
  await bringTools('bench');
} catch (error) {
  // What can't run here is left out, and the table says so.
  say(error.message);
}
await import('../test/bench/main.ts');

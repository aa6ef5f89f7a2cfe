// npm run screenshots: takes the pictures of docs/ from the demo fleet.
import { inRoot } from './paths.mjs';
import { setUp } from './setup.mjs';

await setUp('start', 'demo', 'browser');
await import('./raw-imports.mjs');
const { takeScreenshots } = await import('../test/e2e/screenshots.ts');
await takeScreenshots(inRoot('docs'));
process.exit(0);

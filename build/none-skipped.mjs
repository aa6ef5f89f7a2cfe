// node build/none-skipped.mjs: fails where the last end-to-end tests left out tests of the desktop app. Continuous
// integration has Electron's program, and must not pass without having used it.
import { existsSync } from 'node:fs';
import { playwrightSkips } from './counts.mjs';
import { inRoot, say } from './paths.mjs';

const report = inRoot('test-results', 'e2e.json');
const skips = existsSync(report) ? playwrightSkips(report) : ['no end-to-end tests were run'];
for (const skip of skips) say(skip);
process.exit(skips.length > 0 ? 1 : 0);

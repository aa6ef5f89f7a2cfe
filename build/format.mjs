// npm run format: formats and sorts imports, and applies the fixes that are safe.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bin, ownEnvironment, root } from './paths.mjs';
import { setUp } from './setup.mjs';

await setUp('start');
const biome = spawnSync(join(bin, 'biome'), ['check', '--write', '.'], {
  cwd: root,
  env: ownEnvironment(),
  stdio: 'inherit',
});
process.exit(biome.status ?? 1);

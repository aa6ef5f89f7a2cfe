// npm run package: the app as a package of the system it runs on: deb, rpm and AppImage; dmg and zip; an installer for
// Windows. `npm run package -- deb` makes that one alone.
//   --electron DIR   the folder of Electron's program, else the one of its package, which is brought
//   --output DIR     where the packages are put, else dist/
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfChanged } from './build.mjs';
import { bringProgram } from './electron.mjs';
import { inRoot, modules, say } from './paths.mjs';
import { setUp } from './setup.mjs';

function options() {
  try {
    const known = { electron: { type: 'string' }, output: { type: 'string', default: inRoot('dist') } };
    return parseArgs({ options: known, allowPositionals: true });
  } catch (error) {
    say(`${error.message}\nUsage: npm run package -- [--electron DIR] [--output DIR] [deb rpm AppImage dmg zip nsis]`);
    process.exit(2);
  }
}

const { values, positionals } = options();
await setUp('start', 'package');
try {
  const { makePackages } = await import('./package/packages.mjs');
  const why = values.electron ? undefined : await bringProgram();
  if (why) throw new Error(`There is no package without Electron's program, and ${why}.`);
  await buildIfChanged();
  const made = await makePackages({
    electronDist: values.electron ? resolve(values.electron) : join(modules, 'electron', 'dist'),
    output: resolve(values.output),
    wanted: positionals,
    feed: process.env.NIGHTKEEP_UPDATE_FEED,
  });
  for (const path of made) console.log(path);
} catch (error) {
  say(error.message);
  process.exit(1);
}

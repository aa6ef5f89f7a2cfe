// Builds out/ where sources changed since the last build. `node build/build.mjs --force` builds in any case.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';
import { bin, inRoot, ownEnvironment, root, say } from './paths.mjs';
import { setUp } from './setup.mjs';

const stamp = inRoot('out', '.sources');
const products = [
  'out/main/electron.js',
  'out/main/nightkeep.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
].map((path) => inRoot(path));

const filesBelow = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];

/** The hash of all that a build is made from. By content: a fresh clone has no times to go by. */
export function sourcesHash() {
  const hash = createHash('sha256');
  for (const top of ['src-main', 'src-renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json']) {
    for (const file of filesBelow(inRoot(top))) {
      hash.update(`${file}\0`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const isFresh = (wanted) =>
  products.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

async function electronVite() {
  const windows = process.platform === 'win32';
  const child = spawn(join(bin, windows ? 'electron-vite.cmd' : 'electron-vite'), ['build', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...ownEnvironment(), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`The build failed:\n${said}`);
}

/** Gives whether there was anything to build. */
export async function buildIfChanged({ force = false } = {}) {
  const wanted = sourcesHash();
  if (!force && isFresh(wanted)) return false;
  return withLock('build', async () => {
    if (!force && isFresh(wanted)) return false;
    const from = Date.now();
    rmSync(stamp, { force: true });
    await electronVite();
    mkdirSync(inRoot('out'), { recursive: true });
    writeFileSync(stamp, wanted);
    say(`Built the app in ${((Date.now() - from) / 1000).toFixed(1)} s.`);
    return true;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setUp('start');
  try {
    if (!(await buildIfChanged({ force: process.argv.includes('--force') }))) say('out/ is up to date.');
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}

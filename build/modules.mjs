import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { inRoot, modules, root, say } from './paths.mjs';

const stamp = join(modules, '.nightkeep-lock');
const lockFile = inRoot('package-lock.json');

const wanted = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');
const installed = () => {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return '';
  }
};

const versions = (path) => {
  const packages = Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages);
  return packages.filter(([name]) => name !== '');
};

/** Whether npm itself has already brought what the lock file says, as after `npm install`. */
function isAlreadyThere() {
  const own = join(modules, '.package-lock.json');
  if (!existsSync(own)) return false;
  const there = new Map(versions(own).map(([name, { version }]) => [name, version]));
  return versions(lockFile).every(
    ([name, { version, optional }]) => there.get(name) === version || (optional && !there.has(name)),
  );
}

/** Brings node_modules to what package-lock.json says. Costs one hash where nothing changed. */
export async function bringModules() {
  if (installed() === wanted()) return;
  await withLock('set-up', async () => {
    if (installed() === wanted()) return;
    if (!isAlreadyThere()) {
      say('Installing the packages of package-lock.json …');
      // No install scripts: nothing here needs one, and they would build for the Node that runs npm.
      const arguments_ = [
        'ci',
        '--include=dev',
        '--include=optional',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ];
      const windows = process.platform === 'win32';
      const npm = spawnSync(windows ? 'npm.cmd' : 'npm', arguments_, {
        cwd: root,
        // stdout belongs to the command that is being set up
        stdio: ['ignore', 2, 2],
        shell: windows,
      });
      if (npm.status !== 0) throw new Error('npm ci failed: see above. Nothing else was started.');
    }
    writeFileSync(stamp, wanted());
  });
}

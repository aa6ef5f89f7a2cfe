// npm start: the app in Electron where its binary is, else in this machine's browser. What follows goes to the app.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfChanged } from './build.mjs';
import { openInBrowser } from './open.mjs';
import { inRoot, modules, root, say } from './paths.mjs';
import { setUp } from './setup.mjs';

/**
 * Electron's program, or why it can't be had. Asking the package itself would download it, so only what a download
 * leaves behind is looked at.
 */
function findElectron() {
  const folder = join(modules, 'electron');
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = chosen ?? join(folder, 'dist');
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = existsSync(join(folder, 'path.txt'))
    ? readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    : (names[process.platform] ?? 'electron');
  const program = join(dist, name);
  if (existsSync(program)) {
    const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
    return needsDisplay ? { why: 'there is no display for Electron' } : { program };
  }
  return { why: "Electron's program is not on this machine (npx install-electron brings it where it can be had)" };
}

/** Gives the exit code. */
function runUntilEnd(child) {
  // Ctrl-C reaches the child by itself.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function startWebShell(args) {
  const endWithParent = inRoot('build', 'end-with-parent.mjs');
  const program = inRoot('out', 'main', 'nightkeep.js');
  const child = spawn(process.execPath, ['--import', endWithParent, program, 'serve', ...args], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let said = '';
  const look = (chunk) => {
    process.stdout.write(chunk);
    said += chunk;
    const newline = said.indexOf('\n');
    if (newline < 0) return;
    if (!openInBrowser(said.slice(0, newline)))
      say('There is no display here: open the address in a browser of this machine.');
    child.stdout.off('data', look);
    child.stdout.pipe(process.stdout);
  };
  child.stdout.on('data', look);
  return child;
}

await setUp('start');
try {
  await buildIfChanged();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const args = process.argv.slice(2);
const { program, why } = findElectron();
if (program) process.exit(await runUntilEnd(spawn(program, [root, ...args], { cwd: root, stdio: 'inherit' })));
say(`Opening Nightkeep in the browser, since ${why}.`);
process.exit(await runUntilEnd(startWebShell(args)));

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, say } from './paths.mjs';

/**
 * Some 110 MB come: over a slow line that takes minutes, though less than another start waits for this one (lock.mjs). A
 * line on which nothing comes is given up much sooner.
 */
const defaultLimits = { stalledMs: 20_000, allMs: 540_000 };
const TELL_MS = 3000;

/**
 * Runs the installer that Electron's package has, which downloads the program and compares it with the SHA-256 that the
 * package brought along. Gives why it could not be had, or undefined.
 */
export async function installElectron(folder, { stalledMs, allMs } = defaultLimits) {
  // A folder of its own, so that what has come can be seen, and goes away if the installer is killed.
  const temporary = mkdtempSync(join(tmpdir(), 'nightkeep-electron-'));
  const dist = join(folder, 'dist');
  const child = spawn(
    process.execPath,
    ['--import', inRoot('build', 'end-with-parent.mjs'), join(folder, 'install.js')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
        ELECTRON_GET_NO_PROGRESS: '1',
        // Behind a proxy, where the machine says so.
        NODE_USE_ENV_PROXY: '1',
      },
    },
  );
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const watch = watchBytes(
    () => bytesIn(temporary) + bytesIn(dist),
    { stalledMs, allMs },
    () => child.kill('SIGKILL'),
  );
  try {
    const code = await new Promise((resolve) => {
      child.once('error', (error) => {
        said += error.message;
        resolve(1);
      });
      child.once('close', resolve);
    });
    if (code === 0) return undefined;
    // Half of a program is none.
    rmSync(dist, { recursive: true, force: true });
    return watch.gaveUp() ?? whyOf(said);
  } finally {
    watch.end();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Tells how much has come, and gives up where nothing comes any more or it takes too long. */
function watchBytes(count, { stalledMs, allMs }, giveUp) {
  const from = Date.now();
  let [bytes, lastMove, lastTold, why] = [0, from, from];
  const timer = setInterval(
    () => {
      const now = Date.now();
      const there = count();
      if (there !== bytes) [bytes, lastMove] = [there, now];
      if (bytes > 0 && now - lastTold >= TELL_MS) {
        lastTold = now;
        say(`  ${(bytes / 1e6).toFixed(0)} MB have come`);
      }
      if (now - lastMove > stalledMs) why = `nothing of Electron came for ${Math.round(stalledMs / 1000)} s`;
      else if (now - from > allMs) why = `Electron had not come within ${Math.round(allMs / 60_000)} min`;
      if (why) giveUp();
    },
    Math.min(500, stalledMs / 4),
  );
  return { gaveUp: () => why, end: () => clearInterval(timer) };
}

function bytesIn(folder) {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  } catch {
    // Not there yet, or gone while it was looked at.
    return 0;
  }
}

/** What an installer that failed said, in one line. */
function whyOf(said) {
  const message = /^\w*Error\w*: (.+)$/m.exec(said)?.[1] ?? said.trim().split('\n')[0];
  // What fetch says of every connection that can't be made, the reason of which the installer keeps to itself.
  if (message === 'fetch failed') return 'the download site of Electron can’t be reached from here';
  return message ? `Electron could not be downloaded (${message})` : 'the installer of Electron failed';
}

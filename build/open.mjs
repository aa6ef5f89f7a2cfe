import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onPath } from './tools.mjs';

/**
 * Where the web shell puts the page that lets a browser in once: `nightkeep serve --opening FILE`. It is gone when this
 * process ends. In the home folder and under a plain name, since browsers in a sandbox see no others.
 */
export function openingFile() {
  const folder = ownFolder();
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'open.html');
}

function ownFolder() {
  try {
    return mkdtempSync(join(homedir(), 'nightkeep-opening-'));
  } catch {
    return mkdtempSync(join(tmpdir(), 'nightkeep-opening-'));
  }
}

/**
 * Opens a page of this machine in its browser; false where there is no display, or nothing to open it with. A page, no
 * address: what a program is started with, every user of the machine can read.
 */
export function openInBrowser(file) {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? (hasDisplay ? linuxOpener() : undefined);
  if (!command) return false;
  spawn(command, [pathToFileURL(file).href], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
  return true;
}

const linuxOpener = () => ['xdg-open', 'chromium', 'firefox'].find((command) => onPath(command));

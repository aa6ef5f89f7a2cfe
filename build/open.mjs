import { spawn } from 'node:child_process';
import { onPath } from './tools.mjs';

/** Opens an address in this machine's browser; false where there is no display, or nothing to open it with. */
export function openInBrowser(url) {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? (hasDisplay ? linuxOpener() : undefined);
  if (!command) return false;
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
  return true;
}

const linuxOpener = () => ['xdg-open', 'chromium', 'firefox'].find((command) => onPath(command));

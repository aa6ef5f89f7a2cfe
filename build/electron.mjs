// Electron's program: looked for, and brought by its package's own installer where it isn't there yet.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installElectron } from './electron-install.mjs';
import { withLock } from './lock.mjs';
import { modules, say } from './paths.mjs';

const DAY_MS = 86_400_000;
const SETUID = 0o4000;
const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** Where things are; tests have places of their own. */
const places = { folder: join(modules, 'electron'), refusalFile: join(modules, '.nightkeep-electron-refused') };

/** The path of the program, or undefined. Asking the package itself would download it. */
function programIn(folder) {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) {
    const program = join(chosen, names[process.platform] ?? 'electron');
    return existsSync(program) ? program : undefined;
  }
  // The installer writes this file last: without it, what lies there may be half of a program.
  const written = join(folder, 'path.txt');
  const program = existsSync(written) && join(folder, 'dist', readFileSync(written, 'utf8').trim());
  return program && existsSync(program) ? program : undefined;
}

/** Why this machine could not show Electron's window, whether its program is there or not; undefined where it can. */
export function whyNoWindow(environment = process.env) {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return "Electron's sandbox refuses to run as root";
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display for Electron';
  return undefined;
}

/** Chromium's sandbox needs user namespaces or a helper that is root's, and Linux machines may allow neither. */
function whyNoSandbox(program) {
  if (process.platform !== 'linux') return undefined;
  const helper = join(program, '..', 'chrome-sandbox');
  if (existsSync(helper) && statSync(helper).uid === 0 && statSync(helper).mode & SETUID) return undefined;
  const tried = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  if (tried.error || tried.status === 0) return undefined;
  return 'this machine allows no user namespaces, which the sandbox of Electron needs';
}

/** Whether the program starts at all: a library may be missing. Run as plain node, it needs no display for that. */
function whyNoStart(program) {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    return `${program} may not be run`;
  }
  const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const tried = spawnSync(program, ['-e', '0'], { env: environment, encoding: 'utf8', timeout: 60_000 });
  if (tried.status === 0) return undefined;
  const [said = ''] = (tried.error?.message ?? tried.stderr ?? '').trim().split('\n');
  return `the program of Electron does not start${said ? ` (${said})` : ''}`;
}

/** The program where it is there and would show a window; else why not. Nothing is downloaded. */
export function findElectron({ folder = places.folder, noWindow = () => whyNoWindow() } = {}) {
  const program = programIn(folder);
  if (!program) return { why: 'the program of Electron is not on this machine' };
  const why = noWindow() ?? whyNoSandbox(program) ?? whyNoStart(program);
  return why ? { why } : { program };
}

/**
 * The same, and brings the program where it isn't: with its progress, and at most for the time that `limits` give (see
 * electron-install.mjs). A refusal is remembered for a day, so that a machine that can't have it is not held up each time.
 */
export async function bringElectron({
  folder = places.folder,
  refusalFile = places.refusalFile,
  now = Date.now,
  noWindow = () => whyNoWindow(),
  limits,
} = {}) {
  const why = noWindow();
  if (why) return { why };
  const refused = await bringProgram({ folder, refusalFile, now, limits });
  return refused ? { why: refused } : findElectron({ folder, noWindow });
}

/** The program alone, whether it can be run here or not: to make a package of. Gives why it can't be had. */
export async function bringProgram({
  folder = places.folder,
  refusalFile = places.refusalFile,
  now = Date.now,
  limits,
} = {}) {
  if (programIn(folder)) return undefined;
  return await withLock('electron', () => bring({ folder, refusalFile, now, limits }));
}

async function bring({ folder, refusalFile, now, limits }) {
  if (programIn(folder)) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const earlier = readRefusal(refusalFile);
  if (earlier?.version === version && now() - earlier.at < DAY_MS && now() >= earlier.at) {
    return `${earlier.why} (asked within the last day; npx install-electron asks again)`;
  }
  say(`Bringing Electron ${version}, once …`);
  const why = await installElectron(folder, limits);
  if (why) remember(refusalFile, { version, at: now(), why });
  return why;
}

function remember(file, refusal) {
  try {
    writeFileSync(file, JSON.stringify(refusal));
  } catch {
    // A checkout of somebody else's: it is asked again the next time.
  }
}

function readRefusal(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

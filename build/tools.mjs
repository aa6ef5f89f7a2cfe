import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.mjs';
import { say } from './paths.mjs';

/** What each purpose calls, and the Debian package that has it. `start` needs nothing but node's packages. */
const demo = { rsync: 'rsync', ssh: 'openssh-client', sshd: 'openssh-server', 'ssh-keygen': 'openssh-client' };
/** Only root can mount the file systems that some tests want; elsewhere they are skipped, and say so. */
const mounted = process.platform === 'linux' && process.getuid?.() === 0 ? { 'mkfs.btrfs': 'btrfs-progs' } : {};
/** What makes packages; on other systems than Linux electron-builder brings its own. */
const packaging = process.platform === 'linux' ? { 'dpkg-deb': 'dpkg', rpmbuild: 'rpm' } : {};
const needs = {
  start: {},
  package: packaging,
  demo,
  bench: { rsync: 'rsync', getfattr: 'attr', rsnapshot: 'rsnapshot', 'mkfs.btrfs': 'btrfs-progs', strace: 'strace' },
  browser: { chromium: 'chromium' },
  test: {
    ...demo,
    chromium: 'chromium',
    shellcheck: 'shellcheck',
    busybox: 'busybox',
    mksh: 'mksh',
    bsdtar: 'libarchive-tools',
    setfacl: 'acl',
    setfattr: 'attr',
    msmtp: 'msmtp',
    ...packaging,
    ...mounted,
  },
};

export function onPath(command) {
  // sshd lies in sbin, which an ordinary user's PATH leaves out
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missingOf = (purpose) => Object.entries(needs[purpose]).filter(([command]) => !onPath(command));

/** How to become root without being asked for a password: nothing, sudo, or undefined where there is no way. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

const apt = (prefix, ...rest) => {
  const [command, ...before] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...rest];
  return spawnSync(command, before, { stdio: ['ignore', 2, 2] }).status === 0;
};

const hasPackageLists = () => {
  const folder = '/var/lib/apt/lists';
  return (
    existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('_Packages') || name.includes('_Packages.'))
  );
};

function install(prefix, packages) {
  const wanted = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  const hadService = existsSync('/usr/sbin/sshd');
  if (!hasPackageLists()) apt(prefix, 'update', '-q');
  // Old lists name packages that are no longer there: one more try with new ones.
  if (!apt(prefix, ...wanted) && !(apt(prefix, 'update', '-q') && apt(prefix, ...wanted))) return false;
  if (!hadService && packages.includes('openssh-server') && onPath('systemctl')) {
    // Only the program is wanted: installing it must not open this machine to log-ins.
    const [command, ...rest] = [...prefix, 'systemctl', 'disable', '--now', 'ssh.service', 'ssh.socket'];
    spawnSync(command, rest, { stdio: 'ignore' });
  }
  return true;
}

/** Makes sure of the programs a purpose needs: `start`, `package`, `demo`, `bench`, `browser` or `test`. Throws, naming what to install. */
export async function bringTools(purpose) {
  if (missingOf(purpose).length === 0) return;
  await withLock('set-up', async () => {
    const missing = missingOf(purpose);
    if (missing.length === 0) return;
    const packages = [...new Set(missing.map(([, name]) => name))];
    const prefix = onPath('apt-get') ? rootPrefix() : undefined;
    if (prefix) {
      say(`Installing ${packages.join(', ')} …`);
      if (install(prefix, packages) && missingOf(purpose).length === 0) return;
    }
    const commands = missingOf(purpose).map(([command]) => command);
    const how = onPath('apt-get')
      ? `: sudo apt-get install ${packages.join(' ')}`
      : ` (Debian's packages: ${packages.join(', ')})`;
    throw new Error(`This machine lacks ${commands.join(', ')}. Please install them${how}, and start again.`);
  });
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { probeProgram } from '../../../src-main/programs/host/probe.ts';
import { canView } from '../../support/nights/can-view.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

/** What an rsync on the host is given to read: it tries to reach a secret through a symlink, and to write. */
const CURIOUS = `
case " $* " in
  *' --server '* | *' --version '*) ;;
  *' nightkeep:. '*)
    cat ./mnt/data/swapped/secret >>"$NK_TOLD" 2>&1
    cat ./mnt/data/mounted/file >>"$NK_TOLD" 2>&1
    touch ./mnt/data/written >>"$NK_TOLD" 2>&1
    ;;
esac
exec ${pathOf('rsync')} "$@"
`;

function jail(): Estate {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'mnt/data/mounted'), { recursive: true });
  mkdirSync(join(estate.host, 'root'));
  writeFileSync(join(estate.host, 'root/secret'), 'of another customer\n');
  writeFileSync(join(estate.host, 'mnt/data/own'), 'own');
  symlinkSync('/root', join(estate.host, 'mnt/data/link'));
  symlinkSync('../../root', join(estate.host, 'mnt/data/swapped'));
  return estate;
}

test.runIf(canView)('entries are read where no symlink leads anywhere, and nothing can be written', async () => {
  const estate = jail();
  const mounted = join(estate.host, 'mnt/data/mounted');
  const mount = (...words: string[]) => expect(spawnSync('mount', words).status, words.join(' ')).toBe(0);
  mount('-t', 'tmpfs', 'tmpfs', mounted);
  onTestFinished(() => {
    spawnSync('umount', [mounted]);
  });
  writeFileSync(join(mounted, 'file'), 'of a file system below\n');
  estate.putProgram('rsync', CURIOUS);
  const told = join(estate.folder, 'told');
  const { exitCode, stderr, result } = await estate.night({}, { NK_TOLD: told });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(result).toMatchObject({ state: 'good', follows: undefined });
  const lines = readFileSync(told, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(6);
  for (const [at, line] of lines.entries()) {
    const isAs = [/Too many levels of symbolic links/, /^of a file system below$/, /Read-only file system/][at % 3];
    expect(line).toMatch(isAs as RegExp);
  }
  // A symlink is what it is, and its own target is nobody's business.
  expect(readlinkSync(estate.nightFolder(0, 'mnt/data/link'))).toBe('/root');
  expect(readFileSync(estate.nightFolder(0, 'mnt/data/mounted/file'), 'utf8')).toBe('of a file system below\n');
  expect(spawnSync('grep', ['-rl', 'another customer', estate.backupdir]).stdout.toString()).toBe('');
  // Nothing of it is left on the host.
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('/view');
  expect(existsSync(join(estate.host, 'mnt/data/written'))).toBe(false);
});

test.runIf(canView)('what can’t be read is named as the host names it', async () => {
  const estate = jail();
  // As a disk with an error does it, for one file.
  estate.putProgram(
    'rsync',
    `
case " $* " in
  *' --server '* | *' --version '* | *' -n'*) ;;
  *' nightkeep:. '*)
    printf 'rsync: [sender] send_files failed to open "%s/mnt/data/own": Input/output error (5)\\n' "$PWD" >&2
    ${pathOf('rsync')} "$@"
    exit 23
    ;;
esac
exec ${pathOf('rsync')} "$@"
`,
  );
  const { result } = await estate.night();
  expect(result?.entries[0]?.message).toBe(
    `not all of it could be copied: send_files failed to open "${estate.host}/mnt/data/own": Input/output error (5)`,
  );
});

test.runIf(canView)('a look at the host tells whether its rsync follows symlinks', async () => {
  const estate = jail();
  const told = () =>
    estate
      .run(probeProgram, { configPath: '/backup.config', folder: '/nk' })
      .then(({ result }) => result?.rsyncFollows);
  estate.putProgram('rsync', 'echo "rsync  version 3.2.7  protocol version 31"');
  expect(await told()).toBe(false);
  estate.putProgram('unshare', 'exit 1');
  expect(await told()).toBe(true);
  estate.putProgram('rsync', 'echo "rsync  version 3.5.0  protocol version 32"');
  expect(await told()).toBe(false);
});

test('where there is no view, a run says which rsync follows symlinks', async () => {
  const estate = jail();
  const told = () => estate.night().then(({ result }) => result?.follows);
  estate.putProgram('unshare', 'exit 1');
  expect(await told(), 'rsync 3.5 does not').toBeUndefined();
  const named = (version: string) =>
    estate.putProgram(
      'rsync',
      `[ "$1" != --version ] || { ${pathOf('rsync')} --version | sed '1s/version [0-9.]*/version ${version}/'; exit; }
exec ${pathOf('rsync')} "$@"`,
    );
  for (const version of ['3.2.7', '3.4.1']) {
    named(version);
    expect(await told()).toBe(version);
  }
  named('3.10.0');
  expect(await told()).toBeUndefined();
});

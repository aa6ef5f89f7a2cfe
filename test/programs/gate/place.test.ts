import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkGateProgram } from '../../../src-main/programs/gate/check-gate.ts';
import narrow from '../../../src-main/programs/gate/narrow.sh?raw';
import place from '../../../src-main/programs/gate/place.sh?raw';
import { testFolder } from '../../support/nights/folder.ts';
import { canBuildPlace } from './gated.ts';

/** A server with a backupdir, and what its owner must not see. */
function server() {
  const folder = realpathSync(testFolder());
  for (const path of [
    'data/h/.nightkeep/base/mnt',
    'data/h/.nightkeep/patch',
    'data/h/0',
    'data/other/0',
    'place',
    'scripts',
  ]) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'data/h/0/secret'), 'of yesterday');
  writeFileSync(join(folder, 'data/other/0/secret'), 'of another');
  writeFileSync(join(folder, 'data/h/.nightkeep/base/mnt/f'), 'base');
  writeFileSync(join(folder, 'scripts/backup'), 'script');
  symlinkSync('/etc', join(folder, 'data/h/.nightkeep/patch/etc'));
  symlinkSync(join(folder, 'data/other'), join(folder, 'data/h/.nightkeep/patch/other'));
  return folder;
}

/** What a program sees and can do that took over what serves a host. */
function inPlace(folder: string, attack: string): string {
  const words = ['-c', `${place}\nexec unshare -m -- sh -c "$nk_build_place" sh "$@"`, 'sh'];
  const own = [join(folder, 'place'), '', '', join(folder, 'data/h'), join(folder, 'scripts')];
  const { stdout, stderr } = spawnSync('sh', [...words, ...own, 'sh', '-c', attack, 'sh', folder]);
  return `${stdout}${stderr}`;
}

/** The same of what took over the rsync that receives. */
function inNarrowPlace(folder: string, attack: string): string {
  const source = `${place}\n${narrow.replace('-- rsync "$@" . .', '-- sh -c "$ATTACK" sh "$@"')}
export ATTACK=$1
nk_top=$2
exec unshare -m -- sh -c "$nk_build_place" sh "$2/../../place" '' '' "$nk_top" '' \\
  unshare -m -p -f --kill-child -- sh -c "$nk_narrow_place" sh "$nk_top/.nightkeep/base" "$nk_top/.nightkeep/patch" "$nk_top" "$2"`;
  const { stdout, stderr } = spawnSync('sh', ['-c', source, 'sh', attack, join(folder, 'data/h')]);
  return `${stdout}${stderr}`;
}

describe.runIf(canBuildPlace)('the place of a host on its server', () => {
  test('has its backupdir and the system’s programs, and no other file', () => {
    const folder = server();
    expect(
      inPlace(folder, 'ls / && ls /etc && ls /dev && ls "$1" "$1/data" "$1/scripts"').split(/\s+/).filter(Boolean),
    ).toEqual([
      ...['bin', 'dev', 'etc', 'gate', 'lib', 'lib64', 'proc', 'sbin', 'table', 'tmp', 'usr'],
      ...['alternatives', 'ld.so.cache'],
      ...['null', 'urandom', 'zero'],
      ...[`${folder}:`, 'data', 'scripts', `${folder}/data:`, 'h', `${folder}/scripts:`, 'backup'],
    ]);
    expect(inPlace(folder, 'cat /etc/passwd /etc/shadow "$1/data/other/0/secret" /root/.bashrc')).not.toMatch(
      /root:|of another/,
    );
    expect(inPlace(folder, 'cat "$1/data/h/0/secret" "$1/scripts/backup"')).toBe('of yesterdayscript');
  });

  test('can’t change the system or the scripts', () => {
    const folder = server();
    const said = inPlace(
      folder,
      'for f in /usr/evil "$1/scripts/evil" /bin/evil; do echo x >"$f"; done; rm "$1/scripts/backup"',
    );
    expect(said.match(/Read-only file system/g)).toHaveLength(4);
  });
});

describe.runIf(canBuildPlace)('the place of the rsync that receives', () => {
  test('has the base, read-only, and the folder it receives into', () => {
    const folder = server();
    expect(inNarrowPlace(folder, 'pwd; ls /night /night/base; echo new >mine; cat ../base/mnt/f; ls -A "$1"')).toBe(
      '/night/patch\n/night:\nbase\npatch\n\n/night/base:\nmnt\nbase',
    );
    expect(readFileSync(join(folder, 'data/h/.nightkeep/patch/mine'), 'utf8')).toBe('new\n');
  });

  test.each([
    ['a published night', 'cat "$1/0/secret"'],
    ['another host’s', 'cat "$1/../other/0/secret" other/0/secret'],
    ['accounts', 'cat /etc/passwd /etc/shadow etc/passwd etc/shadow'],
    ['through the processes', 'cat /proc/1/root/etc/passwd /proc/1/cwd/../../etc/passwd; ls /proc/1/root/root'],
    ['other processes', '[ "$(ls -d /proc/[0-9]* | wc -l)" -lt 6 ] || echo ESCAPED'],
    ['by mounting a disk', 'mkdir -p x; mount -t devtmpfs dev x; mount -t proc proc x; ls x'],
    ['by a device of its own', 'mknod disk b 254 0; head -c 10 disk'],
    ['by its own mounts', 'umount /night/base; umount -l /usr; mount -o remount,rw /usr'],
    ['by chroot', 'chroot /proc/1/root cat /etc/passwd'],
    ['by other namespaces', 'nsenter -t 1 -m cat /etc/passwd; unshare -m true && echo ESCAPED'],
    ['by signals', 'kill -0 2 $(seq 3 400) 2>/dev/null && echo ESCAPED'],
  ])('reaches nothing more: %s', (_, attack) => {
    const said = inNarrowPlace(server(), attack);
    expect(said).not.toMatch(/root:x|of yesterday|of another|ESCAPED|\b[sv]da/);
  });

  test('changes neither the base nor anything else', () => {
    const folder = server();
    inNarrowPlace(
      folder,
      'echo evil >../base/mnt/f; rm -rf ../base/* /night/base/mnt /usr/bin; echo x >/x; mv ../base /b; chmod 777 ../base/mnt/f',
    );
    expect(readFileSync(join(folder, 'data/h/.nightkeep/base/mnt/f'), 'utf8')).toBe('base');
  });
});

test('a server says whether it can make such a place', () => {
  const probe = spawnSync('sh', ['-c', `${place}\nnk_can_build_place && echo yes`], { encoding: 'utf8' });
  expect(probe.stdout.trim() === 'yes').toBe(canBuildPlace);
  // As where there is no unshare: FreeBSD.
  const without = `unshare() { return 127; }\n${place}\nnk_can_build_place && echo yes`;
  expect(spawnSync('sh', ['-c', without], { encoding: 'utf8' }).stdout).toBe('');
  expect(checkGateProgram.source).toContain('nk_can_build_place');
});

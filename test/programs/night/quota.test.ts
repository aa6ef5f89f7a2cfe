import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { filesIn } from '../gate/gated.ts';
import { Estate, pathOf } from './estate.ts';

/**
 * Answers as a disk does on which a user's quota is used up: what is to be given to user 5001 is refused, and so is what is
 * written into a folder `over`, as where files take their group from the folder.
 */
const QUOTA = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#define CHOWN(name, words, ...) \\
  int name words { \\
    int (*real) words = (int (*) words)dlsym(RTLD_NEXT, #name); \\
    if (uid == 5001) { errno = EDQUOT; return -1; } \\
    return real(__VA_ARGS__); \\
  }
CHOWN(chown, (const char *path, uid_t uid, gid_t gid), path, uid, gid)
CHOWN(lchown, (const char *path, uid_t uid, gid_t gid), path, uid, gid)
CHOWN(fchown, (int file, uid_t uid, gid_t gid), file, uid, gid)
CHOWN(fchownat, (int at, const char *path, uid_t uid, gid_t gid, int how), at, path, uid, gid, how)
ssize_t write(int file, const void *bytes, size_t length) {
  ssize_t (*real)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t is = readlink(link, path, sizeof path - 1);
  path[is < 0 ? 0 : is] = 0;
  if (strstr(path, "/over/")) { errno = EDQUOT; return -1; }
  return real(file, bytes, length);
}
`;

const canRefuse =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('cc', ['--version']).status === 0;

test.runIf(canRefuse)('a customer whose quota on the server is used up costs no other a night', async () => {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  estate.configure(['/mnt/data', '/mnt/other']);
  const files = ['mnt/data/own/site', 'mnt/data/over/grown', 'mnt/data/well/site', 'mnt/other/site'];
  const write = (text: string) => {
    for (const path of files) {
      mkdirSync(dirname(join(estate.host, path)), { recursive: true });
      writeFileSync(join(estate.host, path), text);
    }
  };
  const inNight = () => files.map((path) => readFileSync(estate.nightFolder(0, path), 'utf8'));
  const ownerOf = (path: string) => statSync(estate.nightFolder(0, path)).uid;
  write('as it was');
  chownSync(join(estate.host, 'mnt/data/own/site'), 5001, 5001);
  expect((await estate.night()).result?.state).toBe('good');

  const refusing = join(estate.folder, 'quota.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', refusing, '-x', 'c', '-', '-ldl'], { input: QUOTA });
  estate.putProgram(
    'rsync',
    `case " $* " in *" --server "*) export LD_PRELOAD='${refusing}' ;; esac\nexec '${pathOf('rsync')}' "$@"`,
  );
  write('of today');
  const { result, stderr, error } = await estate.night();
  expect([stderr, error, result?.state]).toEqual(['', undefined, 'warning']);
  const [data, other] = result?.entries ?? [];
  expect(data?.message).toMatch(/over\/.*Disk quota exceeded/);
  expect(data?.message).toMatch(/chown .*own\/.*Disk quota exceeded/);
  expect(other).toMatchObject({ state: 'good', message: undefined });
  // What could not be written is as it was; what could not be given away is there, as root's.
  expect(inNight()).toEqual(['of today', 'as it was', 'of today', 'of today']);
  expect(ownerOf('mnt/data/own/site')).toBe(0);
  for (const path of files) expect(filesIn(estate.nightFolder(0, dirname(path)))).toEqual([basename(path)]);

  rmSync(join(estate.folder, 'bin/rsync'));
  expect((await estate.night()).result?.state).toBe('good');
  expect(inNight()).toEqual(files.map(() => 'of today'));
  expect(ownerOf('mnt/data/own/site')).toBe(5001);
});

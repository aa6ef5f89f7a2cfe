import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, nestBeyondPaths } from './estate.ts';

test('what can’t be read keeps nothing else from going, and is named', async () => {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => {
    // Too deep for a path, but not for a descriptor.
    spawnSync('rm', ['-rf', estate.folder]);
    estate.end();
  });
  estate.configure(['/mnt/a', '/mnt/b']);
  for (const path of [
    'mnt/a/kept',
    'mnt/a/goes',
    'mnt/b/kept',
    'mnt/b/goes',
    'mnt/b/folder/goes too',
    'mnt/b/1',
    'mnt/b/2',
    'mnt/b/3',
  ]) {
    mkdirSync(join(estate.host, path, '..'), { recursive: true });
    writeFileSync(join(estate.host, path), path);
  }
  nestBeyondPaths(join(estate.host, 'mnt/a/deep'));
  const first = await estate.night();
  expect(first).toMatchObject({ exitCode: 0, result: { state: 'warning' } });
  for (const path of ['mnt/a/goes', 'mnt/b/goes', 'mnt/b/folder']) rmSync(join(estate.host, path), { recursive: true });
  const second = await estate.night();
  expect(second).toMatchObject({ exitCode: 0, result: { state: 'warning' } });
  const [a, b] = second.result?.entries ?? [];
  expect(a).toMatchObject({
    state: 'good',
    deleted: 1,
    message: expect.stringMatching(/^not all of it could be copied: .*File name too long/),
  });
  expect(b).toMatchObject({ state: 'good', deleted: 3, message: undefined });
  for (const path of ['mnt/a/goes', 'mnt/b/goes', 'mnt/b/folder'])
    expect(existsSync(estate.nightFolder(0, path)), path).toBe(false);
  for (const path of ['mnt/a/kept', 'mnt/b/kept', 'mnt/a/deep'])
    expect(existsSync(estate.nightFolder(0, path)), path).toBe(true);
});

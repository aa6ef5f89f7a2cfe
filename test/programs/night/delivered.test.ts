import { appendFileSync, existsSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { Estate } from './estate.ts';

const ROOT = '/mnt/data/10.0.0.1-col00214-DIR';

test.each(shells)('what Nightkeep delivered is left out of nights, and said: under $name', async (shell) => {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  const put = (name: string, text: string) => {
    mkdirSync(join(estate.host, ROOT), { recursive: true });
    writeFileSync(join(estate.host, ROOT, name), text);
  };
  const noted = (name: string, bytes: number) =>
    appendFileSync(join(estate.host, 'backup.config.delivered'), `tarball\tpath=${ROOT}/${name}\tbytes=${bytes}\n`);
  const inNight = (name: string) => existsSync(estate.nightFolder(0, join(ROOT, name)));

  const folder = (name: string) => {
    mkdirSync(join(estate.host, ROOT, name, '2026-11-20'), { recursive: true });
    put(`${name}/2026-11-20/one`, 'restored');
    linkSync(join(estate.host, ROOT, name, '2026-11-20/one'), join(estate.host, ROOT, name, '2026-11-20/two'));
    return statSync(join(estate.host, ROOT, name)).ino;
  };
  const notedFolder = (name: string, inode: number) =>
    appendFileSync(join(estate.host, 'backup.config.delivered'), `folder\tpath=${ROOT}/${name}\tinode=${inode}\n`);

  // One that an older night took in, and a folder.
  const inode = folder('restored-2026-11-20');
  put('col00214-2026-11-20.tar.gz', 'tarball');
  expect((await estate.night()).result?.message).toBeUndefined();
  expect(inNight('col00214-2026-11-20.tar.gz')).toBe(true);

  expect(inNight('restored-2026-11-20/2026-11-20/two')).toBe(true);

  notedFolder('restored-2026-11-20', inode);
  notedFolder('restored-2026-11-21', folder('restored-2026-11-21') + 1);
  symlinkSync('restored-2026-11-21', join(estate.host, ROOT, 'restored-2026-11-22'));
  notedFolder('restored-2026-11-22', statSync(join(estate.host, ROOT, 'restored-2026-11-22')).ino);
  noted('col00214-2026-11-20.tar.gz', 7);
  noted('col00214-2026-11-21.tar.gz', 7);
  noted('col00214-2026-11-21.tar.gz', 7);
  noted('back\\\\slash [a]*.tar.gz', 3);
  noted('gone.tar.gz', 7);
  noted('their-own-by-now.tar.gz', 7);
  noted('../10.0.0.1-col00214-DIR/passwd', 4);
  put('col00214-2026-11-21.tar.gz', 'tarball');
  put('back\\slash [a]*.tar.gz', 'abc');
  put('back\\slash [a]b.tar.gz', 'abc');
  put('col00214-2026-11-22.tar.gz', 'nobody noted it');
  put('their-own-by-now.tar.gz', 'another content');
  put('passwd', 'root');
  const { result, stderr } = await estate.night();
  expect([stderr, result?.state]).toEqual(['', 'good']);
  expect(result?.message?.split(', ')).toEqual([
    'left out',
    `as put there by Nightkeep: ${ROOT}/restored-2026-11-20`,
    `${ROOT}/col00214-2026-11-20.tar.gz`,
    `${ROOT}/col00214-2026-11-21.tar.gz and 1 more`,
  ]);
  for (const name of [
    'restored-2026-11-20',
    'col00214-2026-11-20.tar.gz',
    'col00214-2026-11-21.tar.gz',
    'back\\slash [a]*.tar.gz',
  ])
    expect(inNight(name), name).toBe(false);
  expect(inNight('restored-2026-11-21/2026-11-20/two')).toBe(true);
  for (const name of ['back\\slash [a]b.tar.gz', 'col00214-2026-11-22.tar.gz', 'their-own-by-now.tar.gz', 'passwd'])
    expect(inNight(name), name).toBe(true);
  // The night before stays as it was.
  expect(existsSync(estate.nightFolder(1, join(ROOT, 'col00214-2026-11-20.tar.gz')))).toBe(true);
});

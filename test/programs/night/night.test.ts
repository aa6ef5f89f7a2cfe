import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { absentShells, everyShell } from '../../support/shells.ts';
import { Estate } from './estate.ts';

let estate: Estate;
afterEach(() => estate?.end());

const put = (path: string, content = 'content') => {
  mkdirSync(dirname(join(estate.host, path)), { recursive: true });
  writeFileSync(join(estate.host, path), content);
};
const states = (run: { entries: { path: string; state: string }[] } | undefined) =>
  Object.fromEntries((run?.entries ?? []).map(({ path, state }) => [path, state]));
const inode = (path: string) => lstatSync(path).ino;

describe.each(everyShell)('a night under $name', (shell) => {
  it('is copied, guarded, carried forward, published and recorded', async () => {
    estate = new Estate(shell);
    estate.configure(['/mnt/a', '/mnt/b b', '/mnt/b b/inner', '/etc', '/home', '/mnt/never', 'relative', '/mnt/file']);
    for (const name of ['one', 'two', 'three', 'four']) put(`mnt/a/${name}`);
    put('mnt/b b/inner/it\'s $(x) `y` "z"');
    put('etc/passwd');
    put('mnt/file', 'alone');
    symlinkSync('/usr/home', join(estate.host, 'home'));
    put('usr/home/anna');
    const first = await estate.night();
    expect(first).toMatchObject({ exitCode: 0, stderr: '', error: undefined });
    expect(first.result).toMatchObject({ state: 'warning', host: 'jail15', server: 'backup1' });
    expect(states(first.result)).toEqual({
      '/mnt/a': 'good',
      '/mnt/b b': 'good',
      '/mnt/b b/inner': 'covered',
      '/etc': 'good',
      '/home': 'symlink',
      '/mnt/never': 'missing',
      relative: 'failed',
      '/mnt/file': 'good',
    });
    expect(first.result?.entries.map(({ target }) => target).filter(Boolean)).toEqual(['/usr/home']);
    expect(first.result?.entries[0]).toMatchObject({ files: 5, added: 4, changed: 0, deleted: 0, bytes: 28 });
    expect(readFileSync(estate.nightFolder(0, 'mnt/file'), 'utf8')).toBe('alone');

    rmSync(join(estate.host, 'etc'), { recursive: true });
    rmSync(join(estate.host, 'mnt/a/one'));
    chmodSync(join(estate.host, 'mnt/a/two'), 0o600);
    put('mnt/a/five');
    put('mnt/a/three', 'changed');
    const second = await estate.night();
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.result?.entries.find(({ path }) => path === '/etc')).toMatchObject({
      state: 'missing',
      sameAs: first.result?.runId,
      files: 2,
      message: '/etc does not exist',
    });
    expect(second.result?.entries[0]).toMatchObject({ files: 5, added: 1, changed: 2, deleted: 1 });
    expect(estate.nights()).toEqual([0, 1]);
    expect(inode(estate.nightFolder(0, 'etc/passwd'))).toBe(inode(estate.nightFolder(1, 'etc/passwd')));
    expect(inode(estate.nightFolder(0, 'mnt/a/four'))).toBe(inode(estate.nightFolder(1, 'mnt/a/four')));
    expect(statSync(estate.nightFolder(1, 'mnt/a/two')).mode & 0o777).toBe(0o644);
    expect(readFileSync(estate.nightFolder(1, 'mnt/a/three'), 'utf8')).toBe('content');
    expect(existsSync(estate.nightFolder(1, 'mnt/a/one'))).toBe(true);
    expect(readFileSync(estate.keep(`runs/${second.result?.runId}`), 'latin1')).toBe(estate.record(0));
  });

  it('tells where a symlink of a customer leads, as the customer sees it', async () => {
    estate = new Estate(shell);
    const root = '/mnt/69.55.238.98-col00214-DIR';
    estate.configure([`${root}/home`, `${root}/out`, `${root}/broken`, '/linked/etc', `${root}/etc`]);
    for (const path of [`${root}/usr/home/x`, 'usr/home/of the host', 'etc/x', `${root}/etc/x`, 'disk/etc/x'])
      put(path);
    symlinkSync('/usr/home', join(estate.host, root, 'home'));
    symlinkSync('../../../../../etc', join(estate.host, root, 'out'));
    symlinkSync('/nowhere', join(estate.host, root, 'broken'));
    symlinkSync('/disk', join(estate.host, 'linked'));
    const { result } = await estate.night({ customerPatterns: ['-(?<customer>col\\d{5})-DIR'] });
    expect(result?.entries.map(({ state, target }) => [state, target])).toEqual([
      ['symlink', `${root}/usr/home`],
      ['symlink', `${root}/etc`],
      ['symlink', undefined],
      ['symlink', '/disk/etc'],
      ['good', undefined],
    ]);
  });

  it('ends in words where the server or the config is no good, and publishes nothing', async () => {
    estate = new Estate(shell);
    put('mnt/data/x');
    estate.configure([], 'backupdir=/data/jail15\nserver=backup9\n## ENTRY /mnt/data\n');
    const unreachable = await estate.night();
    expect(unreachable.error).toMatchObject({ code: 'unreachable' });
    expect(unreachable.error?.message).toContain('Could not resolve hostname backup9');
    estate.configure([], 'backupdir=/nowhere/at/all\nserver=backup1\n## ENTRY /mnt/data\n');
    expect((await estate.night()).error).toMatchObject({ code: 'not-found' });
    estate.configure([], 'server=backup1\n## ENTRY /mnt/data\n');
    expect((await estate.night()).error).toMatchObject({ code: 'bad-input' });
    estate.configure([]);
    expect((await estate.night()).error).toMatchObject({ code: 'bad-input' });
    rmSync(join(estate.host, 'backup.config'));
    expect((await estate.night()).error).toMatchObject({ code: 'not-found' });
    estate.configure(['/mnt/nothing']);
    expect((await estate.night()).result).toMatchObject({ state: 'failed', entries: [{ state: 'missing' }] });
    expect(estate.nights()).toEqual([]);
  });
});

it.skipIf(absentShells.length === 0)(`could not be tried here: ${absentShells.join(', ')}`, (context) =>
  context.skip(),
);

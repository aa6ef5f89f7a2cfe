import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type NightInput, nightProgram } from '../../../src-main/programs/night/night.ts';
import type { InputLine } from '../../../src-main/programs/wire.ts';
import { processesOf } from '../../support/nights/processes.ts';
import { slowRsync } from '../../support/nights/slow-rsync.ts';
import { shellOfThisTest, shells } from '../../support/shells.ts';
import { filesIn } from '../gate/gated.ts';
import { Estate, pathOf } from './estate.ts';

/** Slow enough that no entry of these tests is sent in its time. */
const slowDown = (estate: Estate) => slowRsync(join(estate.folder, 'bin'), 50);

test.each(shells)('an entry that takes too long is set aside, and the others go on: under $name', async (shell) => {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(estate.host, path)), { recursive: true });
    writeFileSync(join(estate.host, path), content);
  };
  estate.configure(['/mnt/a', '/mnt/b']);
  const [first, second] = [randomBytes(300_000), randomBytes(3_000_000)];
  put('mnt/a/old', 'as it was');
  put('mnt/a/renamed', 'and stays');
  put('mnt/b/file', 'of the first night');
  expect((await estate.night({ entrySeconds: 600 })).result?.state).toBe('good');

  put('mnt/a/1', first);
  put('mnt/a/2 is large', second);
  put('mnt/b/file', 'of the second night');
  rmSync(join(estate.host, 'mnt/a/renamed'));
  slowDown(estate);
  const cut = await estate.night({ entrySeconds: 1 });
  expect([cut.stderr, cut.error, cut.result?.state]).toEqual(['', undefined, 'warning']);
  const [a, b] = cut.result?.entries ?? [];
  expect(a).toMatchObject({
    state: 'failed',
    sameAs: expect.any(String),
    message: expect.stringMatching(/^it was not sent within \d+ minutes.*\/mnt\/a\/2 is large was the last/),
  });
  expect(b).toMatchObject({ state: 'good', changed: 1 });
  // The night before stands in whole: nothing of what came, and what went meanwhile is there.
  const inNight = (path: string) => readFileSync(estate.nightFolder(0, path), 'utf8');
  expect(inNight('mnt/a/renamed')).toBe('and stays');
  expect(existsSync(estate.nightFolder(0, 'mnt/a/1'))).toBe(false);
  expect(existsSync(estate.nightFolder(0, 'mnt/a/2 is large'))).toBe(false);
  expect(inNight('mnt/b/file')).toBe('of the second night');

  // The next night goes on from what came: of the first file nothing is sent again.
  const arrived = statSync(estate.keep('patch/mnt/a/1')).ino;
  rmSync(join(estate.folder, 'bin/rsync'));
  const whole = await estate.night({ entrySeconds: 600 });
  expect(whole.result).toMatchObject({ state: 'good', entries: [{ state: 'good' }, { state: 'good' }] });
  expect(statSync(estate.nightFolder(0, 'mnt/a/1')).ino).toBe(arrived);
  expect(readFileSync(estate.nightFolder(0, 'mnt/a/1'))).toEqual(first);
  expect(readFileSync(estate.nightFolder(0, 'mnt/a/2 is large'))).toEqual(second);
  expect(existsSync(estate.nightFolder(0, 'mnt/a/renamed'))).toBe(false);
  expect(existsSync(estate.nightFolder(1, 'mnt/a/renamed'))).toBe(true);
});

test('one that had its time comes last in the next night, and hard links across entries stay', async () => {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const memory = join(estate.folder, 'last-night');
  const remembering = {
    ...nightProgram,
    encode: (input: NightInput): InputLine[] => [...nightProgram.encode(input), ['memory', memory]],
  };
  const night = async (entrySeconds: number) => {
    const outcome = await estate.run(remembering, { host: 'jail15', configPath: '/backup.config', entrySeconds });
    expect([outcome.stderr, outcome.error]).toEqual(['', undefined]);
    return { ...outcome, passes: outcome.events.filter(({ name }) => name === 'comparing').length };
  };
  for (const entry of ['a', 'b']) mkdirSync(join(estate.host, 'mnt', entry), { recursive: true });
  estate.configure(['/mnt/a', '/mnt/b']);
  writeFileSync(join(estate.host, 'mnt/b/goes'), 'of the first night');
  expect(await night(600)).toMatchObject({ passes: 1, result: { state: 'good' } });
  expect(existsSync(`${memory}.slow`)).toBe(false);

  writeFileSync(join(estate.host, 'mnt/a/large'), randomBytes(3_000_000));
  slowDown(estate);
  expect((await night(1)).result?.entries).toMatchObject([{ state: 'failed' }, { state: 'good' }]);
  expect(readFileSync(`${memory}.slow`, 'utf8')).toBe('/mnt/a\n');

  writeFileSync(join(estate.host, 'mnt/b/new'), 'of the third night');
  linkSync(join(estate.host, 'mnt/b/new'), join(estate.host, 'mnt/a/new'));
  rmSync(join(estate.host, 'mnt/b/goes'));
  // What the base has when a comparison begins.
  const seen = join(estate.folder, 'seen');
  estate.putProgram(
    'rsync',
    `case "$*" in *-na*nightkeep:.*) (cd '${estate.keep('base/mnt')}' && find . -type f | sort && echo .) >>'${seen}' ;; esac
exec '${pathOf('rsync')}' "$@"`,
  );
  const third = await night(600);
  expect(third).toMatchObject({
    passes: 2,
    result: { state: 'good', entries: [{ added: 2 }, { state: 'good', added: 1, deleted: 1 }] },
  });
  expect(readFileSync(seen, 'utf8')).toBe('./b/goes\n.\n./b/new\n.\n');
  const inode = (path: string) => statSync(estate.nightFolder(0, path)).ino;
  expect(inode('mnt/a/new')).toBe(inode('mnt/b/new'));
  expect(inode('mnt/a/large')).toBeGreaterThan(0);
  expect(readFileSync(`${memory}.slow`, 'utf8')).toBe('');
  expect(await night(600)).toMatchObject({ passes: 1, result: { state: 'good' } });
});

test('what looks how far it is ends with a night that is killed', async () => {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), randomBytes(3_000_000));
  slowDown(estate);
  let killed = false;
  const night = estate.run(nightProgram, { host: 'jail15', configPath: '/backup.config' }, {}, (child) => {
    void estate
      .until(() => existsSync(estate.keep('patch/mnt/data')))
      .then(() => {
        killed = child.kill('SIGKILL');
      });
  });
  // All that has its output, too.
  expect((await night).exitCode).toBeNull();
  expect(killed).toBe(true);
  await estate.until(() => processesOf(estate.folder).length === 0);
});

test('one that is alone is set aside, too', async () => {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  estate.configure(['/mnt/a']);
  mkdirSync(join(estate.host, 'mnt/a'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/a/old'), 'as it was');
  expect((await estate.night({ entrySeconds: 600 })).result?.state).toBe('good');
  writeFileSync(join(estate.host, 'mnt/a/1'), randomBytes(300_000));
  writeFileSync(join(estate.host, 'mnt/a/2 is large'), randomBytes(3_000_000));
  slowDown(estate);
  const cut = await estate.night({ entrySeconds: 1 });
  expect([cut.stderr, cut.error, cut.result?.state]).toEqual(['', undefined, 'failed']);
  expect(cut.result?.entries).toMatchObject([{ state: 'failed', sameAs: expect.any(String) }]);
  expect(filesIn(estate.nightFolder(0, 'mnt/a'))).toEqual(['old']);
});

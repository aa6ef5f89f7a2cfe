import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { errorIn, filesIn, GatedEstate, harmed } from './gated.ts';

const why = whyNoBtrfs();
const follows = 'unshare -m sh -c \'mount --bind "$1" "$1" && mount -o remount,bind,nosymfollow "$1"\' sh /tmp';
const canConfine = spawnSync('sh', ['-c', follows]).status === 0;

function onBtrfs(): GatedEstate {
  const estate = new GatedEstate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const disk = new BtrfsDisk(join(estate.server, 'data'), join(estate.folder, 'disk'));
  onTestFinished(() => disk.remove());
  mkdirSync(join(estate.host, 'mnt/data/sub'), { recursive: true });
  for (const name of ['a', 'b', 'sub/c']) writeFileSync(join(estate.host, 'mnt/data', name), name);
  return estate;
}

describe.skipIf(why !== undefined)(`a gate on btrfs${why ? ` (skipped: ${why})` : ''}`, () => {
  test('takes nights in place only where no symlink of an older one can be followed', async () => {
    const estate = onBtrfs();
    for (const night of [1, 2]) expect(await estate.night(), `night ${night}`).toMatchObject({ exitCode: 0 });
    expect(statSync(estate.nightFolder(0)).ino === 256).toBe(canConfine);
    expect(existsSync(estate.keep('mirror'))).toBe(canConfine);
    expect(estate.refusals()).toEqual([]);
  });

  test.runIf(canConfine)('a host changes no night, and writes nowhere else, through what it left in one', async () => {
    const estate = onBtrfs();
    const outside = join(estate.folder, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(estate.host, 'mnt/data/x'));
    symlinkSync('../../../0/mnt/data', join(estate.host, 'mnt/data/y'));
    for (const night of [1, 2]) expect(await estate.night(), `night ${night}`).toMatchObject({ exitCode: 0 });
    const before = estate.past();

    // What a receiving rsync would do that follows whatever it finds.
    const server = estate.nightFolder(0, '..');
    const careless = `mount --bind "$1" "$1" && mount -o remount,bind,nosymfollow "$1" && cd "$1/.nightkeep/mirror/mnt/data" || exit 9
echo evil >x/foo; echo evil >y/a; echo mine >own`;
    expect(spawnSync('unshare', ['-m', 'sh', '-c', careless, 'sh', server]).status).toBe(0);
    expect(filesIn(outside)).toEqual([]);
    expect(harmed(before, estate.past())).toEqual([]);
    expect(readFileSync(estate.keep('mirror/mnt/data/own'), 'utf8')).toBe('mine\n');

    const session = estate.session();
    await session.hear('done', 'ready');
    const evil = join(estate.folder, 'evil');
    mkdirSync(join(evil, 'x'), { recursive: true });
    for (const name of ['x/foo', 'a']) writeFileSync(join(evil, name), 'evil');
    const of = (entry: string) => ({ run: session.run, kind: 'directory', entry });
    for (const entry of ['/mnt/data', '/mnt/data/x', '/mnt/data/sub', '/mnt', '/mnt/data']) {
      estate.send(evil, of(entry), ['-aHAX', '--delete']);
    }
    expect(estate.send(evil, of('/mnt/data/sub')).stderr).toMatch(/has been received in this run/);
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
    expect(estate.send(evil, of('/mnt/data')).stderr).toMatch(/has been received in this run/);
    expect(errorIn(await session.tell('publish'))).toBeUndefined();
    await session.end();
    expect(filesIn(outside)).toEqual([]);
    expect(harmed(before, estate.past())).toEqual([]);
    expect(filesIn(estate.nightFolder(0, 'mnt/data'))).toEqual(['a', 'x']);
  });
});

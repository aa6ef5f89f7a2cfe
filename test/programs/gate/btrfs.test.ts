import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { errorIn, filesIn, GatedEstate, harmed } from './gated.ts';

const why = whyNoBtrfs();
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
  test('a host changes no night, and writes nowhere else, through what it left in one', async () => {
    const estate = onBtrfs();
    const outside = join(estate.folder, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(estate.host, 'mnt/data/x'));
    symlinkSync('../../../../0/mnt/data', join(estate.host, 'mnt/data/y'));
    for (const night of [1, 2]) expect(await estate.night(), `night ${night}`).toMatchObject({ exitCode: 0 });
    expect(statSync(estate.nightFolder(0)).ino).toBe(256);
    const before = estate.past();

    const session = estate.session();
    await session.hear('done', 'ready');
    const evil = join(estate.folder, 'evil');
    mkdirSync(join(evil, 'mnt/data/x'), { recursive: true });
    mkdirSync(join(evil, 'mnt/data/y'), { recursive: true });
    for (const name of ['x/foo', 'y/a', 'a']) writeFileSync(join(evil, 'mnt/data', name), 'evil');
    expect(
      errorIn(await session.list('leaving', ['mnt/data/x/f', 'mnt/data/y/a', 'mnt/data/y/sub/c'])),
    ).toBeUndefined();
    expect(estate.send(evil, { run: session.run, kind: 'patch' }, ['-aHAX'])).toMatchObject({ exitCode: 0 });
    expect(estate.send(evil, { run: session.run, kind: 'patch' }, ['-aHAX']).exitCode).not.toBe(0);
    expect(errorIn(await session.tell('merge'))).toBeUndefined();
    expect(await session.publish([{ path: '/mnt/data', state: 'good', kind: 'directory' }])).toBeUndefined();
    await session.end();
    expect(filesIn(outside)).toEqual([]);
    expect(harmed(before, estate.past())).toEqual([]);
    expect(filesIn(estate.nightFolder(0, 'mnt/data/y'))).toEqual(['a']);
    expect(estate.refusals()).toMatchObject([{ message: expect.stringMatching(/has not taken its place/) }]);
  });
});

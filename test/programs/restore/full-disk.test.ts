import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { removeTree } from '../../support/nights/folder.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

/** Mounting needs root on Linux. */
const canMount = process.platform === 'linux' && spawnSync('sh', ['-c', mountTest()]).status === 0;

function mountTest(): string {
  return 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
}

function mount(folder: string, size: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
}

describe.skipIf(!canMount)('disks of their own', () => {
  const makeEstate = async () => {
    const estate = await RestoreEstate.make(shellOfThisTest());
    onTestFinished(() => removeTree(estate.built.folder));
    return estate;
  };

  const packed = async (estate: RestoreEstate, bytes: number) => {
    await estate.built.write(`${ROOT}/usr/a`, '');
    writeFileSync(estate.built.inSource(`${ROOT}/usr/a`), randomBytes(bytes));
    await estate.built.publish(nights.first);
    await estate.hold([{ ...nights.first, paths: [''] }]);
    return estate.pack('col00214-2013-02-22.tar.gz');
  };

  test('a customer whose root is a file system of its own gets the tarball', async () => {
    const estate = await makeEstate();
    mount(estate.inRoot('/'), '4m');
    const { name } = await estate.deliver(await packed(estate, 100_000));
    expect(readdirSync(estate.inRoot('/'))).toEqual([name]);
  });

  test('a disk that is too small, or becomes full, is told, and nothing is left on it', async () => {
    const estate = await makeEstate();
    mount(estate.inRoot('/'), '512k');
    const tarball = await packed(estate, 1_000_000);
    await expect(estate.deliver(tarball)).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringMatching(
        / has \d+ kB free, and the tarball has 1\.0 MB: make room there and restore again$/,
      ),
      details: { needed: `${tarball.bytes}` },
    });
    // Another took the room after it was looked at: here, the size was told wrong.
    await expect(estate.deliver(tarball, { bytes: 1 })).rejects.toMatchObject({ code: 'no-space' });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
  });

  test('a server without room for the tarball says so, and keeps the hold', async () => {
    const estate = await makeEstate();
    mount(estate.built.path, '1500k');
    await expect(packed(estate, 1_000_000)).rejects.toMatchObject({ code: 'no-space' });
    const hold = join(estate.built.path, '.nightkeep/holds/20130228T120000Z-hhhhhh');
    expect(readdirSync(hold).sort()).toEqual(['hold', 'tree']);
  });
});

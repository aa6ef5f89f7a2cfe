import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, it as vitestIt } from 'vitest';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { slowRsync } from '../../support/nights/slow-rsync.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

const why = whyNoBtrfs();
const it = vitestIt.skipIf(why !== undefined);

/** A host and a server whose nights lie on a btrfs. */
function onBtrfs(entries = ['/mnt/data']) {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const disk = new BtrfsDisk(join(estate.server, 'data'), join(estate.folder, 'disk'));
  onTestFinished(() => disk.remove());
  estate.configure(entries);
  const put = (path: string, content: string | Buffer = 'content', root = estate.host) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  return { estate, disk, put };
}

const onDay = (day: number) => {
  const at = new Date(Date.UTC(2026, 1, day, 8));
  return { at, date: at.toISOString().slice(0, 10), runId: `2026020${day}T080000Z-aaaaaa` };
};
const isSubvolume = (path: string) => statSync(path).ino === 256;
const subvolumes = (disk: BtrfsDisk) =>
  spawnSync('btrfs', ['subvolume', 'list', '-o', disk.folder])
    .stdout.toString()
    .split('\n')
    .flatMap((line) => line.split(' path ')[1] ?? [])
    .sort();
/** Bytes in use, once all is written. */
function used(disk: BtrfsDisk): number {
  spawnSync('btrfs', ['subvolume', 'sync', disk.folder]);
  spawnSync('sync', ['-f', disk.folder]);
  const { stdout } = spawnSync('df', ['-B1', '--output=used', disk.folder]);
  return Number(stdout.toString().split('\n')[1]);
}

describe(`nights on btrfs${why ? ` (skipped: ${why})` : ''}`, () => {
  it('are subvolumes, take room for what changed only, and go at once', async () => {
    const { estate, disk, put } = onBtrfs();
    for (let index = 0; index < 20; index++) put(`mnt/data/${index}`, randomBytes(1_000_000));
    for (const day of [1, 2, 3, 4]) {
      put('mnt/data/daily', `night ${day}`);
      const { exitCode, result } = await estate.night({ ...onDay(day), nightsToKeep: 2 });
      expect(exitCode).toBe(0);
      expect(result?.entries[0]).toMatchObject({ files: 22, added: day === 1 ? 21 : 0, changed: day === 1 ? 0 : 1 });
    }
    expect(estate.nights()).toEqual([0, 1]);
    await estate.until(() => readdirSync(estate.keep('trash')).length === 0);
    expect(subvolumes(disk)).toEqual(['jail15/.nightkeep/base', 'jail15/0', 'jail15/1']);
    expect(used(disk)).toBeLessThan(30_000_000);
    expect(readdirSync(estate.nightFolder(0)).sort()).toEqual(['.nightkeep-links', '.nightkeep-record', 'mnt']);
    expect(statSync(estate.nightFolder(0)).mode & 0o777).toBe(0o700);
  });

  it('follow on the old script’s, which stay as they are, and copy nothing that is unchanged', async () => {
    const { estate, disk, put } = onBtrfs();
    for (let index = 0; index < 20; index++) put(`mnt/data/${index}`, randomBytes(1_000_000));
    linkSync(join(estate.host, 'mnt/data/1'), join(estate.host, 'mnt/data/joined'));
    mkdirSync(estate.backupdir);
    spawnSync('cp', ['-a', join(estate.host, 'mnt'), join(estate.server, 'mnt')]);
    mkdirSync(estate.nightFolder(0));
    spawnSync('cp', ['-a', join(estate.host, 'mnt'), estate.nightFolder(0, 'mnt')]);
    spawnSync('cp', ['-al', estate.nightFolder(0), estate.nightFolder(1)]);
    const old = takeManifest(estate.nightFolder(0, 'mnt'));
    const before = used(disk);
    // Joined in the old night, and two equal files now, of which one has another mode.
    spawnSync('cp', [
      '-a',
      '--remove-destination',
      join(estate.server, 'mnt/data/joined'),
      join(estate.host, 'mnt/data/joined'),
    ]);
    chmodSync(join(estate.host, 'mnt/data/joined'), 0o600);
    const { result } = await estate.night(onDay(1));
    expect(result?.entries[0]).toMatchObject({ state: 'good', added: 0 });
    expect(used(disk) - before).toBeLessThan(5_000_000);
    expect(isSubvolume(estate.nightFolder(0))).toBe(true);
    const host = takeManifest(join(estate.host, 'mnt/data'));
    expect(differences(host, takeManifest(estate.nightFolder(0, 'mnt/data')))).toEqual([]);
    for (const index of [1, 2]) expect(differences(old, takeManifest(estate.nightFolder(index, 'mnt')))).toEqual([]);
  });

  it('have nothing of entries that are not configured any more, and all of those that lay in them', async () => {
    const { estate, put } = onBtrfs(['/mnt', '/srv/gone']);
    for (const path of ['mnt/a/file', 'mnt/b/file', 'mnt/c', 'srv/gone/x']) put(path, path);
    linkSync(join(estate.host, 'mnt/a/file'), join(estate.host, 'mnt/b/joined'));
    expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
    // Both of the joined names, each in an entry of its own now, and told apart in the source.
    rmSync(join(estate.host, 'mnt/b/joined'));
    spawnSync('cp', ['-a', join(estate.host, 'mnt/a/file'), join(estate.host, 'mnt/b/joined')]);
    chmodSync(join(estate.host, 'mnt/b/joined'), 0o700);
    estate.configure(['/mnt/a', '/mnt/b']);
    expect(await estate.night(onDay(2))).toMatchObject({ exitCode: 0 });
    expect(readdirSync(estate.nightFolder(0)).sort()).toEqual(['.nightkeep-links', '.nightkeep-record', 'mnt']);
    expect(readdirSync(estate.nightFolder(0, 'mnt')).sort()).toEqual(['a', 'b']);
    for (const path of ['mnt/a', 'mnt/b']) {
      expect(differences(takeManifest(join(estate.host, path)), takeManifest(estate.nightFolder(0, path)))).toEqual([]);
    }
    estate.configure(['/mnt']);
    expect(await estate.night(onDay(3))).toMatchObject({ exitCode: 0 });
    expect(differences(takeManifest(join(estate.host, 'mnt')), takeManifest(estate.nightFolder(0, 'mnt')))).toEqual([]);
  });

  it('keep a file as it was that was listed and gone when its turn came', async () => {
    const { estate, put } = onBtrfs();
    put('mnt/data/a', randomBytes(1000));
    put('mnt/data/z', 'of the first night');
    expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
    put('mnt/data/a', randomBytes(120_000_000));
    put('mnt/data/z', 'of the second night, never seen');
    slowRsync(join(estate.folder, 'bin'), 40_000);
    const receiving = () => {
      const folder = estate.keep('base/.nightkeep-patch/mnt/data');
      return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.a.'));
    };
    const night = estate.night(onDay(2));
    await estate.until(receiving);
    rmSync(join(estate.host, 'mnt/data/z'));
    expect(receiving(), 'the first file is still on its way').toBe(true);
    expect(await night).toMatchObject({ exitCode: 0, result: { state: 'good' } });
    expect(readFileSync(estate.nightFolder(0, 'mnt/data/z'), 'utf8')).toBe('of the first night');
    expect(lstatSync(estate.nightFolder(0, 'mnt/data/a')).size).toBe(120_000_000);
    expect(readFileSync(estate.nightFolder(1, 'mnt/data/z'), 'utf8')).toBe('of the first night');
  });

  it('go on with what a dead run had received', async () => {
    const { estate, put } = onBtrfs();
    put('mnt/data/a', 'the same every night');
    expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
    for (let index = 0; index < 60; index++) put(`mnt/data/file${index}`, randomBytes(1_000_000));
    // Three seconds for all of it, so that a busy machine still looks while there is something to come.
    slowRsync(join(estate.folder, 'bin'), 20_000);
    let pid: number | undefined;
    const received = () => {
      const folder = estate.keep('base/.nightkeep-patch/mnt/data');
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((name) => name.startsWith('file'))
        .map((name) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.ino)
        .filter((ino) => ino !== undefined);
    };
    const dying = estate.night({ ...onDay(2) });
    await estate.until(() => received().length > 9);
    for (const child of estate.children) pid = child.pid;
    process.kill(-(pid as number), 'SIGKILL');
    await dying;
    const before = received();
    expect(before.length).toBeLessThan(60);
    expect(await estate.night(onDay(3))).toMatchObject({ exitCode: 0 });
    const published = new Set(
      readdirSync(estate.nightFolder(0, 'mnt/data')).map(
        (name) => statSync(estate.nightFolder(0, `mnt/data/${name}`)).ino,
      ),
    );
    // A snapshot keeps the inodes' numbers: what was received was not sent again.
    expect(published.size).toBe(61);
    expect(before.filter((ino) => !published.has(ino)).length).toBeLessThan(2);
    expect(existsSync(estate.keep('base/.nightkeep-patch'))).toBe(false);
  });

  it('are held and stand in without their bytes being copied', async () => {
    const { estate, disk, put } = onBtrfs(['/mnt/data', '/srv/big']);
    for (let index = 0; index < 10; index++) {
      put(`mnt/data/${index}`, randomBytes(1_000_000));
      put(`srv/big/${index}`, randomBytes(1_000_000));
    }
    expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
    const [data, big] = ['mnt/data', 'srv/big'].map((path) => takeManifest(join(estate.host, path)));
    const before = used(disk);
    for (const path of ['mnt/data', 'srv']) rmSync(join(estate.host, path), { recursive: true });
    mkdirSync(join(estate.host, 'mnt/data'));
    for (const day of [2, 3]) {
      const { result } = await estate.night(onDay(day));
      expect(result?.entries.map(({ state }) => state)).toEqual(['collapsed', 'missing']);
      expect(result?.entries[1]).toMatchObject({ files: 11, sameAs: onDay(1).runId });
      expect(differences(big, takeManifest(estate.nightFolder(0, 'srv/big')))).toEqual([]);
    }
    const [hold] = readdirSync(estate.keep('holds'));
    expect(differences(data, takeManifest(estate.keep(`holds/${hold}/tree/2026-02-01/mnt/data`)))).toEqual([]);
    expect(used(disk) - before).toBeLessThan(5_000_000);
  });

  it('are put in order by housekeeping', async () => {
    const { estate, disk, put } = onBtrfs();
    put('mnt/data/a');
    for (const day of [1, 2, 3]) await estate.night(onDay(day));
    spawnSync('btrfs', ['subvolume', 'snapshot', estate.nightFolder(1), estate.keep('snapshot.dead')]);
    const keepHouse = (dryRun: boolean) =>
      estate.run(
        housekeepingProgram,
        { backupdir: '/data/jail15', nightsToKeep: 2, now: new Date(), dryRun },
        { NIGHTKEEP_PREFIX: estate.server },
      );
    const expected = { shifted: 0, trashed: [onDay(1).runId], expired: [], cleaned: ['dead'] };
    expect((await keepHouse(true)).result).toMatchObject({ ...expected, dryRun: true });
    expect((await keepHouse(false)).result).toMatchObject({ ...expected, dryRun: false });
    expect(subvolumes(disk)).toEqual(['jail15/.nightkeep/base', 'jail15/0', 'jail15/1']);
  });
});

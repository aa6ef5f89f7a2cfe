import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { bytes } from '../../support/nights/bytes.ts';
import { differences } from '../../support/nights/compare.ts';
import { allEntries, Estate, entries, expectedNight } from '../../support/nights/estate.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { History, keptNights } from '../../support/nights/history.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { Rig } from '../../support/nights/rig.ts';
import { btrfsNights, nightsToRun, seed } from '../../support/nights/settings.ts';
import { type Shell, shells } from '../../support/shells.ts';

interface Way {
  shell?: Shell;
  nights: number;
  /** All of them where it is left out. */
  paths?: string[];
  checksum?: boolean;
  /** The nights lie on a btrfs. */
  btrfs?: boolean;
}

/** So many nights; after each of them every night that is kept is what the source was then. */
async function runNights({ shell, nights, paths = allEntries, checksum, btrfs }: Way) {
  const folder = testFolder();
  if (btrfs) {
    const disk = new BtrfsDisk(join(folder, 'server/data'), join(folder, 'disk'));
    onTestFinished(() => disk.remove());
  }
  const rig = new Rig(folder, { shell });
  const estate = new Estate(rig.hostRoot, seed);
  const history = new History(rig);
  rig.configure(paths);
  let before: Map<string, Manifest | undefined> | undefined;
  const published: { runId: string; date: string }[] = [];
  let rested = false;
  let recycled = 0;
  /** Of each night's `home`, which a base keeps that is made of it. */
  const folders = new Set<number>();
  const inode = (...path: string[]) => fs.statSync(join(...path, entries.home)).ino;
  for (let night = 0; night < nights; night++) {
    const log = night === 0 ? [] : estate.change(night);
    if (checksum) log.push(...forge(rig, before));
    const expected = expectedNight(history.look(paths), before);
    // Every fifth night is made a second time on the same day.
    const at = new Date(Date.UTC(2026, 0, 1 + night - (night % 5 === 4 ? 1 : 0), 8 + (night % 5)));
    const date = at.toISOString().slice(0, 10);
    const outcome = await rig.run({ at, date, checksum });
    const told = `seed ${JSON.stringify(seed)}, night ${night}${shell ? ` under ${shell.name}` : ''}`;
    expect(outcome, told).toMatchObject({ exitCode: 0, error: undefined, stderr: '' });
    const runId = outcome.result?.runId ?? '';
    published.unshift({ runId, date });
    history.expect(runId, expected);

    const problems = history.wrong();
    expect(problems.slice(0, 30), `${told}, of ${problems.length} wrong records; tonight:\n${log.join('\n')}`).toEqual(
      [],
    );
    const dates = [...new Set(published.map((one) => one.date))].slice(0, 7);
    expect(
      keptNights(rig.backupdir).map(({ record }) => record.runId),
      `${told}: what is kept`,
    ).toEqual(published.filter((one) => dates.includes(one.date)).map((one) => one.runId));
    if (btrfs) expect(fs.statSync(`${rig.backupdir}/0`).ino, `${told}: a subvolume`).toBe(256);
    const states = new Map(outcome.result?.entries.map((entry) => [entry.path, entry.state]));
    if (paths === allEntries) {
      expect(states.get(text(entries.never)), told).toBe('missing');
      if (night % 5 === 3) expect(states.get(entries.unmounted), told).toBe('missing');
      if (night % 6 === 4) expect(states.get(entries.turned), told).toBe('symlink');
      if (night % 7 === 5) {
        expect(states.get(entries.emptied), told).toBe('collapsed');
        expect(heldOf(rig, entries.emptied, before?.get(entries.emptied)), `${told}: what is held`).toContainEqual([]);
      }
    }
    // Some nights come before there is a base for them.
    rested = night % 13 !== 2;
    if (rested) await rig.tidied();
    folders.add(inode(rig.backupdir, '0'));
    if (!btrfs && rested && folders.has(inode(rig.backupdir, '.nightkeep/base'))) recycled++;
    before = expected;
  }
  if (btrfs) return;
  expect(recycled, 'bases made of nights that had left').toBeGreaterThanOrEqual(Math.min(Math.max(0, nights - 15), 1));
}

const text = (path: string) => bytes(path).toString('utf8');

/** The differences of each hold that has the entry from what is to be held. */
function heldOf(rig: Rig, entry: string, expected: Manifest | undefined): string[][] {
  const holds = join(rig.backupdir, '.nightkeep/holds');
  return fs.readdirSync(holds).flatMap((id) =>
    fs.readdirSync(join(holds, id, 'tree')).flatMap((label) => {
      const manifest = takeManifest(join(holds, id, 'tree', label) + entry);
      return manifest ? [differences(expected, manifest)] : [];
    }),
  );
}

/** Other content under the same size and time, which only --checksum can see. */
function forge(rig: Rig, before: Map<string, Manifest | undefined> | undefined): string[] {
  const path = rig.hostRoot + entries.file;
  if (!before) return [];
  const { size, atimeMs, mtimeMs } = fs.statSync(path);
  // As node sets it, which is not to the nanosecond.
  fs.utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  fs.writeFileSync(path, 'f'.repeat(size));
  fs.utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  return ['forged the file'];
}

const minutes = (count: number) => count * 60_000;

test(
  `every night stays what the source was: ${nightsToRun} nights`,
  { timeout: minutes(15) + nightsToRun * 10_000 },
  () => runNights({ nights: nightsToRun, paths: [entries.home, entries.nested] }),
);

test('entries that come, go, turn and collapse', () => runNights({ nights: 7 }));

test('the same where contents are compared', () => runNights({ nights: 3, checksum: true }));

describe.each(shells.filter(({ name }) => name !== 'dash'))('under $name', (shell) => {
  test('every night stays what the source was', () => runNights({ shell, nights: 4 }));
});

const why = whyNoBtrfs();

describe.skipIf(why !== undefined)(`on btrfs${why ? ` (skipped: ${why})` : ''}`, () => {
  test(
    `every night stays what the source was: ${btrfsNights} nights`,
    { timeout: minutes(15) + btrfsNights * 10_000 },
    () => runNights({ nights: btrfsNights, paths: [entries.home, entries.nested], btrfs: true }),
  );

  test('entries that come, go, turn and collapse', () => runNights({ nights: 7, btrfs: true }));

  test('the same where contents are compared', () =>
    runNights({ nights: 2, paths: [entries.home, entries.file], checksum: true, btrfs: true }));

  test.each(shells.filter(({ name }) => name !== 'dash'))('the same under $name', (shell) =>
    runNights({ shell, nights: 3, paths: [entries.home, entries.file, entries.turned], btrfs: true }),
  );
});

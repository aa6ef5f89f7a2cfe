import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepLongerProgram } from '../../../src-main/programs/nights/keep-longer.ts';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { untilTidy } from '../../support/nights/tidy.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

const why = whyNoBtrfs();

/** Sundays, of which one is kept in rotation and one beyond it. */
const sundays = [1, 8, 15, 22].map((day) => {
  const at = new Date(Date.UTC(2026, 1, day, 8));
  return {
    at,
    date: at.toISOString().slice(0, 10),
    runId: at
      .toISOString()
      .replace(/[-:]|\.000/g, '')
      .concat('-aaaaaa'),
  };
});
const [first, second, third, fourth] = sundays as [Sunday, Sunday, Sunday, Sunday];
type Sunday = (typeof sundays)[number];

function estateOf(btrfs = false): Estate {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  if (btrfs) {
    const disk = new BtrfsDisk(join(estate.server, 'data'), join(estate.folder, 'disk'));
    onTestFinished(() => disk.remove());
  }
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/same'), 'same');
  return estate;
}

/** A night with a file of its date. */
async function night(estate: Estate, on: Sunday, environment: Record<string, string> = {}) {
  writeFileSync(join(estate.host, 'mnt/data/dated'), on.date);
  return estate.night({ ...on, nightsToKeep: 1 }, environment);
}

const follow = (estate: Estate, weeks: number, months: number) =>
  estate.run(
    keepLongerProgram,
    { backupdir: '/data/jail15', weeks, months },
    { NIGHTKEEP_PREFIX: estate.server, TMPDIR: join(estate.folder, 'tmp') },
  );
const beyond = (estate: Estate) => (existsSync(estate.keep('longer')) ? readdirSync(estate.keep('longer')).sort() : []);
const dated = (folder: string) => readFileSync(join(folder, 'mnt/data/dated'), 'utf8');

/** Where each night lies, by its run. */
function places(estate: Estate): Map<string, string> {
  const folders = [
    ...estate.nights().map((index) => estate.nightFolder(index)),
    ...beyond(estate).map((run) => estate.keep(`longer/${run}`)),
  ];
  return new Map(
    folders.map((folder) => {
      const [, run = ''] = /\tid=([^\t]*)/.exec(readFileSync(join(folder, '.nightkeep-record'), 'utf8')) ?? [];
      return [run, folder];
    }),
  );
}

describe('a night that leaves rotation and that the rule wants', () => {
  test('is renamed, stays as it was, and goes by the rule; killed at any step, none is lost', async () => {
    const estate = estateOf();
    expect((await night(estate, first)).exitCode).toBe(0);
    expect((await follow(estate, 2, 0)).exitCode).toBe(0);
    const asItWas = takeManifest(estate.nightFolder(0));
    const inode = statSync(estate.nightFolder(0)).ino;
    expect((await night(estate, second)).exitCode).toBe(0);
    expect(beyond(estate)).toEqual([first.runId]);
    expect(statSync(estate.keep(`longer/${first.runId}`)).ino).toBe(inode);
    expect(differences(asItWas, takeManifest(estate.keep(`longer/${first.runId}`)))).toEqual([]);
    const kept = takeManifest(estate.nightFolder(0));
    await estate.setAside();

    for (const step of ['kept-longer', 'thinned']) {
      estate.bringBack();
      const died = await night(estate, third, { NK_SERVER_DIES_AT: step });
      expect(died.exitCode, step).not.toBe(0);
      const there = places(estate);
      expect([...there.keys()].sort(), step).toEqual(expect.arrayContaining([second.runId, third.runId]));
      if (step === 'kept-longer') expect(there.has(first.runId)).toBe(true);
      expect(differences(kept, takeManifest(there.get(second.runId) ?? '')), step).toEqual([]);

      expect((await night(estate, fourth)).exitCode, step).toBe(0);
      expect([...places(estate).keys()].sort(), step).toEqual([third.runId, fourth.runId]);
      expect(dated(estate.keep(`longer/${third.runId}`))).toBe(third.date);
      expect(dated(estate.nightFolder(0))).toBe(fourth.date);
    }
  });

  test('stays in rotation as long as it can’t be moved, and leaves when it can', async () => {
    const estate = estateOf();
    await night(estate, first);
    await follow(estate, 2, 0);
    writeFileSync(estate.keep('longer'), 'in the way');
    expect((await night(estate, second)).exitCode).toBe(0);
    expect(estate.nights()).toEqual([0, 1]);
    renameSync(estate.keep('longer'), join(estate.folder, 'aside'));
    expect((await night(estate, third)).exitCode).toBe(0);
    expect(estate.nights()).toEqual([0]);
    expect(beyond(estate)).toEqual([second.runId]);
  });

  test.skipIf(why !== undefined)(
    `is the snapshot that it was, on btrfs${why ? ` (skipped: ${why})` : ''}`,
    async () => {
      const estate = estateOf(true);
      await night(estate, first);
      await follow(estate, 2, 0);
      await night(estate, second);
      expect(statSync(estate.keep(`longer/${first.runId}`)).ino).toBe(256);
      expect(dated(estate.keep(`longer/${first.runId}`))).toBe(first.date);
      await night(estate, third);
      expect(beyond(estate)).toEqual([second.runId]);
      await estate.until(() => readdirSync(estate.keep('trash')).length === 0);
      expect(dated(estate.keep(`longer/${second.runId}`))).toBe(second.date);
    },
  );
});

test('without a rule there is nothing beyond rotation', async () => {
  const estate = estateOf();
  await night(estate, first);
  await night(estate, second);
  await untilTidy(estate.keep(''));
  expect(estate.nights()).toEqual([0]);
  expect(existsSync(estate.keep('longer'))).toBe(false);
});

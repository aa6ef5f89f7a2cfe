import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { seed } from '../../support/nights/settings.ts';
import { SmallDisk, whyNoSmallDisk } from '../../support/nights/small-disk.ts';
import { entriesOfVictim, Victim } from '../../support/nights/victim.ts';

const why = whyNoSmallDisk();
const onSmallDisk = why ? test.skip : test;
const note = why ? ` (skipped: ${why})` : '';

/**
 * A night is published, its disk writes down its journal, and then the power goes: what is wrong on the disk when it is
 * mounted again. What the disk has is in its image; what only the machine's memory had is lost.
 */
async function losePower({ withSync }: { withSync: boolean }): Promise<string[]> {
  const folder = testFolder();
  const image = join(folder, 'disk');
  const disk = new SmallDisk(join(folder, 'server/data'), image, { megabytes: 60, inodes: 8000, options: 'commit=1' });
  onTestFinished(() => disk.remove());
  const victim = new Victim(folder, seeded(`${seed} power`));
  await victim.runWell('the first night');
  execFileSync('sync', ['-f', disk.folder]);
  const bin = victim.rig.binOf('server');
  fs.mkdirSync(bin);
  if (!withSync) fs.writeFileSync(join(bin, 'sync'), '#!/bin/sh\necho --file-system\n', { mode: 0o755 });
  const night = victim.tomorrow();
  expect(await victim.rig.run(night)).toMatchObject({ exitCode: 0 });
  // The journal is written each second; content that nobody asked to write stays in memory for half a minute.
  await pause(3000);
  const copy = join(folder, 'after');
  fs.copyFileSync(image, `${copy}.image`);
  fs.mkdirSync(copy);
  execFileSync('mount', ['-o', 'loop', `${copy}.image`, copy], { stdio: 'pipe' });
  try {
    expect(fs.readFileSync(join(copy, 'jail15/1/.nightkeep-record'), 'utf8')).toContain('run\tid=');
    const record = fs.readFileSync(join(copy, 'jail15/0/.nightkeep-record'), 'utf8');
    return [
      ...(record.includes(`id=${night.runId}\t`) ? [] : ['its record is not there']),
      ...entriesOfVictim.flatMap((path) =>
        differences(victim.history.of(night.runId, path), takeManifest(join(copy, 'jail15/0', path))),
      ),
    ];
  } finally {
    execFileSync('umount', [copy]);
  }
}

onSmallDisk(`a published night outlives a loss of power${note}`, async () => {
  expect(await losePower({ withSync: true })).toEqual([]);
});

onSmallDisk(`it would not, were it not on the disk before${note}`, async () => {
  expect(await losePower({ withSync: false })).not.toEqual([]);
});

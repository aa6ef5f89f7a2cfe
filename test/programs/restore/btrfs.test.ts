import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHold } from '../../../src-main/programs/restore/hold.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { bytes } from '../../support/nights/bytes.ts';
import { differences } from '../../support/nights/compare.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { Rig } from '../../support/nights/rig.ts';
import { seed } from '../../support/nights/settings.ts';
import { Source } from '../../support/nights/source.ts';

const why = whyNoBtrfs();
const dates = ['2026-01-01', '2026-01-02', '2026-01-03'];

test.skipIf(why !== undefined)(
  `a hold of three nights that are snapshots is what they are, and has what stayed the same once${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 300_000 },
  async () => {
    const folder = testFolder();
    const disk = new BtrfsDisk(join(folder, 'server/data'), join(folder, 'disk'));
    onTestFinished(() => disk.remove());
    const rig = new Rig(folder);
    rig.configure(['/home/col00214']);
    const source = new Source(`${rig.hostRoot}/home/col00214`, seeded(`${seed} held`));
    plant(source, 80);
    source.write('stays as it is', Buffer.from('the same in all three'));
    for (const date of dates) {
      if (date !== dates[0]) mutate(source, 25);
      const file = source.at('stays as it is');
      if (!fs.existsSync(file)) source.write('stays as it is', Buffer.from('the same in all three'));
      expect(await rig.run({ runId: `run-${date}`, date })).toMatchObject({ exitCode: 0, error: undefined });
    }
    // Published nights are read as they are; a hold must not change them either.
    const nightOf = (index: number) => takeManifest(`${rig.backupdir}/${index}/home/col00214`);
    const nights = [nightOf(2), nightOf(1), nightOf(0)];
    const held = await rig.startOn('server', createHold, {
      backupdir: '/data/jail15',
      root: '/home',
      nights: dates.map((date) => ({ runId: `run-${date}`, date, label: date, paths: ['col00214'] })),
      id: 'held',
      host: 'jail15',
      customer: 'col00214',
      ticket: undefined,
      reason: 'restore',
      by: 'anna',
      at: '2026-01-04T12:00:00Z',
      until: '2026-01-18T12:00:00Z',
      message: 'held',
    }).done;
    expect(held).toMatchObject({ exitCode: 0, error: undefined, stderr: '' });
    const hold = join(rig.backupdir, '.nightkeep/holds/held');
    expect(fs.readdirSync(hold).sort()).toEqual(['hold', 'tree']);
    dates.forEach((date, index) => {
      expect(differences(nights[index], takeManifest(join(hold, 'tree', date, 'col00214'))), date).toEqual([]);
    });
    expect([nightOf(2), nightOf(1), nightOf(0)].map((night, index) => differences(nights[index], night))).toEqual([
      [],
      [],
      [],
    ]);
    const files = (date: string) => {
      const tree = join(hold, 'tree', date, 'col00214');
      const names = [...(takeManifest(tree) ?? [])].filter(([, { type }]) => type === 'file').map(([name]) => name);
      return new Set(names.map((name) => fs.statSync(bytes(`${tree}/${name}`)).ino));
    };
    const [first, second, third] = dates.map(files) as [Set<number>, Set<number>, Set<number>];
    const shared = [...third].filter((ino) => second.has(ino) && first.has(ino));
    expect(shared.length).toBeGreaterThan(third.size / 3);
    expect(shared.length).toBeLessThan(third.size);
  },
);

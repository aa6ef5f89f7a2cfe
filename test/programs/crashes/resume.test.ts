import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { canSeeProcesses, killAll, processesOf, waitUntilGone } from '../../support/nights/processes.ts';
import { Rig } from '../../support/nights/rig.ts';
import { slowRsync } from '../../support/nights/slow-rsync.ts';

const inodesIn = (folder: string) =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.startsWith('file'))
        .map((name) => fs.statSync(join(folder, name)).ino)
    : [];

test.runIf(canSeeProcesses)('what a dead run had received is not sent again', async () => {
  const rig = new Rig(testFolder());
  rig.configure(['/home']);
  const chance = seeded('resume');
  fs.mkdirSync(`${rig.hostRoot}/home`);
  for (let file = 0; file < 60; file++) {
    fs.writeFileSync(`${rig.hostRoot}/home/file${file}`, chance.noise(1_000_000));
  }
  // Three seconds for all of it, so that a busy machine still looks while there is something to come.
  slowRsync(rig.binOf('host'), 20_000);
  const incoming = join(rig.backupdir, '.nightkeep/patch/home');
  const running = rig.start({ runId: 'first' });
  while (inodesIn(incoming).length < 10 && !running.isOver()) await pause(1);
  killAll(processesOf(rig.mark));
  await running.done;
  expect(await waitUntilGone(rig.mark)).toEqual([]);
  const received = inodesIn(incoming);
  expect(received.length).toBeGreaterThan(9);
  expect(received.length).toBeLessThan(60);

  expect(await rig.run({ runId: 'second' })).toMatchObject({ exitCode: 0 });
  const published = new Set(inodesIn(`${rig.backupdir}/0/home`));
  expect(published.size).toBe(60);
  // All but the files that were under way: each is the very inode that had been received.
  expect(received.filter((inode) => !published.has(inode)).length).toBeLessThan(2);
});

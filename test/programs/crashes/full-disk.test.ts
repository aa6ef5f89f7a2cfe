import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { waitUntilGone } from '../../support/nights/processes.ts';
import type { RigOptions } from '../../support/nights/rig.ts';
import { killsToTry, seed } from '../../support/nights/settings.ts';
import { SmallDisk, whyNoSmallDisk } from '../../support/nights/small-disk.ts';
import { calledCommands, Victim } from '../../support/nights/victim.ts';

const why = whyNoSmallDisk();
const onSmallDisk = why ? test.skip : test;
const note = why ? ` (skipped: ${why})` : '';

async function withNights(options: RigOptions = {}) {
  const folder = testFolder();
  const disk = new SmallDisk(join(folder, 'server/data'), join(folder, 'disk'), { megabytes: 40, inodes: 4000 });
  onTestFinished(() => disk.remove());
  const victim = new Victim(folder, seeded(`${seed} full disk`), options);
  await victim.runWell('the first night');
  await victim.runWell('the second night');
  return { victim, disk };
}

/** A night on a disk that is too full for it. */
async function runFull(victim: Victim, told: string) {
  victim.rig.shims.clear();
  const before = victim.kept();
  const night = victim.tomorrow();
  const outcome = await victim.rig.run(night);
  expect(await waitUntilGone(victim.rig.mark), told).toEqual([]);
  victim.expectNightsWhole(before, night.runId, outcome, told);
  return { outcome, runId: night.runId };
}

onSmallDisk(
  `a disk that gets full loses no night, and the run says what it was${note}`,
  { timeout: 300_000 },
  async () => {
    const { victim, disk } = await withNights();
    let failed = 0;
    for (const kilobytes of [0, 8, 40, 120, 400, 900]) {
      disk.leaveBytes(kilobytes * 1024);
      const told = `with ${kilobytes} KiB left`;
      const { outcome, runId } = await runFull(victim, told);
      if (outcome.exitCode !== 0) {
        failed += 1;
        expect(outcome.error, told).toMatchObject({ code: 'no-space' });
        expect(outcome.error?.message, told).toMatch(/full|space/i);
      }
      disk.free();
      await victim.runWell(`the night after the one ${told}`, runId);
    }
    expect(failed).toBeGreaterThan(2);
  },
);

onSmallDisk(`so does one that has no inodes left${note}`, async () => {
  const { victim, disk } = await withNights();
  for (const inodes of [0, 3, 12, 30]) {
    disk.leaveInodes(inodes);
    const told = `with ${inodes} inodes left`;
    const { outcome, runId } = await runFull(victim, told);
    expect(outcome.error, told).toMatchObject({ code: 'no-space' });
    disk.free();
    await victim.runWell(`the night after the one ${told}`, runId);
  }
});

const moments = Math.ceil(killsToTry / 10);

onSmallDisk(
  `and one that gets full at any moment, ${moments} of them${note}`,
  { timeout: 900_000 + moments * 60_000 },
  async () => {
    const { victim, disk } = await withNights({ shims: calledCommands });
    const calls = victim.rig.shims.calls().filter(({ machine }) => machine === 'server');
    let failed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const at = { ...victim.chance.pick(calls), when: victim.chance.pick(['before', 'after'] as const) };
      const told = `seed ${JSON.stringify(seed)}: ${at.when} ${at.command} #${at.occurrence} of the server`;
      victim.rig.shims.stopAt(at);
      const before = victim.kept();
      const night = victim.tomorrow();
      const running = victim.rig.start(night);
      await victim.rig.shims.reached(running.isOver);
      disk.leaveBytes(0);
      victim.rig.shims.goOn();
      const outcome = await running.done;
      expect(await waitUntilGone(victim.rig.mark), told).toEqual([]);
      victim.expectNightsWhole(before, night.runId, outcome, told);
      if (outcome.exitCode !== 0) {
        failed += 1;
        expect(outcome.error, told).toMatchObject({ code: 'no-space' });
      }
      disk.free();
      await victim.runWell(`the night after the disk was full ${told}`, night.runId);
    }
    expect(failed).toBeGreaterThan(0);
  },
);

onSmallDisk(`a host without room for its own notes makes no wrong night${note}`, async () => {
  const folder = testFolder();
  const victim = new Victim(folder, seeded(`${seed} full host`));
  const notes = join(folder, 'temp/host');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', notes]);
  onTestFinished(() => void execFileSync('umount', ['-l', notes]));
  await victim.runWell('the first night');
  await victim.runWell('the second night');
  let failed = 0;
  // From where its programs fit to where its lists nearly do, page by page.
  for (const kilobytes of [16, 64, 84, 88, 92, 96, 100, 104, 108, 112]) {
    const told = `with ${kilobytes} KiB for its notes`;
    execFileSync('mount', ['-o', `remount,size=${kilobytes}k`, notes]);
    const { outcome, runId } = await runFull(victim, told);
    failed += outcome.exitCode === 0 ? 0 : 1;
    if (kilobytes < 80)
      expect(outcome.error, told).toMatchObject({
        code: 'no-space',
        message: expect.stringMatching(/no room in .* notes/),
      });
    execFileSync('mount', ['-o', 'remount,size=4m', notes]);
    await victim.runWell(`the night after the one ${told}`, runId);
  }
  expect(failed).toBeGreaterThan(1);
});

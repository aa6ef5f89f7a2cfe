import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import snapshots from '../../../src-main/programs/keeper/snapshots.sh?raw';
import { nightSource } from '../../../src-main/programs/night/night.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { type Kill, someKill } from '../../support/nights/kills.ts';
import { canSeeProcesses } from '../../support/nights/processes.ts';
import type { RigOptions } from '../../support/nights/rig.ts';
import { killsOnBtrfs, killsToTry, seed } from '../../support/nights/settings.ts';
import { calledCommands, Victim } from '../../support/nights/victim.ts';
import { shells } from '../../support/shells.ts';

/** The steps that the server's program names, at each of which it can be told to die. */
const stepsOf = (source: string) => [
  ...new Set([...source.matchAll(/nk_dies_at ([a-z-]+)$/gm)].map((match) => match[1] as string)),
];
const steps = stepsOf(nightSource);
const stepsOnBtrfs = stepsOf(snapshots);
const why = whyNoBtrfs();

interface Way extends Pick<RigOptions, 'source' | 'shell'> {
  btrfs?: boolean;
}

async function withNights({ btrfs, ...options }: Way = {}) {
  const folder = testFolder();
  if (btrfs) {
    const disk = new BtrfsDisk(join(folder, 'server/data'), join(folder, 'disk'));
    onTestFinished(() => disk.remove());
  }
  const shims = btrfs ? [...calledCommands, 'btrfs'] : calledCommands;
  const chance = seeded(`${seed} kills${options.shell ? ` under ${options.shell.name}` : ''}`);
  const victim = new Victim(folder, chance, { ...options, shims });
  for (let night = 0; night < 3; night++) await victim.runWell('before any kill');
  const start = Date.now();
  await victim.runWell('before any kill');
  return { victim, milliseconds: Date.now() - start, calls: victim.rig.shims.calls() };
}

/** Each shell gets its share, of the steps too. */
const shareOf = <One>(all: readonly One[], index: number) => all.filter((_, at) => at % shells.length === index);
const killsOfEach = Math.ceil((killsToTry - killsOnBtrfs) / shells.length);

/** Kills at each of the steps, then at random. */
async function killAndKill(way: Way, at: readonly string[], count: number) {
  const { victim, milliseconds, calls } = await withNights(way);
  expect(calls.length).toBeGreaterThan(20);
  const kills: Kill[] = at.map((step) => ({ victim: 'session', when: { step } }));
  while (kills.length < count) kills.push(someKill(victim.chance, calls, milliseconds));
  let hit = 0;
  for (const kill of kills) hit += (await victim.survive(kill, seed)) > 0 ? 1 : 0;
  // Some moments come when the run is over, or never, or find nobody of whom they look for; of a few kills, most may.
  expect(hit).toBeGreaterThanOrEqual(Math.floor((kills.length - at.length) / 5));
}

test.runIf(canSeeProcesses).each(shells.map((shell, index) => ({ name: shell.name, shell, index })))(
  `${killsOfEach} kills under $name: no night is lost or changed, and the next run is whole`,
  { timeout: 900_000 + killsOfEach * 60_000 },
  async ({ shell, index }) => {
    const reached = steps.filter((step) => !stepsOnBtrfs.includes(step));
    expect(reached.length).toBeGreaterThan(9);
    await killAndKill({ shell }, shareOf(reached, index), killsOfEach);
  },
);

test.runIf(canSeeProcesses && why === undefined)(
  `${killsOnBtrfs} kills on btrfs: the same${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 900_000 + killsOnBtrfs * 60_000 },
  async () => {
    expect(stepsOnBtrfs).not.toEqual([]);
    await killAndKill({ btrfs: true }, [...stepsOnBtrfs, 'merged', 'recorded', 'published'], killsOnBtrfs);
  },
);

test.runIf(canSeeProcesses)('a server that publishes what a dead run had received is found out', async () => {
  const broken = nightSource.replaceAll('[ -f .nightkeep/incoming/.nightkeep-record ]', 'true');
  expect(broken).not.toBe(nightSource);
  const { victim } = await withNights({ source: broken });
  await expect(victim.survive({ victim: 'session', when: { step: 'incoming' } }, seed)).rejects.toThrow();
});

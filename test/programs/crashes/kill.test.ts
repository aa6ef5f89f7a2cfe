import { expect, test, vi } from 'vitest';
import { nightSource } from '../../../src-main/programs/night/night.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { type Kill, someKill } from '../../support/nights/kills.ts';
import { canSeeProcesses } from '../../support/nights/processes.ts';
import type { RigOptions } from '../../support/nights/rig.ts';
import { killsToTry, seed } from '../../support/nights/settings.ts';
import { calledCommands, Victim } from '../../support/nights/victim.ts';
import { shells } from '../../support/shells.ts';

vi.setConfig({ testTimeout: 120_000 });

/** The steps that the server's program names, at each of which it can be told to die. */
const steps = [...new Set([...nightSource.matchAll(/nk_dies_at ([a-z-]+)$/gm)].map((match) => match[1] as string))];

async function withNights(options: Pick<RigOptions, 'source' | 'shell'> = {}) {
  const victim = new Victim(
    testFolder(),
    seeded(`${seed} kills${options.shell ? ` under ${options.shell.name}` : ''}`),
    { ...options, shims: calledCommands },
  );
  for (let night = 0; night < 3; night++) await victim.runWell('before any kill');
  const start = Date.now();
  await victim.runWell('before any kill');
  return { victim, milliseconds: Date.now() - start, calls: victim.rig.shims.calls() };
}

/** Each shell gets its share, of the steps too. */
const shareOf = <One>(all: readonly One[], index: number) => all.filter((_, at) => at % shells.length === index);
const killsOfEach = Math.ceil(killsToTry / shells.length);

test.runIf(canSeeProcesses).each(shells.map((shell, index) => ({ name: shell.name, shell, index })))(
  `${killsOfEach} kills under $name: no night is lost or changed, and the next run is whole`,
  { timeout: 120_000 + killsOfEach * 10_000 },
  async ({ shell, index }) => {
    const { victim, milliseconds, calls } = await withNights({ shell });
    expect(calls.length).toBeGreaterThan(20);
    expect(steps.length).toBeGreaterThan(3);
    const kills: Kill[] = shareOf(steps, index).map((step) => ({ victim: 'session', when: { step } }));
    const named = kills.length;
    while (kills.length < killsOfEach) kills.push(someKill(victim.chance, calls, milliseconds));
    let hit = 0;
    for (const kill of kills) hit += (await victim.survive(kill, seed)) > 0 ? 1 : 0;
    // Some moments come when the run is over, or never, or find nobody of whom they look for.
    expect(hit).toBeGreaterThan((kills.length - named) / 3);
  },
);

test.runIf(canSeeProcesses)('a server that publishes what a dead run had received is found out', async () => {
  const broken = nightSource.replaceAll('[ -f .nightkeep/incoming/.nightkeep-record ]', 'true');
  expect(broken).not.toBe(nightSource);
  const { victim } = await withNights({ source: broken });
  const beforeTheSecondEntry = { machine: 'host', command: 'rsync', occurrence: 3, when: 'before' } as const;
  await expect(victim.survive({ victim: 'everything', when: { at: beforeTheSecondEntry } }, seed)).rejects.toThrow();
});

import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import type { NewHold } from '../../../src-main/programs/restore/hold.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { killAll, processesOf, waitUntilGone } from '../../support/nights/processes.ts';
import { seed } from '../../support/nights/settings.ts';
import { Victim } from '../../support/nights/victim.ts';

async function withNights() {
  const victim = new Victim(testFolder(), seeded(`${seed} together`), { shims: ['rsync', 'mv', 'find'] });
  await victim.runWell('the first night');
  await victim.runWell('the second night');
  return victim;
}

describe('two runs at once on one host', () => {
  test('the second is refused and told who is at work; the first goes on', async () => {
    const victim = await withNights();
    const [first, second] = [victim.tomorrow(), victim.tomorrow()];
    victim.rig.shims.stopAt({ machine: 'host', command: 'rsync', occurrence: 2, when: 'before' });
    // The source did not change between the two: both are to bring what it is now.
    victim.history.expect(first.runId, victim.history.look(['/home', '/etc']));
    const before = victim.kept();
    const running = victim.rig.start(first);
    expect(await victim.rig.shims.reached(running.isOver)).toBe(true);
    const refused = await victim.rig.run(second);
    expect(refused.exitCode).toBe(1);
    expect(refused.error?.code).toBe('locked');
    expect(refused.error?.message).toContain(`the run ${first.runId} that began at`);
    victim.rig.shims.goOn();
    expect(await running.done).toMatchObject({ exitCode: 0, error: undefined });
    expect(victim.kept()).toEqual([first.runId, ...before]);
    expect(victim.history.wrong()).toEqual([]);
    expect(await waitUntilGone(victim.rig.mark)).toEqual([]);
    expect(victim.leftovers()).toEqual([]);
  });

  test('of several that find the lock of a dead run, one gets it', async () => {
    const victim = await withNights();
    const died = victim.rig.start(victim.tomorrow(), { server: { NIGHTKEEP_TEST_DIE_AT: 'ready' } });
    expect((await died.done).exitCode).toBe(1);
    const night = victim.tomorrow();
    const nights = [0, 1, 2].map((more) => ({ ...night, runId: `${night.runId}${more}` }));
    for (const { runId } of nights) victim.history.expect(runId, victim.history.look(['/home', '/etc']));
    const outcomes = await Promise.all(nights.map((one) => victim.rig.run(one)));
    const published = nights.filter((_, at) => outcomes[at]?.exitCode === 0).map(({ runId }) => runId);
    expect(published.length).toBeGreaterThan(0);
    for (const outcome of outcomes) if (outcome.exitCode !== 0) expect(outcome.error?.code).toBe('locked');
    expect(
      victim
        .kept()
        .filter((id) => published.includes(id))
        .sort(),
    ).toEqual(published.sort());
    expect(victim.history.wrong()).toEqual([]);
    await victim.runWell('after all of them');
  });
});

describe('housekeeping and a run', () => {
  const tidy = (victim: Victim) =>
    victim.rig.startOn('server', housekeepingProgram, {
      backupdir: '/data/jail15',
      nightsToKeep: 3,
      now: new Date('2026-01-10T00:00:00Z'),
      dryRun: false,
    });

  test('housekeeping in a run is refused and told why; the run goes on', async () => {
    const victim = await withNights();
    victim.rig.shims.stopAt({ machine: 'host', command: 'rsync', occurrence: 2, when: 'before' });
    const running = victim.rig.start(victim.tomorrow());
    expect(await victim.rig.shims.reached(running.isOver)).toBe(true);
    const refused = await tidy(victim).done;
    expect(refused.error?.code).toBe('locked');
    expect(refused.error?.message).toMatch(/^the run \d{8}T/);
    victim.rig.shims.goOn();
    expect(await running.done).toMatchObject({ exitCode: 0, error: undefined });
    expect(victim.history.wrong()).toEqual([]);
  });

  test('a run in housekeeping is refused and told why', async () => {
    const victim = await withNights();
    // After it has the lock; what it calls first is for the lock.
    victim.rig.shims.stopAt({ machine: 'server', command: 'find', occurrence: 1, when: 'before' });
    // Something for it to look at.
    fs.mkdirSync(join(victim.rig.backupdir, '.nightkeep/holds/.new-half'));
    const keeping = tidy(victim);
    expect(await victim.rig.shims.reached(keeping.isOver)).toBe(true);
    const refused = await victim.rig.run(victim.tomorrow());
    expect(refused.error?.code).toBe('locked');
    expect(refused.error?.message).toContain('housekeeping');
    victim.rig.shims.goOn();
    expect(await keeping.done).toMatchObject({ exitCode: 0, error: undefined });
    await victim.runWell('after housekeeping');
  });

  test.each([1, 2])(
    'housekeeping that dies at its rename #%i leaves all nights, and a run after it is whole',
    async (occurrence) => {
      const victim = await withNights();
      await victim.runWell('a third night');
      // A run that dies in the middle of its renames leaves a hole; now there is one night more than is kept.
      const before = victim.kept();
      const night = victim.tomorrow();
      const died = await victim.rig.start(night, { server: { NIGHTKEEP_TEST_DIE_AT: 'shifting' } }).done;
      victim.expectNightsWhole(before, night.runId, died, 'a run that died in its renames');
      victim.rig.shims.stopAt({ machine: 'server', command: 'mv', occurrence, when: 'after' });
      const keeping = tidy(victim);
      if (await victim.rig.shims.reached(keeping.isOver)) killAll(processesOf(victim.rig.mark));
      victim.rig.shims.goOn();
      await keeping.done;
      await waitUntilGone(victim.rig.mark);
      victim.expectNightsWhole(before, night.runId, died, 'housekeeping that died');
      await victim.runWell('after it', night.runId);
    },
  );
});

describe('a hold while the nights move', () => {
  const holdOf = (runId: string): NewHold => ({
    id: 'hold1',
    host: 'jail15',
    customer: 'col00214',
    ticket: undefined,
    reason: 'a restore',
    by: 'staff',
    at: '2026-01-10T00:00:00Z',
    until: '2026-02-10T00:00:00Z',
    message: 'held',
    backupdir: '/data/jail15',
    root: '',
    nights: [{ runId, date: '2026-01-01', label: '2026-01-01', paths: ['home'] }],
  });

  async function expectHeldOrRefused(victim: Victim, runId: string, holding: ReturnType<Victim['hold']>) {
    const held = await holding.done;
    if (held.exitCode === 0) {
      const tree = join(victim.rig.backupdir, '.nightkeep/holds/hold1/tree/2026-01-01/home');
      expect(differences(victim.history.of(runId, '/home'), takeManifest(tree))).toEqual([]);
    } else {
      expect(['conflict', 'night-gone', 'locked']).toContain(held.error?.code);
    }
    expect(victim.history.wrong()).toEqual([]);
  }

  test.each([1, 3])('asked at the rename #%i of a night being published', async (occurrence) => {
    const victim = await withNights();
    const runId = victim.kept()[0] as string;
    victim.rig.shims.stopAt({ machine: 'server', command: 'mv', occurrence, when: 'after' });
    const running = victim.rig.start(victim.tomorrow());
    expect(await victim.rig.shims.reached(running.isOver)).toBe(true);
    const holding = victim.hold(holdOf(runId));
    await expectHeldOrRefused(victim, runId, holding);
    victim.rig.shims.goOn();
    expect(await running.done).toMatchObject({ exitCode: 0 });
    expect(victim.history.wrong()).toEqual([]);
  });

  test('overtaken by a whole night', async () => {
    const victim = await withNights();
    const runId = victim.kept()[0] as string;
    victim.rig.shims.stopAt({ machine: 'server', command: 'rsync', occurrence: 2, when: 'before' });
    const holding = victim.hold(holdOf(runId));
    expect(await victim.rig.shims.reached(holding.isOver)).toBe(true);
    expect(await victim.rig.run(victim.tomorrow())).toMatchObject({ exitCode: 0 });
    victim.rig.shims.goOn();
    await expectHeldOrRefused(victim, runId, holding);
  });

  test('killed in the middle: no half hold, and it can be asked again', async () => {
    const victim = await withNights();
    const runId = victim.kept()[0] as string;
    victim.rig.shims.stopAt({ machine: 'server', command: 'rsync', occurrence: 2, when: 'after' });
    const holding = victim.hold(holdOf(runId));
    expect(await victim.rig.shims.reached(holding.isOver)).toBe(true);
    process.kill(-holding.pid, 'SIGKILL');
    await holding.done;
    victim.rig.shims.clear();
    await expectHeldOrRefused(victim, runId, victim.hold(holdOf(runId)));
    expect(victim.history.wrong()).toEqual([]);
  });
});

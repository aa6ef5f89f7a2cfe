import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandInput, Job, RestoreOutcome, Run } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

describe('a restore that is cancelled', () => {
  let estate: LiveEstate;
  let run: Run;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    // Large enough that every step can be met at work.
    writeFileSync(join(estate.root, 'usr/home/dump.sql'), randomBytes(60_000_000));
    run = await estate.night('2013-02-22T09:52:00Z');
  });
  afterAll(() => estate?.stop());

  /** Starts the restore, cancels it as soon as that step runs, and gives the job as it ended. */
  async function cancelIn(step: number, input: CommandInput<'restore.start'>): Promise<Job> {
    const { core } = estate;
    let cancelled = false;
    const ended = new Promise<Job>((resolve) => {
      const stop = core.subscribe('job.changed', (job) => {
        if (job.command !== 'restore.start') return;
        if (job.finishedAt) {
          stop();
          resolve(job);
        } else if (!cancelled && job.steps[step]?.state === 'running') {
          cancelled = true;
          void core.call('jobs.cancel', { id: job.id });
        }
      });
    });
    await core.call('restore.start', input);
    return ended;
  }

  const selections = () => [{ host: 'jail15', runId: run.runId, paths: [join(estate.root, 'usr/home')] }];

  /** Whatever a restore could leave behind before it is done. */
  function rests(): string[] {
    const holds = join(estate.backupdir, '.nightkeep/holds');
    const inHolds = (existsSync(holds) ? readdirSync(holds) : []).flatMap((hold) => [
      ...(hold.startsWith('.new-') ? [hold] : []),
      ...(hold.startsWith('.') ? [] : readdirSync(join(holds, hold)).filter((name) => name.startsWith('.'))),
    ]);
    const beside = readdirSync(dirname(estate.root)).filter((name) => name.startsWith('.nightkeep'));
    return [...inHolds, ...beside, ...estate.tarballs()];
  }

  test.each([0, 1, 2])('in step %i, leaves nothing half done', async (step) => {
    const ticket = `cancelled in step ${step}`;
    const job = await cancelIn(step, { customer: CUSTOMER, selections: selections(), ticket });
    expect(job.state).toBe('cancelled');
    // The programs clean up after themselves while the job has ended already.
    await expect.poll(rests, { timeout: 300_000 }).toEqual([]);
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.find((each) => each.ticket === ticket)).toBeDefined();
  });

  test('and started once more, is done, with the hold that was made before', async () => {
    const { holds: before } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const outcome = await estate.restore({ selections: selections() });
    expect(before.map(({ id }) => id)).toEqual(outcome.holds);
    expect(estate.tarballs()).toEqual([outcome.tarballs[0]?.inCustomer.slice(1)]);
  });

  test.each([1, 2])('in step %i of a restore from its hold, leaves nothing half done, and the hold', async (step) => {
    estate.clear();
    const [hold] = (await estate.core.call('holds.list', { customer: CUSTOMER })).holds;
    const { id = '', server = '', tarballs: [tarball] = [] } = hold ?? {};
    const folder = join(estate.backupdir, '.nightkeep/holds', id);
    if (step === 1) rmSync(join(folder, tarball?.name ?? ''));
    const ticket = `again, cancelled in step ${step}`;
    const job = await cancelIn(step, { hold: { server, id }, ticket });
    expect(job.state).toBe('cancelled');
    await expect.poll(rests, { timeout: 300_000 }).toEqual([]);
    expect(existsSync(join(folder, 'tree'))).toBe(true);
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.find((each) => each.ticket === ticket)).toMatchObject({
      action: 'restore-cancelled',
      message: expect.stringContaining(`stay held as ${id}`),
    });
    // For the next step there is something to copy.
    const outcome = (await runJob(estate.core, 'restore.start', { hold: { server, id } })) as RestoreOutcome;
    expect(estate.tarballs()).toEqual([outcome.tarballs[0]?.inCustomer.slice(1)]);
  });
});

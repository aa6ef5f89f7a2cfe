import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job, Run } from '../../../src-main/contract/index.ts';
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
  async function cancelIn(step: number): Promise<Job> {
    const { core } = estate;
    const paths = [join(estate.root, 'usr/home')];
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
    await core.call('restore.start', {
      customer: CUSTOMER,
      selections: [{ host: 'jail15', runId: run.runId, paths }],
      ticket: `cancelled in step ${step}`,
    });
    return ended;
  }

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
    const job = await cancelIn(step);
    expect(job.state).toBe('cancelled');
    // The programs clean up after themselves while the job has ended already.
    await expect.poll(rests, { timeout: 15_000 }).toEqual([]);
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.find(({ ticket }) => ticket === `cancelled in step ${step}`)).toBeDefined();
  });

  test('and started once more, is done, with the hold that was made before', async () => {
    const { holds: before } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const paths = [join(estate.root, 'usr/home')];
    const outcome = await estate.restore({ selections: [{ host: 'jail15', runId: run.runId, paths }] });
    expect(before.map(({ id }) => id)).toEqual(outcome.holds);
    expect(estate.tarballs()).toEqual([outcome.tarballs[0]?.inCustomer.slice(1)]);
  });
});

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { type JobFailed, runJob } from '../../support/core-jobs.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

describe('a restore that is wanted elsewhere', () => {
  const desk = mkdtempSync(join(tmpdir(), 'nk-desk-'));
  let estate: LiveEstate;
  let run: Run;
  /** The customer's `/` on the host that they moved to. */
  let moved: string;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z', { also: ['jail12'], desk });
    run = await estate.night('2013-02-22T09:52:00Z');
    moved = join(estate.fleet.layout.root('jail12'), 'mnt/data2/69.55.238.98-col00214-DIR');
    mkdirSync(moved, { recursive: true });
  });
  afterAll(async () => {
    await estate?.stop();
    rmSync(desk, { recursive: true });
  });

  const selections = () => [{ host: 'jail15', runId: run.runId, paths: [join(estate.root, 'etc')] }];
  const sumOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

  test('lies on the desk, for its user alone, whole, and overwrites nothing', async () => {
    writeFileSync(join(desk, 'col00214-2013-02-22.tar.gz'), 'mine');
    const to = { way: 'desk' } as const;
    const plan = await estate.core.call('restore.plan', { customer: CUSTOMER, selections: selections(), to });
    expect(plan.tarballs).toMatchObject([{ desk: true, path: join(desk, 'col00214-2013-02-22.tar.gz') }]);
    expect(plan.tarballs[0]?.freeBytes).toBeGreaterThan(0);
    const { tarballs, reply, holds } = await estate.restore({ selections: selections(), to });
    const path = join(desk, 'col00214-2013-02-22-2.tar.gz');
    expect(tarballs).toMatchObject([{ host: 'jail15', desk: true, path, sha256: sumOf(path) }]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(desk).sort()).toEqual(['col00214-2013-02-22-2.tar.gz', 'col00214-2013-02-22.tar.gz']);
    expect(readFileSync(join(desk, 'col00214-2013-02-22.tar.gz'), 'utf8')).toBe('mine');
    // Nothing was put at the customer's, so that there is nothing to tell them.
    expect(reply).toBe('');
    expect(estate.tarballs()).toEqual([]);
    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    expect(restores[0]).toMatchObject({ holds, tarballs: [{ desk: true, path }] });
  });

  test('lies unpacked in a new folder of their /, is told as that, and noted for the nights', async () => {
    const to = { way: 'unpacked' } as const;
    const plan = await estate.core.call('restore.plan', { customer: CUSTOMER, selections: selections(), to });
    const folder = join(estate.root, 'restored-2013-02-22');
    const planned = { host: 'jail15', unpacked: true, path: folder, inCustomer: '/restored-2013-02-22' };
    expect(plan.tarballs).toMatchObject([{ ...planned, problem: undefined }]);
    mkdirSync(folder);
    const { id, tarballs, reply, holds } = await estate.restore({ selections: selections(), to });
    const found = { ...planned, path: `${folder}-2`, inCustomer: '/restored-2013-02-22-2' };
    expect(tarballs).toMatchObject([found]);
    const etc = (of: string) => takeManifest(join(of, 'etc'));
    expect(differences(etc(estate.root), etc(join(`${folder}-2`, '2013-02-22')))).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(estate.tarballs()).toEqual([]);
    expect(reply).toContain('unpacked in a new folder.\n\n  /restored-2013-02-22-2\n');
    expect(await estate.core.call('replies.compose', { restore: id })).toMatchObject({ text: reply, unpacked: true });
    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    expect(restores[0]).toMatchObject({ holds, tarballs: [found] });
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`, unpacked, to ${folder}-2`),
    );
    expect(
      readFileSync(join(estate.fleet.layout.root('jail15'), `${estate.plan.configPath}.delivered`), 'utf8'),
    ).toContain(`folder\tpath=${folder}-2\t`);
  });

  test('lies in their / on another host, which their old one has no part in', async () => {
    // A dead host, as far as the restore can tell.
    const old = estate.fleet.machines.hosts.find(({ name }) => name === 'jail15');
    await old?.stop();
    const to = { way: 'host', host: 'jail12', root: moved } as const;
    const { tarballs, reply } = await estate.restore({ selections: selections(), to });
    const path = join(moved, 'col00214-2013-02-22.tar.gz');
    expect(tarballs).toMatchObject([
      { host: 'jail12', path, inCustomer: '/col00214-2013-02-22.tar.gz', sha256: sumOf(path) },
    ]);
    expect(readdirSync(moved)).toEqual(['col00214-2013-02-22.tar.gz']);
    expect(reply).toContain('/col00214-2013-02-22.tar.gz');
    // And once more, of the hold that is there by now.
    await estate.restore({ selections: selections(), to });
    expect(readdirSync(moved).sort()).toEqual(['col00214-2013-02-22-2.tar.gz', 'col00214-2013-02-22.tar.gz']);
  });

  test('is given to nobody else, and to no host that is none', async () => {
    const other = join(estate.fleet.layout.root('jail12'), 'mnt/data1/69.55.227.20-col00153-DIR');
    expect(existsSync(other)).toBe(true);
    for (const [to, code] of [
      [{ way: 'host', host: 'jail12', root: other }, 'bad-input'],
      [{ way: 'host', host: 'jail12', root: join(moved, 'www') }, 'bad-input'],
      [{ way: 'host', host: 'jail99', root: moved }, 'not-found'],
    ] as const) {
      const asked = { customer: CUSTOMER, selections: selections(), to };
      await expect(estate.core.call('restore.plan', asked)).rejects.toMatchObject({ code });
      await expect(estate.core.call('restore.start', asked)).rejects.toMatchObject({ code });
    }
  });

  test('on a desk that is full or closed, says so, and holds nothing for it', async () => {
    rmSync(desk, { recursive: true });
    writeFileSync(desk, 'no folder');
    const { holds: before } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const failed = runJob(estate.core, 'restore.start', {
      customer: CUSTOMER,
      selections: [{ ...selections()[0], paths: [join(estate.root, 'root')] }] as ReturnType<typeof selections>,
      to: { way: 'desk' },
    });
    const { job } = await failed.then(
      () => Promise.reject(new Error('it went well')),
      (error: JobFailed) => error,
    );
    expect(job.error).toMatchObject({ code: 'permission-denied', message: expect.stringContaining(desk) });
    expect((await estate.core.call('holds.list', { customer: CUSTOMER })).holds).toHaveLength(before.length);
  });
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CommandInput, Job, Run } from '../../../src-main/contract/index.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

describe('a restore that waits for its host', () => {
  let estate: LiveEstate;
  let run: Run;
  let port: number;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    mkdirSync(join(estate.root, 'usr/home'), { recursive: true });
    writeFileSync(join(estate.root, 'usr/home/index.html'), 'as it was');
    run = await estate.night('2013-02-22T09:52:00Z');
    port = (await estate.core.call('fleet.get', {})).fleet.hosts[0]?.ssh.port as number;
  });
  afterAll(() => estate?.stop());
  afterEach(() => estate.clear());

  /** Where the app looks for the host: nobody listens at a port that was free a moment ago. */
  async function moveTo(at: number): Promise<void> {
    const { fleet } = await estate.core.call('fleet.get', {});
    const hosts = fleet.hosts.map((host) => ({ ...host, ssh: { ...host.ssh, port: at } }));
    await estate.core.call('fleet.save', { fleet: { ...fleet, hosts } });
  }
  const goSilent = async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port: free } = server.address() as { port: number };
    await new Promise((closed) => server.close(closed));
    await moveTo(free);
  };
  const input = (wait: boolean): Extract<CommandInput<'restore.start'>, { selections: unknown }> => ({
    customer: CUSTOMER,
    selections: [{ host: 'jail15', runId: run.runId, paths: [join(estate.root, 'usr/home')] }],
    wait,
  });
  const jobOf = async (id: string) => estate.core.call('jobs.get', { id });
  const waiting = (job: Job) => job.steps.find(({ message }) => message?.includes('does not answer'));

  async function startSilent(): Promise<string> {
    await goSilent();
    const { tarballs } = await estate.core.call('restore.plan', {
      customer: CUSTOMER,
      selections: input(true).selections,
    });
    expect(tarballs).toMatchObject([{ canWait: true, problem: expect.stringContaining('jail15') }]);
    const { jobId } = await estate.core.call('restore.start', input(true));
    await expect.poll(async () => waiting(await jobOf(jobId))).toBeDefined();
    // The nights are safe by then, whatever becomes of it.
    expect((await estate.core.call('holds.list', { customer: CUSTOMER })).holds).toHaveLength(1);
    return jobId;
  }

  test('delivers as soon as it answers', async () => {
    const jobId = await startSilent();
    expect(estate.tarballs()).toEqual([]);
    await moveTo(port);
    await expect.poll(async () => (await jobOf(jobId)).state).toBe('done');
    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    const [tarball] = restores[0]?.tarballs ?? [];
    expect(readFileSync(tarball?.path ?? '')).toHaveLength(tarball?.bytes ?? -1);
    expect(estate.tarballs()).toHaveLength(1);
  });

  test('is cancelled while it waits, and keeps its hold', async () => {
    const jobId = await startSilent();
    await estate.core.call('jobs.cancel', { id: jobId });
    await expect.poll(async () => (await jobOf(jobId)).state).toBe('cancelled');
    expect((await estate.core.call('holds.list', { customer: CUSTOMER })).holds).toHaveLength(1);
    await moveTo(port);
    expect(estate.tarballs()).toEqual([]);
  });

  test('is not what one gets unasked', async () => {
    await goSilent();
    const { jobId } = await estate.core.call('restore.start', input(false));
    await expect.poll(async () => (await jobOf(jobId)).state).toBe('failed');
    await moveTo(port);
  });
});

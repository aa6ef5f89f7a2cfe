import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fleet, fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import { createRunsFeature } from '../../../src-main/features/runs.ts';
import { createJobs } from '../../../src-main/jobs/jobs.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { localMachines } from '../../support/local-machines.ts';

const now = () => new Date('2026-02-28T12:00:00Z');
const ssh = { host: '127.0.0.1', user: 'root' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nk-unrecorded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Backs the host up, whose backup.config says this; gives what is then known of its runs. */
async function backUp(config: string | undefined, ssh255 = 'ssh: Could not resolve hostname backup1') {
  const configPath = join(folder, 'backup.config');
  if (config !== undefined) writeFileSync(configPath, config);
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\necho '${ssh255}' >&2\nexit 255\n`, { mode: 0o755 });
  const fleet: Fleet = fleetSchema.parse({
    timeZone: 'UTC',
    servers: [{ name: 'backup1', ssh }],
    hosts: [{ name: 'jail15', ssh, configPath }],
  });
  const history = openHistory(':memory:', now);
  const jobs = createJobs({
    now,
    onChange: () => undefined,
    onBug: (error) => {
      throw error;
    },
  });
  const feature = createRunsFeature({
    machines: localMachines({
      shell: ['sh'],
      env: { PATH: `${folder}:${process.env.PATH}`, RSYNC_RSH: join(folder, 'ssh') },
    }),
    jobs,
    fleet: () => fleet,
    runs: history.runs,
    history,
    places: { known: () => undefined },
    refresh: async () => undefined,
    version: '1.0.0',
    now,
  });
  const { jobId } = await feature['runs.start']({ host: 'jail15' }, { by: 'maria' });
  const job = await jobs.finished(jobId);
  const runs = history.runs.list({ host: 'jail15' });
  history.close();
  return { job, runs };
}

test('a run that could not even begin has failed on that date, with its cause', async () => {
  const { job, runs } = await backUp(undefined);
  expect(job.state).toBe('failed');
  expect(runs).toMatchObject([
    {
      host: 'jail15',
      state: 'failed',
      date: '2026-02-28',
      startedAt: '2026-02-28T12:00:00.000Z',
      message: expect.stringContaining("backup.config can't be read"),
    },
  ]);
});

test('so has one that did not reach its server, in the words of ssh', async () => {
  const { job, runs } = await backUp('backupdir=/data/x\nserver=backup1\n## ENTRY /etc\n');
  expect(job.error?.code).toBe('unreachable');
  expect(runs).toMatchObject([
    { state: 'failed', message: expect.stringContaining('Could not resolve hostname backup1'), server: 'backup1' },
  ]);
  expect(runs[0]?.runId).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/);
});

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { fleet, NightkeepError } from '../../../src-main/contract/index.ts';
import { createRepositoryFeature } from '../../../src-main/features/repository.ts';
import { createJobs } from '../../../src-main/jobs/jobs.ts';
import { installedScripts } from '../../../src-main/programs/repository/scripts.ts';
import { localMachines } from '../../support/local-machines.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { shellOfThisTest, shells } from '../../support/shells.ts';

let folder: string;
const jobs = createJobs({
  now: () => new Date(),
  onChange: () => {},
  onBug: () => new NightkeepError('internal', 'a bug'),
});
beforeEach(() => {
  folder = testFolder();
  mkdirSync(join(folder, 'data'));
});
afterAll(() => jobs.close());

function feature(repository: { server: string; path: string } | undefined, shell = shellOfThisTest()) {
  const machines = localMachines({ shell: shell.argv, env: { NIGHTKEEP_PREFIX: folder } });
  return createRepositoryFeature({ machines, jobs, fleet: () => fleet.parse({ repository }), version: '1.2.3' });
}

it.each(shells)('the scripts are published with their checksums, again and again: under $name', async (shell) => {
  const { 'repository.publish': publish } = feature({ server: 'backup2', path: '/data/scripts' }, shell);
  for (let time = 0; time < 2; time++) {
    const { jobId } = (await publish({}, { by: 'anna' })) as { jobId: string };
    const job = await jobs.finished(jobId);
    expect(job).toMatchObject({ state: 'done', outcome: { version: expect.stringMatching(/^1\.2\.3\+[0-9a-f]{8}$/) } });
    const published = installedScripts('1.2.3');
    expect(readdirSync(join(folder, 'data/scripts')).sort()).toEqual(published.map(({ name }) => name).sort());
    for (const { name, text } of published) expect(readFileSync(join(folder, 'data/scripts', name), 'utf8')).toBe(text);
  }
});

it('a fleet without a repository is told so', () => {
  const { 'repository.publish': publish } = feature(undefined);
  expect(() => publish({}, { by: 'anna' })).toThrowError(expect.objectContaining({ code: 'not-found' }));
});

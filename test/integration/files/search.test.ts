import { afterEach, beforeEach, expect, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { createFilesFeature } from '../../../src-main/features/files.ts';
import { createJobs } from '../../../src-main/jobs/jobs.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';

let built: BackupdirBuilder;
beforeEach(async () => {
  built = await BackupdirBuilder.make();
  await built.write('/jail/Büro.txt', 'x');
  await built.publish({ runId: '20130222T081000Z-aaaaaa', date: '2013-02-22' });
});
afterEach(() => built.remove());

/** A customer on two hosts; of those named here the nights can't be reached. */
async function search(pattern: string, unreachable: string[]) {
  const jobs = createJobs({
    now: () => new Date(),
    onChange: () => undefined,
    onBug: (error) => {
      throw error;
    },
  });
  const feature = createFilesFeature({
    machines: localMachines({ shell: ['sh'] }),
    jobs,
    downloads: '/nowhere',
    pathInHold: () => Promise.reject(new Error('no hold is read')),
    nights: {
      async placeOf(host) {
        if (unreachable.includes(host)) throw new NightkeepError('unreachable', `${host} did not answer within 10 s`);
        return { server: 'backup1', backupdir: built.path };
      },
      of: () => Promise.reject(new Error('a search lists no nights')),
    },
    customers: { of: () => undefined, rootOf: () => '/jail', hostsOf: () => ['jail15', 'jail16'] },
  });
  const { jobId } = await feature['files.search']({ customer: 'col00214', pattern }, { by: 'maria' });
  return jobs.finished(jobId);
}

test('a host that can not be asked is named, and the others are searched', async () => {
  const { state, outcome } = await search('BÜRO', ['jail15']);
  expect(state).toBe('done');
  expect(outcome).toMatchObject({
    matches: [{ host: 'jail16', path: '/jail/Büro.txt' }],
    incomplete: [
      { host: 'jail15', why: 'not-asked', message: 'jail15 was not searched: jail15 did not answer within 10 s' },
    ],
  });
});

test('where all could be asked nothing is missing', async () => {
  expect((await search('nothing', [])).outcome).toEqual({ matches: [], incomplete: [] });
});

test('where none could be asked the search has failed', async () => {
  expect(await search('büro', ['jail15', 'jail16'])).toMatchObject({ state: 'failed', error: { code: 'unreachable' } });
});

test('slashes alone are refused before anything is asked', async () => {
  await expect(search('//', [])).rejects.toMatchObject({ code: 'bad-input' });
});

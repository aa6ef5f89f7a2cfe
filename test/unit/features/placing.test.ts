import { expect, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { isOfPlaces, placedOf, withPlaces } from '../../../src-main/features/restore/placing.ts';
import type { DeliveryProgress } from '../../../src-main/programs/restore/deliver.ts';

const lost = new NightkeepError('unreachable', 'jail15 does not answer', { machine: 'jail15' });

/** What a delivery that says this, and fails so, fails with. */
const failedAfter = (said: DeliveryProgress[], error: unknown) =>
  withPlaces('jail15', async ({ take }) => {
    said.forEach(take);
    throw error;
  }).catch((told: unknown) => told as NightkeepError);

const www = { path: 'www', aside: '.before-x.www' };

test('before anything is put in place, a failure is what it was', async () => {
  expect(await failedAfter([{ done: 1, total: 2 }, {}], lost)).toBe(lost);
  expect(isOfPlaces(lost)).toBe(false);
});

test('after it, the failure says what is in place, and is none that is tried another way', async () => {
  const told = await failedAfter([{ placing: 'www' }, { placed: www }, { placing: 'etc' }], lost);
  expect(told).toMatchObject({ code: 'unreachable', details: { machine: 'jail15', placing: true } });
  expect(told.message).toBe(
    'jail15 does not answer; in place on jail15 already: /www (what was there before is /.before-x.www); how it went with /etc was not heard: choosing the same again shows what is there',
  );
  expect(isOfPlaces(told)).toBe(true);
});

test('one that the host explained is not explained again, and one that was cancelled is told', async () => {
  const taken = new NightkeepError('conflict', '/etc was made anew');
  const said = [{ placing: 'www' }, { placed: { path: 'www', aside: '' } }, { placing: 'etc' }];
  expect((await failedAfter(said, taken)).message).toBe(
    '/etc was made anew; in place on jail15 already: /www (nothing was there before)',
  );
  const cancelled = await failedAfter(
    [{ placing: 'www' }, { placed: www }],
    new NightkeepError('cancelled', 'cancelled'),
  );
  expect(cancelled).toMatchObject({ code: 'conflict', message: expect.stringContaining('in place on jail15 already') });
});

test('of what a host says only the places that it was asked for count', () => {
  const asked = [{ label: '2013-02-22', path: 'www' }];
  const put = [{ path: '../etc', aside: '' }, www];
  expect(placedOf(asked, put)).toEqual([{ label: '2013-02-22', path: '/www', before: '/.before-x.www' }]);
});

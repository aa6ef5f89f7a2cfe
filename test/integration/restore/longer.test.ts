import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LongerRule, Run } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

let estate: LiveEstate;
beforeAll(async () => {
  estate = await LiveEstate.start('2013-02-02T09:52:00Z');
});
afterAll(() => estate?.stop());

const keep = async (longer: LongerRule) => {
  const { fleet } = await estate.core.call('fleet.get', {});
  await estate.core.call('fleet.save', { fleet: { ...fleet, nightsToKeep: 1, longer } });
};
const apply = (confirm: string[] = []) => runJob(estate.core, 'longer.apply', { confirm });
const there = async () => {
  const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
  return nights.filter(({ index, kept }) => index >= 0 || kept);
};

test('a file of three weeks ago is found, compared and restored, proven, and goes by the rule', async () => {
  const home = join(estate.root, 'usr/home');
  const dated = join(home, 'three-weeks-ago.txt');
  const runs: Run[] = [];
  const night = async (date: string) => {
    writeFileSync(dated, `as of ${date}`);
    const manifest = takeManifest(home);
    runs.push(await estate.night(`${date}T09:52:00Z`));
    return manifest;
  };

  await night('2013-02-02');
  await keep({ weeks: 3, months: 0 });
  expect(await apply()).toMatchObject({ hosts: [{ host: 'jail15', state: 'written' }] });
  expect(await apply()).toMatchObject({ hosts: [{ host: 'jail15', state: 'same' }] });
  const asItWas = await night('2013-02-03');
  await night('2013-02-10');
  await night('2013-02-24');
  const [saturday, first, second, newest] = runs as [Run, Run, Run, Run];

  expect((await there()).map(({ date, index, kept }) => [date, index, kept])).toEqual([
    ['2013-02-24', 0, undefined],
    ['2013-02-10', -1, { weekly: true, monthly: false, until: '2013-03-04' }],
    ['2013-02-03', -1, { weekly: true, monthly: false, until: '2013-02-25' }],
  ]);
  // The dates between them are no nights that did not come.
  const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
  expect(nights.filter(({ state }) => state === 'missed')).toEqual([]);
  expect(nights.map(({ runId }) => runId)).not.toContain(saturday.runId);

  const { entries } = await estate.core.call('files.list', { host: 'jail15', runId: first.runId, path: home });
  expect(entries.map(({ name }) => name)).toContain('three-weeks-ago.txt');
  const history = await estate.core.call('files.history', { host: 'jail15', path: home });
  expect(history.nights).toEqual([first, second, newest].map(({ runId }) => runId));
  const found = await runJob(estate.core, 'files.search', { customer: CUSTOMER, pattern: 'three-weeks-ago.txt' });
  expect(found.matches.map(({ nights: of }) => of.toSorted())).toEqual([
    [first, second, newest].map(({ runId }) => runId),
  ]);
  const compared = await estate.core.call('nights.compare', {
    host: 'jail15',
    from: first.runId,
    to: newest.runId,
    path: home,
  });
  expect(compared).toMatchObject({ added: 0, changed: 1, deleted: 0 });

  const outcome = await estate.restore({
    selections: [{ host: 'jail15', runId: first.runId, paths: [home] }],
    ticket: '#1',
  });
  const unpacked = estate.unpack(outcome);
  expect(differences(asItWas, takeManifest(join(unpacked, '2013-02-03', 'usr/home')))).toEqual([]);
  estate.clear();

  const { hosts } = await estate.core.call('longer.preview', { rules: { jail15: { weeks: 2, months: 0 } } });
  expect(hosts).toMatchObject([
    {
      host: 'jail15',
      now: { weeks: 3, months: 0 },
      keeps: [
        { runId: newest.runId, inRotation: true, weekly: true },
        { runId: second.runId, inRotation: false, weekly: true },
      ],
      deletes: [{ runId: first.runId, date: '2013-02-03' }],
    },
  ]);
  expect(hosts[0]?.estimatedBytes).toBeGreaterThan(0);
  await keep({ weeks: 2, months: 0 });
  expect(await apply()).toMatchObject({
    hosts: [{ host: 'jail15', state: 'failed', message: expect.stringContaining('2013-02-03') }],
  });
  expect(await there()).toHaveLength(3);
  expect(await apply([first.runId])).toMatchObject({ hosts: [{ state: 'written' }] });
  const { activity } = await estate.core.call('activity.list', {});
  expect(activity.map(({ action }) => action)).toContain('keep-longer');
  await night('2013-02-25');
  expect((await there()).map(({ date }) => date)).toEqual(['2013-02-25', '2013-02-24']);
  expect(readdirSync(join(estate.backupdir, '.nightkeep/longer'))).toEqual([newest.runId]);
  expect(existsSync(join(estate.backupdir, '0'))).toBe(true);
});

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJob } from '../../support/core-jobs.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

let estate: LiveEstate;
beforeAll(async () => {
  estate = await LiveEstate.start('2013-02-27T09:52:00Z');
});
afterAll(() => estate?.stop());

/** As a disk does it: another byte, and nothing that tells of it. */
const rot = (path: string) =>
  execFileSync('sh', [
    '-c',
    'touch -r "$1" "$1.t" && printf X | dd of="$1" conv=notrunc 2>/dev/null && touch -r "$1.t" "$1" && rm "$1.t"',
    'rot',
    path,
  ]);

test('files are read back, a restore is rehearsed, and what rotted is a failure that names nights and what to do', async () => {
  const { core } = estate;
  writeFileSync(join(estate.root, 'usr/home/first.txt'), 'as it came');
  await estate.night('2013-02-27T09:52:00Z');
  writeFileSync(join(estate.root, 'usr/home/second.txt'), 'as it came');
  await estate.night('2013-02-28T09:52:00Z');
  expect(await core.call('proof.get', { customer: CUSTOMER })).toMatchObject({
    hosts: [{ host: 'jail15', server: 'backup1', bad: [], rehearsed: undefined, readBack: undefined }],
  });

  const rehearsed = await runJob(core, 'proof.rehearse', { customer: CUSTOMER });
  expect(rehearsed).toMatchObject({ host: 'jail15', date: '2013-02-28', wrong: 0, part: false, names: [] });
  expect(rehearsed.files).toBeGreaterThan(30);
  const pass = () => runJob(core, 'proof.readBack', { hosts: ['jail15'] });
  expect(await pass()).toMatchObject({ hosts: [{ state: 'read', bad: 0 }] });
  // Of what is done today already nothing is done again.
  expect(await runJob(core, 'proof.readBack', { due: true })).toEqual({ hosts: [] });
  const { hosts } = await core.call('proof.get', { customer: CUSTOMER });
  expect(hosts).toMatchObject([{ rehearsed: { files: rehearsed.files }, readBack: { bad: 0, yielded: false } }]);

  // What came with the newest night is noted. It rots.
  const proof = join(estate.backupdir, '.nightkeep/proof');
  const second = join(estate.root, 'usr/home/second.txt');
  expect(readFileSync(join(proof, 'notes'), 'utf8')).toContain(second);
  rot(join(estate.backupdir, '0', second));
  let bad = 0;
  // Those read longest ago are first, so that a few days read all that is noted.
  for (let days = 1; days < 6 && bad === 0; days++) {
    estate.now = new Date(Date.parse('2013-02-28T10:00:00Z') + days * 86_400_000);
    bad = (await pass()).hosts[0]?.bad ?? 0;
  }
  expect(bad).toBe(1);
  const { failures } = await core.call('failures.list', { state: 'open' });
  const rotten = failures.find(({ cause }) => cause === 'rotten');
  expect(rotten).toMatchObject({ host: 'jail15', server: 'backup1', path: estate.root, customer: CUSTOMER });
  expect(rotten?.message).toMatch(
    /second\.txt in the night of 28 February 2013: other bytes than when it came; no other night has it\. .*check the disk of backup1/,
  );
  expect((await core.call('proof.get', { customer: CUSTOMER })).hosts[0]?.bad.length).toBeGreaterThan(0);
  await core.call('failures.acknowledge', { id: rotten?.id ?? '', reason: 'disk ordered' });
  const after = await core.call('failures.list', { state: 'acknowledged' });
  expect(after.failures).toMatchObject([{ cause: 'rotten', acknowledged: { reason: 'disk ordered' } }]);
  const { activity } = await core.call('activity.list', {});
  expect(activity.map(({ action }) => action)).toEqual(expect.arrayContaining(['rehearse', 'read-back']));
  expect(readdirSync(proof).sort()).toEqual(['.nightkeep', 'notes', 'rehearsed', 'state']);
});

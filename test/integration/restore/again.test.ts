import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Hold, RestoreOutcome, Run } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { mutate } from '../../support/nights/mutate.ts';
import { Source } from '../../support/nights/source.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

const FILE = 'col00214-2013-02-22.tar.gz';

describe('a restore from a hold whose nights have left rotation', () => {
  let estate: LiveEstate;
  let first: Run;
  let was: { home: Manifest | undefined; etc: Manifest | undefined };
  /** Of the first night: one that a restore made, one that staff made and nothing was restored from. */
  let restored: RestoreOutcome;
  let kept: Hold;
  /** Of the second night, on which `etc` was not there. */
  let standIn: Hold;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    const path = (name: string) => join(estate.root, name);
    was = { home: takeManifest(path('usr/home')), etc: takeManifest(path('etc')) };
    first = await estate.night('2013-02-22T09:52:00Z');
    const selections = (run: Run, name: string) => [{ host: 'jail15', runId: run.runId, paths: [path(name)] }];
    restored = await estate.restore({ selections: selections(first, 'usr/home'), ticket: '#48213' });
    const keep = async (run: Run, name: string, reason: string) => {
      const input = { customer: CUSTOMER, selections: selections(run, name), reason };
      return (await runJob(estate.core, 'holds.create', input)).holds[0] as Hold;
    };
    kept = await keep(first, 'etc', 'lawyers asked');

    renameSync(path('etc'), path('etc.away'));
    const second = await estate.night('2013-02-23T09:52:00Z');
    standIn = await keep(second, 'etc', 'etc was missing');
    renameSync(path('etc.away'), path('etc'));

    mutate(new Source(path('usr/home'), seeded('again')), 30);
    const { fleet } = await estate.core.call('fleet.get', {});
    await estate.core.call('fleet.save', { fleet: { ...fleet, nightsToKeep: 1 } });
    await estate.night('2013-02-24T09:52:00Z');
    estate.now = new Date('2013-03-07T18:00:00Z');
  });
  afterAll(() => estate?.stop());
  afterEach(() => estate.clear());

  const again = async (id: string): Promise<RestoreOutcome> =>
    runJob(estate.core, 'restore.start', { hold: { server: 'backup1', id } });
  const inHold = (id: string, name: string) => join(estate.backupdir, '.nightkeep/holds', id, name);
  const holdOf = async (id: string) =>
    (await estate.core.call('holds.list', { customer: CUSTOMER })).holds.find((hold) => hold.id === id);

  test('the nights are gone, and can not be restored from', async () => {
    const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
    expect(nights.filter(({ index }) => index >= 0).map(({ date }) => date)).toEqual(['2013-02-24']);
    const selections = [{ host: 'jail15', runId: first.runId, paths: [join(estate.root, 'etc')] }];
    await expect(estate.core.call('restore.start', { customer: CUSTOMER, selections })).rejects.toMatchObject({
      code: 'night-gone',
    });
  });

  test('the tarball that lies on the server is delivered, beside what has its name by now', async () => {
    writeFileSync(join(estate.root, FILE), 'what the customer made of it');
    const [id = ''] = restored.holds;
    const plan = await estate.core.call('restore.planHold', { hold: { server: 'backup1', id } });
    const outcome = await again(id);
    expect(outcome.holds).toEqual([id]);
    const name = '/col00214-2013-02-22-2.tar.gz';
    expect(plan).toMatchObject({
      customer: CUSTOMER,
      tarball: { host: 'jail15', path: `${estate.root}${name}`, inCustomer: name, freeBytes: expect.any(Number) },
      packed: { name: FILE, bytes: restored.tarballs[0]?.bytes },
      until: (await holdOf(id))?.until,
      warnings: [],
    });
    expect(outcome.tarballs).toEqual([{ ...restored.tarballs[0], inCustomer: name, path: `${estate.root}${name}` }]);
    expect(readFileSync(join(estate.root, FILE), 'utf8')).toBe('what the customer made of it');
    expect(differences(was.home, takeManifest(join(estate.unpack(outcome), '2013-02-22/usr/home')))).toEqual([]);
    // It is kept as long as the reply says.
    expect(await holdOf(id)).toMatchObject({ until: '2013-03-21T18:00:00Z' });
    expect(outcome.reply).toContain('We keep these copies until 21 March 2013');

    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    expect(restores[0]).toMatchObject({ ...outcome, by: 'anna@desk7', ticket: '#48213', at: '2013-03-07T18:00:00Z' });
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity).toContainEqual(
      expect.objectContaining({
        action: 'restore',
        message: `restored 22 February 2013 from its hold to ${estate.root}${name}`,
      }),
    );
  });

  test('a tarball that is gone from the server is packed again from what is held', async () => {
    const [id = ''] = restored.holds;
    rmSync(inHold(id, FILE));
    const outcome = await again(id);
    expect(outcome.tarballs).toMatchObject([{ inCustomer: `/${FILE}` }]);
    expect(differences(was.home, takeManifest(join(estate.unpack(outcome), '2013-02-22/usr/home')))).toEqual([]);
    expect(existsSync(inHold(id, FILE))).toBe(true);
    const [{ bytes, sha256 } = { bytes: 0, sha256: '' }] = outcome.tarballs;
    expect((await holdOf(id))?.tarballs).toEqual([{ name: FILE, bytes, sha256 }]);
  });

  test('a part of it is looked at, had here, and restored alone', async () => {
    const hold = { server: 'backup1', id: kept.id };
    const inEtc = (name: string) => ({
      host: 'jail15',
      runId: first.runId,
      path: join(estate.root, 'etc', name),
      hold,
    });
    const { entries } = await estate.core.call('files.list', inEtc(''));
    expect(entries.map(({ name }) => name).sort()).toEqual(readdirSync(join(estate.root, 'etc')).sort());
    const { name = '' } = entries.find(({ type }) => type === 'file') ?? {};
    const text = readFileSync(join(estate.root, 'etc', name), 'utf8');
    expect(await estate.core.call('files.preview', inEtc(name))).toMatchObject({ kind: 'text', text });
    const loaded = await runJob(estate.core, 'files.download', inEtc(name));
    expect(readFileSync(loaded.path, 'utf8')).toBe(text);
    await expect(estate.core.call('files.list', { ...inEtc(''), path: '/etc' })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(
      estate.core.call('files.list', { ...inEtc(''), runId: '20130223T000000Z-zzzzzz' }),
    ).rejects.toMatchObject({ code: 'not-found' });

    const parts = [{ runId: first.runId, paths: [inEtc(name).path] }];
    const plan = await estate.core.call('restore.planHold', { hold, parts });
    expect(plan).toMatchObject({ customer: CUSTOMER, tarball: { inCustomer: `/${FILE}` } });
    expect(plan.packed).toBeUndefined();
    const outcome: RestoreOutcome = await runJob(estate.core, 'restore.start', { hold, parts });
    const unpacked = join(estate.unpack(outcome), '2013-02-22');
    expect(readdirSync(unpacked)).toEqual(['etc']);
    expect(readdirSync(join(unpacked, 'etc'))).toEqual([name]);
    expect(outcome.reply).toContain(`    /etc/${name}\n`);
    // What was packed of it is not taken for all of it.
    expect((await holdOf(kept.id))?.tarballs).toEqual([]);
    estate.clear();
  });

  test('what staff held and nobody restored is packed, and recorded in its hold', async () => {
    const outcome = await again(kept.id);
    expect(differences(was.etc, takeManifest(join(estate.unpack(outcome), '2013-02-22/etc')))).toEqual([]);
    const record = readFileSync(inHold(kept.id, 'hold'), 'utf8').split('\n');
    expect(record.filter((line) => line.startsWith('tarball\t'))).toEqual([expect.stringContaining(FILE)]);
    // The part of it that was restored before is the first.
    expect(record.filter((line) => line.startsWith('delivered\t'))).toEqual([
      expect.any(String),
      expect.stringContaining(outcome.tarballs[0]?.path ?? '?'),
    ]);
  });

  test('the reply still says which copy stands in for what was not there', async () => {
    const outcome = await again(standIn.id);
    expect(outcome.reply).toContain('/etc was not copied that night; this is the copy of 22 February 2013');
    expect(differences(was.etc, takeManifest(join(estate.unpack(outcome), '2013-02-23/etc')))).toEqual([]);
  });

  test('a hold that a collapse made by itself is restored from too', async () => {
    const etc = join(estate.root, 'etc');
    renameSync(etc, `${etc}.away`);
    mkdirSync(etc);
    await estate.night('2013-03-08T09:52:00Z');
    const { holds } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const own = holds.find(({ id }) => id.startsWith('auto-'));
    expect(own?.nights.map(({ date, paths }) => [date, paths])).toEqual([['2013-02-24', [etc]]]);
    const outcome = await again(own?.id ?? '');
    expect(outcome.tarballs).toMatchObject([{ inCustomer: '/col00214-2013-02-24.tar.gz' }]);
    // It was made without knowledge of customers, so its paths are full ones, and the reply says so.
    expect(outcome.reply).toContain(`\n    ${etc}\n`);
    expect(differences(was.etc, takeManifest(join(estate.unpack(outcome), '2013-02-24', etc)))).toEqual([]);
  });

  test('a hold that is not there is refused, and so is one of another customer’s files', async () => {
    await expect(again('no-such-hold')).rejects.toMatchObject({ code: 'not-found' });
    const file = inHold(kept.id, 'hold');
    const record = readFileSync(file, 'utf8');
    writeFileSync(file, record.replace(/^(path\t.*)col00214/m, '$1col00301'));
    await expect(again(kept.id)).rejects.toMatchObject({ code: 'bad-input' });
    writeFileSync(file, record);
    expect(readdirSync(estate.root).filter((name) => name.endsWith('.tar.gz'))).toEqual([]);
  });
});

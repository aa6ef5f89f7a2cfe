import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { mutate } from '../../support/nights/mutate.ts';
import { Source } from '../../support/nights/source.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

const PATHS = ['usr/home', 'etc'];

describe('a restore over real SSH', () => {
  let estate: LiveEstate;
  let runs: Run[];
  let was: (Manifest | undefined)[][];

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    const look = () => PATHS.map((path) => takeManifest(join(estate.root, path)));
    was = [look()];
    runs = [await estate.night('2013-02-22T09:52:00Z')];
    mutate(new Source(join(estate.root, 'usr/home'), seeded('restore')), 30);
    was.push(look());
    runs.push(await estate.night('2013-02-24T09:52:00Z'));
    estate.now = new Date('2013-02-28T18:00:00Z');
  });
  afterAll(() => estate?.stop());
  afterEach(() => estate.clear());

  const selections = (...paths: string[]) =>
    runs.map(({ runId }) => ({ host: 'jail15', runId, paths: paths.map((path) => join(estate.root, path)) }));

  test('the nights: good, failed to come, and missed, each as it is', async () => {
    const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
    expect(nights.map(({ date, state, index }) => [date, state, index])).toEqual([
      ['2013-02-28', 'missed', -1],
      ['2013-02-27', 'missed', -1],
      ['2013-02-26', 'missed', -1],
      ['2013-02-25', 'missed', -1],
      ['2013-02-24', expect.stringMatching(/good|warning/), 0],
      ['2013-02-23', 'missed', -1],
      ['2013-02-22', expect.stringMatching(/good|warning/), 1],
    ]);
    expect(nights.find(({ index }) => index === 1)).toMatchObject({ estimated: false, expiresInNights: 6 });
    const own = await estate.core.call('nights.list', { customer: CUSTOMER });
    const paths = own.nights.flatMap(({ entries }) => entries.map(({ path }) => path));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !path.startsWith(estate.root))).toEqual([]);
  });

  test('files, history, comparison and search tell the same of a folder', async () => {
    const path = join(estate.root, 'usr/home');
    const [first, second] = runs as [Run, Run];
    const { entries } = await estate.core.call('files.list', { host: 'jail15', runId: first.runId, path });
    expect(entries.map(({ name }) => name).sort()).toEqual(readdirSync(path).sort());
    const history = await estate.core.call('files.history', { host: 'jail15', path });
    expect(history.nights).toEqual([first.runId, second.runId]);
    expect(history.rows.map(({ versions }) => versions)).toContainEqual(['A', 'B']);
    const compared = await estate.core.call('nights.compare', {
      host: 'jail15',
      from: first.runId,
      to: second.runId,
      path,
    });
    expect(compared.added + compared.changed + compared.deleted).toBe(differingPaths(was[0]?.[0], was[1]?.[0]));
    const { matches } = await runJob(estate.core, 'files.search', { customer: CUSTOMER, pattern: 'master.passwd' });
    expect(matches).toMatchObject([{ host: 'jail15', path: join(estate.root, 'etc/master.passwd') }]);
  });

  test('two nights, unpacked, equal what was there on those nights: bytes, modes, owners, times and hard links', async () => {
    const plan = await estate.core.call('restore.plan', { customer: CUSTOMER, selections: selections(...PATHS) });
    const outcome = await estate.restore({ selections: selections(...PATHS), ticket: '#48213' });
    const [tarball] = outcome.tarballs;
    const file = join(estate.root, 'col00214-2013-02-22..24.tar.gz');
    expect(outcome.tarballs).toMatchObject([
      { host: 'jail15', path: file, inCustomer: '/col00214-2013-02-22..24.tar.gz', bytes: statSync(file).size },
    ]);
    expect(plan.tarballs).toMatchObject([{ path: file }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // The second time, too: a customer gives a command again.
    const unpacked = estate.unpack(outcome, 2);
    for (const [night, label] of ['2013-02-22', '2013-02-24'].entries()) {
      for (const [index, path] of PATHS.entries()) {
        expect(differences(was[night]?.[index], takeManifest(join(unpacked, label, path)))).toEqual([]);
      }
    }
    expect(outcome.reply).toContain('/col00214-2013-02-22..24.tar.gz');
    expect(outcome.reply).toContain('22 and 24 February 2013');
    expect(outcome.reply).toContain(tarball?.sha256);

    const { holds } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const hold = holds.find(({ id }) => id === outcome.holds[0]);
    expect(hold).toMatchObject({
      server: 'backup1',
      by: 'anna@desk7',
      reason: 'restore',
      until: '2013-03-14T18:00:00Z',
    });
    expect(hold?.nights.map(({ date }) => date)).toEqual(['2013-02-22', '2013-02-24']);
    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    expect(restores[0]).toMatchObject({ ...outcome, ticket: '#48213', by: 'anna@desk7', at: '2013-02-28T18:00:00Z' });
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.map(({ action }) => action)).toEqual(expect.arrayContaining(['restore', 'hold']));
  });

  test('the same restore again uses the same hold; what lies there already is not put there twice', async () => {
    const first = await estate.restore({ selections: selections('root') });
    expect(await estate.restore({ selections: selections('root') })).toMatchObject({
      holds: first.holds,
      tarballs: first.tarballs,
    });
    expect(estate.tarballs()).toHaveLength(1);
    const other = await estate.restore({ selections: selections('var/log') });
    expect(other.tarballs[0]?.inCustomer).toBe('/col00214-2013-02-22..24-2.tar.gz');
    expect(estate.tarballs()).toHaveLength(2);
  });

  test('what is not the customer’s is refused', async () => {
    const start = (...paths: string[]) =>
      estate.core.call('restore.start', {
        customer: CUSTOMER,
        selections: [{ host: 'jail15', runId: runs[0]?.runId ?? '', paths }],
      });
    await expect(start(join(estate.fleet.layout.root('jail15'), 'etc'))).rejects.toMatchObject({ code: 'bad-input' });
    await expect(start(estate.root.replace('col00214', 'col00301'))).rejects.toMatchObject({ code: 'bad-input' });
    const gone = { host: 'jail15', runId: 'x', paths: [estate.root] };
    await expect(estate.core.call('restore.start', { customer: CUSTOMER, selections: [gone] })).rejects.toMatchObject({
      code: 'night-gone',
    });
  });

  test('a path that one of the nights has not is told, before and after', async () => {
    const path = 'usr/home/came later';
    writeFileSync(join(estate.root, path), 'x');
    const later = await estate.night('2013-02-25T09:52:00Z');
    estate.now = new Date('2013-02-28T18:00:00Z');
    const asked = [...selections(path), { host: 'jail15', runId: later.runId, paths: [join(estate.root, path)] }];
    const plan = await estate.core.call('restore.plan', { customer: CUSTOMER, selections: asked });
    expect(plan).toMatchObject({ files: 1, bytes: 1 });
    expect(plan.warnings.filter((warning) => warning.includes('is not in the night of'))).toHaveLength(2);
    const { tarballs, reply } = await estate.restore({ selections: asked });
    expect(tarballs[0]?.inCustomer).toBe('/col00214-2013-02-25.tar.gz');
    expect(reply).toContain('25 February 2013');
    expect(reply).not.toContain('22 February');
  });

  test('a hold is kept longer, and goes only when it is named', async () => {
    const { holds } = await runJob(estate.core, 'holds.create', {
      customer: CUSTOMER,
      selections: selections('etc'),
      reason: 'lawyers asked',
    });
    const id = holds[0]?.id ?? '';
    const until = '2014-01-01T00:00:00Z';
    expect(await estate.core.call('holds.extend', { id, until })).toMatchObject({ id, until });
    await expect(estate.core.call('holds.extend', { id, until: '2013-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'bad-input',
      details: { issues: [{ path: 'until', message: 'a time in the future' }] },
    });
    for (const confirm of [undefined, 'other']) {
      await expect(estate.core.call('holds.release', { id, confirm })).rejects.toMatchObject({
        code: 'needs-confirmation',
        details: { target: CUSTOMER },
      });
    }
    expect(existsSync(join(estate.backupdir, '.nightkeep/holds', id))).toBe(true);
    await estate.core.call('holds.release', { id, confirm: id });
    expect(existsSync(join(estate.backupdir, '.nightkeep/holds', id))).toBe(false);
    await expect(estate.core.call('holds.release', { id, confirm: id })).rejects.toMatchObject({ code: 'not-found' });

    const again = await runJob(estate.core, 'holds.create', {
      customer: CUSTOMER,
      selections: selections('etc'),
      reason: 'they ask again',
    });
    await estate.core.call('holds.release', { id: again.holds[0]?.id ?? '', confirm: CUSTOMER });
    expect(
      (await estate.core.call('holds.list', { customer: CUSTOMER })).holds.map((hold) => hold.reason),
    ).not.toContain('they ask again');
  });

  test('a customer who plants names in the root changes nothing outside of it', async () => {
    const outside = join(estate.fleet.layout.root('jail15'), 'etc', 'planted');
    writeFileSync(outside, 'of the host');
    symlinkSync(outside, join(estate.root, 'col00214-2013-02-22..24.tar.gz'));
    symlinkSync(join(outside, '..'), join(estate.root, 'col00214-2013-02-22..24-2.tar.gz'));
    const { tarballs } = await estate.restore({ selections: selections('root') });
    expect(tarballs[0]?.inCustomer).toBe('/col00214-2013-02-22..24-3.tar.gz');
    expect(readFileSync(outside, 'utf8')).toBe('of the host');
    expect(
      readdirSync(join(outside, '..')).filter((name) => name.includes('nightkeep') || name.includes('col0')),
    ).toEqual([]);
  });
});

/** As `nights.compare` counts: paths that differ, a folder not for its time alone. */
function differingPaths(before: Manifest | undefined, after: Manifest | undefined): number {
  const paths = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  const same = (path: string) => {
    const [a, b] = [before?.get(path), after?.get(path)];
    if (!a || !b) return false;
    const plain = ({ links: _, ...item }: typeof a) => (item.type === 'folder' ? { ...item, mtime: 0n } : item);
    const text = (item: typeof a) =>
      JSON.stringify(plain(item), (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    return text(a) === text(b);
  };
  return [...paths].filter((path) => path !== '.' && !same(path)).length;
}

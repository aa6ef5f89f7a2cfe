import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Comparison } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { LiveEstate } from '../restore/estate.ts';

let estate: LiveEstate;

beforeAll(async () => {
  estate = await LiveEstate.start('2013-02-22T09:52:00Z');
});
afterAll(() => estate?.stop());

const host = 'jail15';
const now = (runId: string, path: string) =>
  runJob(estate.core, 'nights.compareNow', { host, runId, path }) as Promise<Comparison>;
const counts = ({ added, changed, deleted, mode, owner, goneCount }: Comparison) => ({
  added,
  changed,
  deleted,
  mode,
  owner,
  goneCount,
});

test('a night and its host as it is differ by what was done since, as the next night shows it', async () => {
  const { root } = estate;
  const home = join(root, 'usr/home');
  mkdirSync(join(home, 'shop/pictures'), { recursive: true });
  for (const name of ['a', 'b', 'new\nline', 'looks like \\#012', 'tab\t|'])
    writeFileSync(join(home, 'shop/pictures', name), 'x');
  writeFileSync(join(home, 'edited'), 'one');
  writeFileSync(join(home, 'mode'), 'x');
  writeFileSync(join(home, 'owner'), 'x');
  symlinkSync('here', join(home, 'link'));
  // Not in backup.config, so in no night: nothing of it is news.
  mkdirSync(join(root, 'tmp/unsaved'), { recursive: true });
  const { runId: first } = await estate.night('2013-02-22T09:52:00Z');
  expect(counts(await now(first, root))).toEqual({ added: 0, changed: 0, deleted: 0, mode: 0, owner: 0, goneCount: 0 });

  rmSync(join(home, 'shop'), { recursive: true });
  writeFileSync(join(home, 'edited'), 'other');
  writeFileSync(join(home, 'came'), 'x');
  chmodSync(join(home, 'mode'), 0o600);
  chownSync(join(home, 'owner'), 12, 34);
  rmSync(join(home, 'link'));
  symlinkSync('there', join(home, 'link'));
  writeFileSync(join(root, 'tmp/unsaved/more'), 'x');

  const since = await now(first, root);
  expect(counts(since)).toEqual({ added: 1, changed: 4, deleted: 7, mode: 1, owner: 1, goneCount: 1 });
  expect(since.gone).toEqual(['usr/home/shop']);
  expect(since.sample).toContainEqual(
    expect.objectContaining({ path: 'usr/home/mode', change: 'changed', mode: true }),
  );
  expect(since.sample).toContainEqual({ path: 'usr/home/shop/pictures/new\nline', change: 'deleted' });
  const inside = await now(first, home);
  expect(inside).toMatchObject({
    gone: ['shop'],
    folders: [
      { path: 'shop', deleted: 7 },
      { path: '', added: 1, changed: 4 },
    ],
  });

  const { runId: second } = await estate.night('2013-02-23T09:52:00Z');
  const nights = await estate.core.call('nights.compare', { host, from: first, to: second, path: home });
  // The program counts the folder itself, too, and so it is with the listings.
  expect(counts(nights)).toEqual(counts(inside));
  expect(nights.gone).toEqual(inside.gone);
  expect(counts(await now(second, root))).toMatchObject({ added: 0, changed: 0, deleted: 0 });
});

test('what is gone is restored by the paths that the comparison names', async () => {
  const { nights } = await estate.core.call('nights.list', { host });
  const first = nights.find(({ date }) => date === '2013-02-22')?.runId ?? '';
  const { gone } = await now(first, estate.root);
  const paths = gone.map((name) => join(estate.root, name));
  const outcome = await estate.restore({ selections: [{ host, runId: first, paths }] });
  const unpacked = estate.unpack(outcome);
  const [found] = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('shop/pictures/a'),
  );
  expect(found).toBeDefined();
  estate.clear();
});

test('a directory that is no more is gone as a whole, and a link in its place is not followed', async () => {
  const { nights } = await estate.core.call('nights.list', { host });
  const second = nights.find(({ date }) => date === '2013-02-23')?.runId ?? '';
  const home = join(estate.root, 'usr/home');
  renameSync(home, `${home}-moved`);
  symlinkSync(`${home}-moved`, home);
  const comparison = await now(second, estate.root);
  expect(comparison.gone).toEqual(['usr/home']);
  expect(comparison.added).toBe(0);
  rmSync(home);
  renameSync(`${home}-moved`, home);
  await expect(now('20130101T000000Z-none', estate.root)).rejects.toMatchObject({
    job: { error: { code: 'night-gone' } },
  });
});

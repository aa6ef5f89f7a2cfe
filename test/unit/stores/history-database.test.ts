import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { migrations } from '../../../src-main/stores/history/migrations.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = () => new Date('2013-03-01T09:00:00Z');
const file = () => join(tempFolder(), 'history.sqlite');

test('opens anew and again, with a log that readers and a writer share', () => {
  const path = file();
  openHistory(path, now).close();
  const again = openHistory(path, now);
  again.facts.set('a', 1);
  const beside = openHistory(path, now);
  expect(beside.facts.get('a')).toBe(1);
  again.close();
  beside.close();
  const database = new DatabaseSync(path);
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('SELECT version FROM migrations').all()).toHaveLength(migrations.length);
  database.close();
});

test('only its owner may read it, the log beside it included', () => {
  const path = file();
  const history = openHistory(path, now);
  history.facts.set('a', 1);
  for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  history.close();
});

test.each([
  ['text that is no database', Buffer.from('not a database, but long enough to be looked at as one '.repeat(40))],
  ['a damaged one', damaged()],
])('%s is put aside, not deleted, and begun anew', (_, bytes) => {
  const path = file();
  writeFileSync(path, bytes);
  const history = openHistory(path, now);
  const aside = `${path}.damaged-20130301T090000Z`;
  expect(history.troubles()).toEqual([expect.stringContaining(aside)]);
  expect(existsSync(aside)).toBe(true);
  history.facts.set('a', 1);
  expect(history.facts.get('a')).toBe(1);
  history.close();
});

/** The header of a database, and nothing behind it. */
function damaged(): Buffer {
  const bytes = Buffer.alloc(8192, 0xff);
  bytes.write('SQLite format 3\0');
  return bytes;
}

test('one of a newer Nightkeep is refused and left as it is', () => {
  const path = file();
  openHistory(path, now).close();
  const database = new DatabaseSync(path);
  database.exec("INSERT INTO migrations VALUES (999, 'of tomorrow', '')");
  database.close();
  expect(() => openHistory(path, now)).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(readdirSync(join(path, '..')).filter((name) => name.includes('damaged'))).toEqual([]);
});

test('of nights that were known before an update, what was copied in part is told, too', () => {
  const path = file();
  const before = openHistory(path, now);
  const entry = { added: 0, changed: 0, deleted: 0, files: 1, bytes: 1 };
  const run: Run = {
    runId: '20130228T080000Z-abcdef',
    host: 'jail15',
    server: 'backup1',
    date: '2013-02-28',
    startedAt: '2013-02-28T08:00:00Z',
    state: 'warning',
    entries: [
      { ...entry, path: '/mnt/a', state: 'good' },
      { ...entry, path: '/mnt/b', state: 'good', message: 'not all of it could be copied: "/mnt/b/f"' },
    ],
  };
  const others = ['good', 'warning'].map((state, at) => ({
    ...run,
    runId: `20130227T08000${at}Z-abcdef`,
    state: state as Run['state'],
  }));
  before.runs.save([run, ...others]);
  before.close();
  // As it was left by the one before.
  const database = new DatabaseSync(path);
  database.exec(`UPDATE runs SET brief = json_set(brief, '$.troubled', json('[]'))`);
  database.exec("UPDATE run_records SET record = X'00' WHERE run_id LIKE '20130227T080001Z%'");
  database.exec('DELETE FROM migrations WHERE version >= 5; DROP INDEX places_by_whereabouts');
  database.close();

  const after = openHistory(path, now);
  const troubled = after.runs.brief({}).map((brief) => [brief.runId, brief.troubled.map((one) => one.path)]);
  expect(after.troubles()).toEqual([]);
  expect(Object.fromEntries(troubled)).toEqual({
    [run.runId]: ['/mnt/b'],
    // Its record can't be read any more.
    '20130227T080001Z-abcdef': [],
    '20130227T080000Z-abcdef': [],
  });
  after.close();
});

test('a path keeps its every byte', () => {
  const history = openHistory(':memory:', now);
  const path = '/mnt/caf\udce9/"\\\n\udcff\u0001\u{1F319}';
  const root = '/mnt/caf\udce9';
  history.customers.replaceHost('jail15', [{ id: 'caf\udce9', root, coverage: 'configured', entries: [path] }]);
  expect(history.customers.get('caf\udce9')?.hosts).toEqual([
    { host: 'jail15', root, entries: [path], coverage: 'configured' },
  ]);
  history.places.save('jail15', { backupdir: root, server: 'backup1', entries: [path] }, now().toISOString());
  expect(history.places.get('jail15')).toMatchObject({ backupdir: root, entries: [path] });
  history.cache.put('files', ['jail15', path], { [path]: 1 });
  expect(history.cache.get('files', ['jail15', path])).toEqual({ [path]: 1 });
  expect(history.cache.get('files', ['jail15', '/mnt/caf\udce8'])).toBeUndefined();
  history.close();
});

test('runs come newest first, of one host or all', () => {
  const history = openHistory(':memory:', now);
  const run = (host: string, day: number) => ({
    host,
    runId: `2013022${day}T090000Z-aaaaaa`,
    server: 'backup1',
    state: 'good' as const,
    date: `2013-02-2${day}`,
    startedAt: `2013-02-2${day}T09:00:00Z`,
    entries: [],
  });
  history.runs.save([run('a', 1), run('a', 3), run('b', 2)]);
  history.runs.save([run('a', 3)]);
  const days = (filter: Parameters<typeof history.runs.list>[0]) => history.runs.list(filter).map(({ date }) => date);
  expect(days({})).toEqual(['2013-02-23', '2013-02-22', '2013-02-21']);
  expect(days({ host: 'a' })).toEqual(['2013-02-23', '2013-02-21']);
  expect(days({ since: '2013-02-22' })).toEqual(['2013-02-23', '2013-02-22']);
  expect(days({ limit: 1 })).toEqual(['2013-02-23']);
  expect(history.runs.has('a', '20130223T090000Z-aaaaaa')).toBe(true);
  expect(history.runs.has('b', '20130223T090000Z-aaaaaa')).toBe(false);
  history.close();
});

test('a place keeps when it was first seen', () => {
  const history = openHistory(':memory:', now);
  const place = { backupdir: '/data/jail15', server: 'backup1', entries: [] };
  history.places.save('jail15', place, '2013-03-01T09:00:00.000Z');
  history.places.save('jail15', { ...place, server: 'backup2' }, '2013-03-02T09:00:00.000Z');
  expect(history.places.get('jail15')).toEqual({
    ...place,
    server: 'backup2',
    firstSeen: '2013-03-01T09:00:00.000Z',
    readAt: '2013-03-02T09:00:00.000Z',
  });
  history.close();
});

test('a failure is claimed by one process only', () => {
  const path = file();
  const [one, two] = [openHistory(path, now), openHistory(path, now)];
  one.failures.save({
    item: { id: 'a', host: 'h', cause: 'missed', message: '', firstSeen: '', lastSeen: '', nights: 1, fixes: [] },
    acknowledgedAt: undefined,
    snoozedUntil: undefined,
    resolvedAt: undefined,
    raisedAt: undefined,
    triagedAt: undefined,
  });
  expect([two.failures.claimRaise('a', 'x'), one.failures.claimRaise('a', 'y')]).toEqual([true, false]);
  expect(one.failures.get('a')?.raisedAt).toBe('x');
  one.close();
  two.close();
});

test('of cached answers the longest unused go first', () => {
  let moment = 0;
  const history = openHistory(':memory:', () => new Date(++moment));
  history.cache.put('files', 0, 'first');
  for (let key = 1; key < 20_500; key++) {
    if (key % 400 === 0) expect(history.cache.get('files', 0)).toBe('first');
    history.cache.put('files', key, key);
  }
  expect(history.cache.get('files', 0)).toBe('first');
  expect(history.cache.get('files', 1)).toBeUndefined();
  expect(history.cache.get('files', 20_499)).toBe(20_499);
  history.close();
});

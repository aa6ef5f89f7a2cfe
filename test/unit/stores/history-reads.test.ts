import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = () => new Date('2013-03-01T09:00:00Z');

test('what is asked of one host, server or failure is found without going through those of all', () => {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  onTestFinished(() => prepare.mockRestore());
  const path = join(tempFolder(), 'history.sqlite');
  openHistory(path, now).close();
  const asked = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /\bWHERE\b/.test(sql));
  prepare.mockRestore();
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  const through = asked.filter((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .some(({ detail }) => /^SCAN (?!\(|customers_text)/.test(String(detail))),
  );
  expect(asked.length).toBeGreaterThan(30);
  // One or two letters may stand anywhere; who is covered in one way is a tenth of all or more.
  expect(through).toEqual([
    'SELECT DISTINCT customer FROM customers WHERE instr(text, ?) LIMIT ?',
    'SELECT DISTINCT customer FROM customers WHERE coverage = ?',
  ]);
});

test('where nights lie is known of places that were kept before that was kept apart', () => {
  const path = join(tempFolder(), 'history.sqlite');
  const before = openHistory(path, now);
  const place = { server: 'backup1', backupdir: '/data/caf\udce9', entries: ['/etc'], calledServer: undefined };
  for (const host of ['jail15', 'jail16']) before.places.save(host, place, now().toISOString());
  before.close();
  const database = new DatabaseSync(path);
  database.exec('UPDATE places SET whereabouts = NULL; DROP INDEX places_by_whereabouts');
  database.exec('DELETE FROM migrations WHERE version >= 6');
  database.close();

  const { places, troubles, close } = openHistory(path, now);
  const { server, backupdir } = place;
  expect(troubles()).toEqual([]);
  expect(places.where('jail15')).toEqual({ server, backupdir });
  expect(places.inBrief('jail16')).toEqual({ server, backupdir, firstSeen: now().toISOString() });
  expect(places.at({ server, backupdir })).toEqual(['jail15', 'jail16']);
  expect([...places.everyWhere().keys()]).toEqual(['jail15', 'jail16']);
  close();
});

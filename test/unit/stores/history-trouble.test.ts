import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { type History, openHistory } from '../../../src-main/stores/history/history.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = () => new Date('2013-03-01T09:00:00Z');
const PAGE = 4096;
const hosts = Array.from({ length: 60 }, (_, index) => `jail${index}`);

/** Writes something into every table that there is a way to. */
function fill(history: History): void {
  for (const host of hosts) {
    const path = `/mnt/${'x'.repeat(900)}/${host}`;
    history.customers.replaceHost(host, [{ id: `col-${host}`, root: '/mnt', coverage: 'configured', entries: [path] }]);
    history.places.save(host, { backupdir: path, server: 'backup1', entries: [path] }, now().toISOString());
    history.cache.put('folder', [host, 1], { rows: 'y'.repeat(9000) });
    history.facts.set(host, path);
  }
}

/** Reads all of it, as the app's questions would. */
function readAll(history: History): void {
  history.customers.search('col', { limit: 1000 });
  history.customers.count();
  history.places.all();
  history.places.everyWhere();
  history.facts.startingWith('');
  history.failures.all();
  history.runs.list({});
  for (const host of hosts) {
    history.customers.get(`col-${host}`);
    history.customers.onHost(host);
    history.places.get(host);
    history.cache.get('folder', [host, 1]);
    history.facts.get(host);
  }
}

test('whatever page of it is damaged, it is put aside, said, and filled anew', () => {
  const path = join(tempFolder(), 'history.sqlite');
  const first = openHistory(path, now);
  fill(first);
  first.close();
  const whole = readFileSync(path);
  const pages = whole.length / PAGE;
  expect(pages).toBeGreaterThan(150);
  const told: number[] = [];
  for (let page = 0; page < pages; page++) {
    writeFileSync(path, Buffer.from(whole).fill(0xa5, page * PAGE, (page + 1) * PAGE));
    const history = openHistory(path, now);
    readAll(history);
    fill(history);
    readAll(history);
    expect(history.customers.get('col-jail7')?.hosts).toHaveLength(1);
    if (history.troubles().length > 0) told.push(page);
    expect(history.troubles().every((trouble) => trouble.includes(`${path}.damaged-`))).toBe(true);
    history.close();
  }
  // Pages that are free, or of which nothing was ever read, harm nobody.
  expect(told.length).toBeGreaterThan(pages * 0.8);
});

test('one that another program holds is done without, and said', () => {
  const path = join(tempFolder(), 'history.sqlite');
  openHistory(path, now).close();
  const other = new DatabaseSync(path);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const history = openHistory(path, now);
  history.facts.set('a', 1);
  expect(history.facts.get('a')).toBe(1);
  expect(history.troubles()).toEqual([expect.stringMatching(/history\.sqlite is held by another program\. End that/)]);
  history.close();
  other.close();
});

test('a folder that can not be used keeps nobody from working', () => {
  const folder = join(tempFolder(), 'file');
  writeFileSync(folder, '');
  const history = openHistory(join(folder, 'history.sqlite'), now);
  history.facts.set('a', 1);
  expect(history.facts.get('a')).toBe(1);
  expect(history.troubles()).toEqual([expect.stringContaining("can't be used by this account")]);
  history.close();
});

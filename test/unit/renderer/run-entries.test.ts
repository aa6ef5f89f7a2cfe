import { describe, expect, test } from 'vitest';
import { entryRows, grewMost, shownEntries } from '../../../src-renderer/state/run-entries.ts';
import { run, runEntry } from '../../support/runs.ts';

const entries = [
  runEntry('/etc', 'good', { bytes: 5, added: 1 }),
  runEntry('/www', 'good', { bytes: 30, changed: 9 }),
  runEntry('/gone', 'missing', { bytes: 0 }),
  runEntry('/new', 'good', { bytes: 99 }),
  runEntry('/less', 'collapsed', { bytes: 1 }),
];
const sizes = [
  [5, null, 5],
  [10, 20, 30],
  [7, 7, null],
  [null, null, 99],
  [50, 50, 1],
];
const own = run('2013-02-28', entries);
const nights = [run('2013-02-26'), run('2013-02-27'), own];
const details = { run: own, sameDate: [], nights, sizes };
const rows = entryRows(details, (path) => (path === '/www' ? 'col00214' : undefined));
const paths = (list: typeof rows) => list.map(({ entry }) => entry.path);

describe('the entries of a run', () => {
  test('what grew is told against the last night that had it, and of a new one nothing is', () => {
    expect(rows.map(({ grew }) => grew)).toEqual([0, 10, undefined, undefined, -49]);
    expect(paths(grewMost(rows, 5))).toEqual(['/www']);
  });

  test('a run that made no night has grown nothing, though nights before it have sizes', () => {
    const failed = entryRows({ ...details, nights: nights.slice(0, 2) }, () => undefined);
    expect(failed.every(({ grew }) => grew === undefined)).toBe(true);
  });

  test.each([
    ['config', ['/etc', '/www', '/gone', '/new', '/less']],
    ['trouble', ['/gone', '/less', '/etc', '/www', '/new']],
    ['size', ['/new', '/www', '/etc', '/less', '/gone']],
    ['grew', ['/www', '/etc', '/less', '/gone', '/new']],
    ['changes', ['/www', '/etc', '/gone', '/new', '/less']],
  ] as const)('%s first', (order, wanted) => {
    expect(paths(shownEntries(rows, '', order))).toEqual(wanted);
  });

  test('are found by path and by customer, in capitals or not', () => {
    expect(paths(shownEntries(rows, 'COL002', 'config'))).toEqual(['/www']);
    expect(paths(shownEntries(rows, ' /e', 'config'))).toEqual(['/etc']);
  });
});

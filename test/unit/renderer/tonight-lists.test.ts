import { expect, test } from 'vitest';
import type { FailureCause, FailureItem, Tonight, TonightHost } from '../../../src-main/contract/index.ts';
import { groupFailures } from '../../../src-renderer/state/failure-groups.ts';
import { fromFirstNight, withChange } from '../../../src-renderer/state/tonight.ts';
import { firstFilter, hostCounts, serversOf, shownHosts } from '../../../src-renderer/state/tonight-filter.ts';

const host = (name: string, more: Partial<TonightHost> = {}): TonightHost => ({
  host: name,
  server: 'backup1',
  state: 'good',
  isKnown: true,
  cells: [],
  summary: '',
  ...more,
});
const failure = (name: string, cause: FailureCause, server = 'backup1', path?: string): FailureItem => ({
  id: `${cause}-${name}-${path ?? ''}`,
  host: name,
  server,
  path,
  cause,
  title: name,
  message: '',
  firstSeen: '',
  lastSeen: '',
  nights: 1,
  state: 'open',
  fixes: [],
});
const hosts = [
  host('a'),
  host('b', { state: 'warning' }),
  host('c', { state: 'failed', server: 'backup2' }),
  host('d', { state: 'unknown', isKnown: false, server: 'backup2' }),
  host('e', { state: undefined, server: undefined }),
];
const names = (rows: readonly TonightHost[]) => rows.map((row) => row.host).join('');

test('what is not good comes first, and a large fleet opens on it alone', () => {
  expect(names(shownHosts(hosts, firstFilter(5)))).toBe('cbdea');
  expect(names(shownHosts(hosts, firstFilter(1000)))).toBe('cbde');
  expect(names(shownHosts(hosts, { state: 'not-known', server: '', text: '' }))).toBe('d');
  expect(names(shownHosts(hosts, { state: 'all', server: 'backup2', text: '' }))).toBe('cd');
  expect(names(shownHosts(hosts, { state: 'all', server: '', text: ' BACKUP2 ' }))).toBe('cd');
  expect(serversOf(hosts)).toEqual(['backup1', 'backup2']);
});

test('each host is counted once', () => {
  const counts = { good: 1, warning: 1, failed: 1, missed: 0, running: 0, unknown: 0 };
  const told = hostCounts({ dates: [], hosts, counts, notKnown: 1, noNight: 1 });
  expect(told.map(([state]) => state)).toEqual(['good', 'warning', 'failed', 'not-known', 'no-night']);
  expect(told.reduce((sum, [, many]) => sum + many, 0)).toBe(hosts.length);
});

test('many alike are one line by cause and server, and a server that does not answer is the first', () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => failure(name, 'missed'));
  const elsewhere = [failure('x', 'missed', 'backup2'), failure('y', 'missed', 'backup2')];
  const groups = groupFailures([...many, ...elsewhere, failure('backup2', 'unreachable', 'backup2')], hosts);
  expect(groups.map(({ failures, behind }) => [failures.map(({ host: name }) => name).join(''), behind])).toEqual([
    ['backup2', 2],
    ['abcd', 0],
    ['x', 0],
    ['y', 0],
  ]);
  expect(new Set(groups.map(({ key }) => key)).size).toBe(4);
});

test('a change of tonight keeps the order, and lets go of who is gone', () => {
  const counts = { good: 0, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 };
  const old: Tonight = { dates: ['1'], hosts, counts, notKnown: 0, noNight: 0 };
  const changed = [host('new'), host('b', { state: 'good' })];
  const next = withChange(old, { dates: ['2'], hosts: changed, gone: ['a'], counts, notKnown: 3, noNight: 0 });
  expect(names(next.hosts)).toBe('bcdenew');
  expect(next).toMatchObject({ dates: ['2'], notKnown: 3 });
  expect(next.hosts[0]?.state).toBe('good');
  expect(next).not.toHaveProperty('gone');
});

test('dates before any host’s first night are left out, but for a week', () => {
  const night = { state: 'good' as const };
  const tonight = (first: number): Tonight => ({
    dates: Array.from({ length: 14 }, (_, index) => `2013-02-${15 + index}`),
    hosts: [host('a', { cells: Array.from({ length: 14 }, (_, index) => (index >= first ? night : null)) }), host('b')],
    counts: { good: 1, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 },
    notKnown: 0,
    noNight: 1,
  });
  const shown = (first: number) => {
    const { dates, hosts: rows } = fromFirstNight(tonight(first));
    return [dates[0], dates.length, rows[0]?.cells.length, rows[0]?.cells.findIndex(Boolean)];
  };
  expect(shown(0)).toEqual(['2013-02-15', 14, 14, 0]);
  expect(shown(4)).toEqual(['2013-02-19', 10, 10, 0]);
  expect(shown(12)).toEqual(['2013-02-22', 7, 7, 5]);
  expect(shown(14)).toEqual(['2013-02-15', 14, 14, -1]);
});

import { expect, test } from 'vitest';
import { coverageOf, parentsOfRoots } from '../../../src-main/domain/coverage.ts';
import { customerFinder } from '../../../src-main/domain/customers.ts';

const find = customerFinder(['/data/(?<customer>col\\d+)']);
const of = (configured: string[], inNights: string[] = [], onDisk: string[] = [], rootsInNights: string[] = []) =>
  coverageOf({ configured, inNights, rootsInNights, onDisk }, find).map(({ id, coverage, entries }) => ({
    id,
    coverage,
    entries,
  }));

test('entries of a config are grouped by customer, and those of nobody left out', () => {
  expect(of(['/etc', '/data/col1/etc', '/data/col2/www', '/data/col1/home'])).toEqual([
    { id: 'col1', coverage: 'configured', entries: ['/data/col1/etc', '/data/col1/home'] },
    { id: 'col2', coverage: 'configured', entries: ['/data/col2/www'] },
  ]);
});

test('an entry of a night that no config has is only in nights, unless another entry takes it along', () => {
  expect(
    of(['/data/col1/usr'], ['/data/col1/usr', '/data/col1/usr/home', '/data/col1/usr2', '/data/col9/etc']),
  ).toEqual([
    { id: 'col1', coverage: 'configured', entries: ['/data/col1/usr'] },
    { id: 'col1', coverage: 'only-in-nights', entries: ['/data/col1/usr2'] },
    { id: 'col9', coverage: 'only-in-nights', entries: ['/data/col9/etc'] },
  ]);
});

test('a root on disk that nothing names is not backed up', () => {
  expect(
    of(['/data/col1/etc'], ['/data/col2/etc'], ['/data/col1', '/data/col2', '/data/col3', '/data/lost+found']),
  ).toEqual([
    { id: 'col1', coverage: 'configured', entries: ['/data/col1/etc'] },
    { id: 'col2', coverage: 'only-in-nights', entries: ['/data/col2/etc'] },
    { id: 'col3', coverage: 'not-backed-up', entries: [] },
  ]);
});

test('an entry around all customers covers each of them', () => {
  expect(of(['/data'], [], ['/data/col3'])).toEqual([{ id: 'col3', coverage: 'configured', entries: ['/data'] }]);
  expect(of(['/'], [], ['/data/col3'])).toEqual([{ id: 'col3', coverage: 'configured', entries: ['/'] }]);
});

test('a root in nights without a record is only there where nothing else is known of it', () => {
  expect(
    of(['/data/col1/etc'], ['/data/col2/etc'], ['/data/col3'], ['/data/col1', '/data/col2', '/data/col3']),
  ).toEqual([
    { id: 'col1', coverage: 'configured', entries: ['/data/col1/etc'] },
    { id: 'col2', coverage: 'only-in-nights', entries: ['/data/col2/etc'] },
    { id: 'col3', coverage: 'only-in-nights', entries: ['/data/col3'] },
  ]);
});

test('the same entry twice counts once', () => {
  expect(of(['/data/col1/etc', '/data/col1/etc'])).toEqual([
    { id: 'col1', coverage: 'configured', entries: ['/data/col1/etc'] },
  ]);
});

test('where roots lie', () => {
  expect(parentsOfRoots(['/mnt/data1/a', '/mnt/data1/b', '/vz/private/c', '/d'])).toEqual([
    '/',
    '/mnt/data1',
    '/vz/private',
  ]);
});

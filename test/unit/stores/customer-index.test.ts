import { beforeAll, describe, expect, test } from 'vitest';
import type { CustomerIndex, IndexedCustomer } from '../../../src-main/stores/history/customer-index.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { indexMany } from '../../support/customers/many.ts';

const open = (): CustomerIndex => openHistory(':memory:', () => new Date(0)).customers;

const customer = (id: string, more: Partial<IndexedCustomer> = {}): IndexedCustomer => ({
  id,
  root: `/data/${id}`,
  coverage: 'configured',
  entries: [`/data/${id}/etc`],
  ...more,
});

const idsOf = (index: CustomerIndex, query: string, limit = 50) =>
  index.search(query, { limit }).customers.map(({ id }) => id);

describe('search', () => {
  let index: CustomerIndex;
  beforeAll(() => {
    index = open();
    index.replaceHost('jail15', [
      customer('col00214', { ip: '69.55.238.98', entries: ['/data/a/usr/home', '/data/a/www'] }),
      customer('col002140'),
      customer('xcol00214'),
      customer('col00301', { ip: '69.55.238.99', entries: ['/data/b/Musik "neu"/col00214-copy'] }),
      customer('col9', { entries: ['/data/c/100%_sure*'] }),
    ]);
    index.replaceHost('virt9', [customer('col00214', { coverage: 'only-in-nights', entries: ['/vz/old'] })]);
  });

  test('an exact id, then ids that begin so, then whatever has it in it', () => {
    expect(idsOf(index, 'col00214').slice(0, 2)).toEqual(['col00214', 'col002140']);
    expect(new Set(idsOf(index, 'col00214').slice(2))).toEqual(new Set(['xcol00214', 'col00301']));
  });

  test('who is on a host of that name', () => {
    expect(new Set(idsOf(index, 'virt'))).toEqual(new Set(['col00214']));
    expect(idsOf(index, 'jail15')).toHaveLength(5);
    expect(idsOf(index, 'jail15', 2)).toHaveLength(2);
  });

  test('all hosts of a customer, and what is backed up of it there', () => {
    expect(index.search('COL00214', { limit: 1 }).customers).toEqual([
      {
        id: 'col00214',
        ip: '69.55.238.98',
        hosts: [
          {
            host: 'jail15',
            root: '/data/col00214',
            entries: ['/data/a/usr/home', '/data/a/www'],
            coverage: 'configured',
          },
          { host: 'virt9', root: '/data/col00214', entries: ['/vz/old'], coverage: 'only-in-nights' },
        ],
      },
    ]);
  });

  test.each([
    ['69.55.238.98', ['col00214']],
    ['69.55.238', ['col00214', 'col00301']],
    ['home', ['col00214']],
    ['musik "neu"', ['col00301']],
    ['%_sure*', ['col9']],
    ['/w', ['col00214']],
    ['l9', ['col9']],
    ['  col9 ', ['col9']],
    ['home www', ['col00214']],
    ['home sure', []],
    ['"', ['col00301']],
    ['nothing like it', []],
    ["'; DROP TABLE customers", []],
  ])('%j', (query, ids) => {
    expect(idsOf(index, query)).toEqual(ids);
  });

  test('nothing typed lists the first', () => {
    expect(idsOf(index, '', 2)).toEqual(['col00214', 'col002140']);
  });
});

describe('replacing a host', () => {
  test('says whether anything changed, and forgets what is gone', () => {
    const index = open();
    expect(index.replaceHost('a', [customer('col1'), customer('col2')])).toBe(true);
    expect(index.replaceHost('a', [customer('col2'), customer('col1')])).toBe(false);
    expect(index.replaceHost('a', [customer('col2', { entries: ['/data/col2/www'] })])).toBe(true);
    expect(idsOf(index, '')).toEqual(['col2']);
    expect(idsOf(index, '/data/col1')).toEqual([]);
    expect(idsOf(index, 'www')).toEqual(['col2']);
    expect(index.count()).toBe(1);
  });

  test('leaves other hosts alone; hosts that left the fleet are forgotten', () => {
    const index = open();
    index.replaceHost('a', [customer('col1')]);
    index.replaceHost('b', [customer('col1'), customer('col2')]);
    expect(index.keepHosts(['a', 'b'])).toBe(false);
    expect(index.keepHosts(['a'])).toBe(true);
    expect(index.get('col1')?.hosts.map(({ host }) => host)).toEqual(['a']);
    expect(index.get('col2')).toBeUndefined();
  });
});

test('among 100,000 entries each question finds its own', () => {
  const index = open();
  indexMany(index);
  expect(index.count()).toBe(12_500);
  expect(idsOf(index, 'col07214')).toEqual(['col07214']);
  expect(idsOf(index, '69.57.89.98')).toEqual(['col07214']);
  expect(idsOf(index, '69.57.')).toHaveLength(50);
  expect(idsOf(index, 'col07214-DIR/var/db')).toEqual(['col07214']);
  expect(idsOf(index, 'no such thing')).toEqual([]);
  expect(idsOf(index, 'zz')).toEqual([]);
});

describe('a part of a long list', () => {
  const many = (): CustomerIndex => {
    const index = open();
    for (const host of ['jail2', 'jail1'])
      index.replaceHost(
        host,
        Array.from({ length: 20 }, (_, at) => {
          const id = `col${host === 'jail2' ? 100 + at : 200 + at}`;
          return customer(id, { coverage: at % 10 === 0 ? 'not-backed-up' : 'configured' });
        }),
      );
    return index;
  };
  const part = (index: CustomerIndex, query: string, wanted: object) => {
    const { customers, total } = index.search(query, { limit: 3, ...wanted });
    return [total, ...customers.map(({ id }) => id)];
  };

  test.each(['', 'col', 'o', '/data'])('parts of %j follow one another, and none is in two', (query) => {
    const index = many();
    const all = [0, 7, 14, 21, 28, 35].flatMap((offset) => idsOfPart(index, query, offset));
    expect(all).toHaveLength(40);
    expect(new Set(all).size).toBe(40);
    expect(part(index, query, { offset: 38 })).toHaveLength(3);
    expect(part(index, query, { offset: 400 })).toEqual([40]);
  });
  const idsOfPart = (index: CustomerIndex, query: string, offset: number) =>
    index.search(query, { limit: 7, offset }).customers.map(({ id }) => id);

  test('are of one coverage, and in the order that is wanted', () => {
    const index = many();
    expect(part(index, '', { coverage: 'not-backed-up', offset: 1 })).toEqual([4, 'col110', 'col200', 'col210']);
    expect(part(index, 'col1', { coverage: 'not-backed-up' })).toEqual([2, 'col100', 'col110']);
    expect(part(index, 'col', { order: 'host' })).toEqual([40, 'col200', 'col201', 'col202']);
    expect(part(index, '/data/col2', { order: 'id', offset: 18 })).toEqual([20, 'col218', 'col219']);
  });

  test('without an offset nothing is counted that was not found anyway', () => {
    expect(part(many(), 'col', {})[0]).toBeUndefined();
    expect(part(many(), 'col10', {})[0]).toBeUndefined();
    expect(part(many(), 'col219', {})).toEqual([1, 'col219']);
  });

  test('go by what is known now', () => {
    const index = many();
    expect(part(index, 'col', { offset: 0 })[0]).toBe(40);
    index.replaceHost('jail1', [customer('col300')]);
    expect(part(index, 'col', { offset: 20 })).toEqual([21, 'col300']);
    index.keepHosts(['jail1']);
    expect(part(index, 'col', { offset: 0 })).toEqual([1, 'col300']);
  });
});

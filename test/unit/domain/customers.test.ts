import { describe, expect, test } from 'vitest';
import { customerFinder, whyNotAPattern } from '../../../src-main/domain/customers.ts';

const jails = '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR';
const virtual = '/vz/private/(?<customer>col\\d{5})';
const root = '/mnt/data1/69.55.238.98-col00214-DIR';

describe('customerFinder', () => {
  const find = customerFinder([jails, virtual]);

  test.each([
    [root, { id: 'col00214', ip: '69.55.238.98', root }],
    [`${root}/usr/home`, { id: 'col00214', ip: '69.55.238.98', root }],
    [`${root}-old/etc`, { id: 'col00214', ip: '69.55.238.98', root: `${root}-old` }],
    ['/vz/private/col00551/home', { id: 'col00551', ip: undefined, root: '/vz/private/col00551' }],
    ['/vz/private/col00551', { id: 'col00551', ip: undefined, root: '/vz/private/col00551' }],
  ])('%s', (path, found) => {
    expect(find(path)).toEqual(found);
  });

  test.each(['/etc', '/', '', '/mnt/data1', '/mnt/data1/69.55.238.98-col0021-DIR/etc'])(
    '%j is no customer’s',
    (path) => {
      expect(find(path)).toBeUndefined();
    },
  );

  test('the root ends at the component of the customer, not at the end of the match', () => {
    expect(customerFinder(['/jails/(?<customer>[^/]+)/data'])('/jails/anna/data/www')?.root).toBe('/jails/anna');
  });

  test('a pattern may look ahead at its end', () => {
    const find = customerFinder(['/(?<customer>b\\d)(?=/|$)']);
    expect(find('/a/b1/c')).toEqual({ id: 'b1', ip: undefined, root: '/a/b1' });
    expect(find('/a/b2')?.id).toBe('b2');
    expect(find('/a/b23')).toBeUndefined();
  });

  test('the first pattern that matches wins', () => {
    const both = customerFinder(['(?<customer>col\\d+)-DIR', '(?<customer>\\d+)-col']);
    expect(both(root)?.id).toBe('col00214');
  });

  test('a byte that is not UTF-8 stays in the root', () => {
    expect(customerFinder(['/jails/(?<customer>[^/]+)'])('/jails/caf\udce9/etc')).toEqual({
      id: 'caf\udce9',
      ip: undefined,
      root: '/jails/caf\udce9',
    });
  });

  test('a pattern that is broken, or matches without a customer, finds nobody', () => {
    expect(customerFinder(['(', '(?<customer>x)?/etc'])('/etc')).toBeUndefined();
  });

  test('a long path is cut between components, so no half of a name passes for a customer', () => {
    const long = `/${'a/'.repeat(250)}`;
    const find = customerFinder(['/(?<customer>b+)$']);
    expect(find(`${long}${'b'.repeat(200)}`)).toBeUndefined();
  });

  test('a hostile name takes no time', () => {
    const find = customerFinder([
      '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
      '.*x.*y(?<customer>z)',
    ]);
    const began = process.cpuUsage();
    for (let round = 0; round < 20; round++) find(`/${'1'.repeat(4000)}`);
    for (let round = 0; round < 5; round++) find(`/${'xy'.repeat(2000)}`);
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  });
});

describe('whyNotAPattern', () => {
  test.each([
    jails,
    virtual,
    '(?<customer>[a-z]+\\d+)',
    '(?:\\d+\\.){3}(?<customer>x)',
    '^/[^/]+/(?<customer>[\\w.-]{1,63})(?:/|$)',
  ])('%s can be used', (pattern) => {
    expect(whyNotAPattern(pattern)).toBeUndefined();
  });
});

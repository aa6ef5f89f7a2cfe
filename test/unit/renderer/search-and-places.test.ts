import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../src-main/contract/index.ts';
import { CallError } from '../../../src-renderer/api/call-error.ts';
import { fromCustomer, inCustomer, ofCustomer } from '../../../src-renderer/format/paths.ts';
import { customerFinder } from '../../../src-renderer/state/customer-of.ts';
import { fleetFromJson, issuesIn } from '../../../src-renderer/state/fleet-draft.ts';
import { placesOf } from '../../../src-renderer/state/places.ts';
import { searchGroups } from '../../../src-renderer/state/search-results.ts';
import { root } from './builders.ts';

const anna: Customer = {
  id: 'col00214',
  ip: '69.55.238.98',
  hosts: [
    { host: 'jail15', root, entries: [root, `${root}/var/db`], coverage: 'only-in-nights' },
    { host: 'jail15', root, entries: [`${root}/etc`, `${root}/www`], coverage: 'configured' },
  ],
};
const bob: Customer = {
  id: 'col00301',
  hosts: [{ host: 'jail15', root: '/x-col00301', entries: ['/x-col00301/www'], coverage: 'not-backed-up' }],
};

describe('places', () => {
  it('joins what is known of one root on one host', () =>
    expect(placesOf(anna)).toEqual([
      {
        host: 'jail15',
        root,
        coverage: 'configured',
        configured: [`${root}/etc`, `${root}/www`],
        past: [`${root}/var/db`],
      },
    ]));
});

describe('search results', () => {
  const titles = (query: string) =>
    searchGroups(query, [anna, bob], ['jail15', 'virt9']).groups.map((group) => [
      group.title,
      group.options.map((option) => option.label),
    ]);
  it('lists customers by id and address, and those the core matched otherwise', () => {
    expect(titles('col00214')).toEqual([['Customers', ['col00214', 'col00301']]]);
    expect(titles('69.55')[0]?.[1]).toContain('col00214');
  });
  it('lists hosts, and directories that lead to their folder', () => {
    expect(titles('virt')).toContainEqual(['Hosts', ['virt9']]);
    const paths = searchGroups('www', [anna, bob], []).groups.find((group) => group.title === 'Paths');
    expect(paths?.options[0]?.route).toEqual({
      screen: 'customer',
      id: 'col00214',
      place: { host: 'jail15', path: `${root}/www` },
    });
  });
  it('offers the rest where it does not list all', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ ...anna, id: `col${i}` }));
    const { groups, total } = searchGroups('col', many, []);
    expect(total).toBe(20);
    expect(groups.at(-1)?.options[0]?.label).toBe('Show all 20 matches');
  });
});

describe('paths as the customer sees them', () => {
  it('start at their root', () => {
    expect(inCustomer(`${root}/www`, root)).toBe('/www');
    expect(inCustomer(root, root)).toBe('/');
    expect(inCustomer('/etc', root)).toBe('/etc');
    expect(fromCustomer(`${root}/www`, 'col00214')).toBe('…69.55.238.98-col00214-DIR/www');
    expect(ofCustomer(`${root}/www/a`, 'col00214')).toBe('/www/a of col00214');
    expect(ofCustomer(root, 'col00214')).toBe('/ of col00214');
    expect(ofCustomer('/etc', undefined)).toBe('/etc');
  });
  it('belong to whom the patterns say; a broken pattern harms no other', () => {
    const find = customerFinder(['(', '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR']);
    expect(find(`${root}/www/x`)).toEqual({ id: 'col00214', root });
    expect(find('/etc')).toBeUndefined();
  });
});

describe('a pasted fleet', () => {
  it('may be all of config.json or the fleet in it', () => {
    expect(fleetFromJson('{"fleet":{"hosts":[]}}')).toEqual({ hosts: [] });
    expect(fleetFromJson('{"servers":[]}')).toEqual({ servers: [] });
  });
  it.each(['', '[]', '{"a":1}', '{"fleet":null}'])('%j is refused in words', (text) =>
    expect(() => fleetFromJson(text)).toThrow(/JSON|fleet|servers/),
  );
  it('gets the core’s complaints by field', () => {
    const error = new CallError({
      code: 'bad-input',
      message: 'x',
      details: { issues: [{ path: 'fleet.hosts[2].ssh.port', message: 'too big' }] },
    });
    expect(issuesIn(error)).toEqual([{ path: 'hosts[2].ssh.port', message: 'too big' }]);
  });
});

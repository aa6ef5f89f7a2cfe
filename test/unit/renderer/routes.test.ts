import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, decode, encode, type Route, routeOf, subjectOf } from '../../../src-renderer/state/routes.ts';

const routes: [string, Route][] = [
  ['/tonight', { screen: 'tonight' }],
  ['/customers', { screen: 'customers', query: '' }],
  ['/search/col00%20%2F', { screen: 'customers', query: 'col00 /' }],
  ['/customers/col00214', { screen: 'customer', id: 'col00214' }],
  [
    '/customers/col00214/nights/2013-02-24,2013-02-26..2013-02-28',
    { screen: 'customer', id: 'col00214', nights: '2013-02-24,2013-02-26..2013-02-28' },
  ],
  ['/customers/col00214/job/job-7', { screen: 'customer', id: 'col00214', job: 'job-7' }],
  [
    '/customers/col00214/files/jail15/mnt/a%20b',
    { screen: 'customer', id: 'col00214', place: { host: 'jail15', path: '/mnt/a b' } },
  ],
  ['/hosts/jail15', { screen: 'host', name: 'jail15' }],
  ['/hosts/jail15/remove/%2Fmnt%2Fwww', { screen: 'host', name: 'jail15', fix: { kind: 'remove', path: '/mnt/www' } }],
  ['/hosts/jail15/schedule', { screen: 'host', name: 'jail15', fix: { kind: 'schedule' } }],
  ['/hosts/jail15/runs/2013-02-28', { screen: 'run', host: 'jail15', run: '2013-02-28' }],
  ['/settings', { screen: 'settings' }],
  ['/first-run', { screen: 'first-run' }],
];

describe('addresses', () => {
  it.each(routes)('%s', (address, route) => {
    expect(routeOf(address)).toEqual(route);
    expect(addressOf(route)).toBe(address);
  });

  it('tells what a screen is about, wherever in it one is', () => {
    const [page, files, job] = [
      '/customers/col00214',
      '/customers/col00214/files/jail15/mnt',
      '/customers/col00214/job/7',
    ];
    const subjects = [page, files, job].map((address) => subjectOf(routeOf(address ?? '')));
    expect(new Set(subjects)).toEqual(new Set(['customer col00214']));
    expect(subjectOf(routeOf('/hosts/jail15'))).not.toBe(subjectOf(routeOf('/hosts/jail17')));
    expect(subjectOf(routeOf('/search/col'))).toBe(subjectOf(routeOf('/customers')));
  });

  it('opens Tonight without one, and says so of an unknown one', () => {
    expect(routeOf('/')).toEqual({ screen: 'tonight' });
    expect(routeOf('/nowhere')).toEqual({ screen: 'unknown' });
  });

  it('has one for a name that is no UTF-8', () => {
    expect(encode('caf\udce9')).toBe('caf%E9');
    expect(decode('caf%E9')).toBe('caf\udce9');
  });

  it('brings every path back as it was', () => {
    // A byte that is no UTF-8 stands as a lone surrogate; two that together are UTF-8 never stand so.
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\udcff', '\udc80x', '%41', '#?&', '..'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const text = parts.join('');
        expect(decode(encode(text))).toBe(text);
      }),
    );
  });
});

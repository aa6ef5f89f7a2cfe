import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOfLink, linkIn } from '../../../../src-main/shells/electron/links.ts';

test.each([
  ['nightkeep://customer/col00214', '/customers/col00214'],
  ['nightkeep://customer/col00214/', '/customers/col00214'],
  ['nightkeep://customer/col00214?nights=2013-02-24', '/customers/col00214/nights/2013-02-24'],
  ['nightkeep://customer/col00214?nights=2013-02-24..2013-02-26', '/customers/col00214/nights/2013-02-24..2013-02-26'],
  ['nightkeep://customer/col00214?nights=2013-02-24,2013-02-26', '/customers/col00214/nights/2013-02-24,2013-02-26'],
  ['nightkeep://host/jail15', '/hosts/jail15'],
  ['nightkeep://search/anna%20b', '/search/anna%20b'],
  ['nightkeep://tonight', '/tonight'],
  ['nightkeep://holds/', '/holds'],
])('%s opens %s', (link, address) => {
  expect(addressOfLink(link)).toBe(address);
});

test.each([
  ['another scheme', 'https://customer/col00214'],
  ['a command that would start something', 'nightkeep://restore/col00214'],
  ['a job or a fix, which the page has addresses of', 'nightkeep://customer/col00214/job/1'],
  ['an edit of a host', 'nightkeep://host/jail15/remove/%2Fmnt'],
  ['a screen that does not exist', 'nightkeep://nowhere'],
  ['nobody', 'nightkeep://customer/'],
  ['credentials', 'nightkeep://a:b@customer/col00214'],
  ['a port', 'nightkeep://customer:1/col00214'],
  ['a control character', 'nightkeep://customer/a%00b'],
  ['bytes that are no text', 'nightkeep://customer/%ff'],
  ['a link without end', `nightkeep://customer/${'a'.repeat(3000)}`],
  ['no link at all', 'col00214'],
])('%s opens nothing', (_, link) => {
  expect(addressOfLink(link)).toBeUndefined();
});

test.each(['today', '2013-02-24..', '../../x', `${'2013-02-24,'.repeat(150)}2013-02-24`])(
  'nights that are none (%.20s) leave a link to the customer',
  (nights) => {
    expect(addressOfLink(`nightkeep://customer/col00214?nights=${nights}`)).toBe('/customers/col00214');
  },
);

test('whatever a link says, its address is of a page that only shows', () => {
  const shows =
    /^\/(tonight|customers|hosts|holds|activity|settings|(customers|hosts|search)\/[^/]+(\/nights\/[0-9.,-]+)?)$/;
  const part = fc.oneof(fc.string(), fc.constantFrom('customer', 'host', '..', '%2F', 'job', 'schedule', 'edit'));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), fc.string(), (parts, query) => {
      const address = addressOfLink(`nightkeep://${parts.join('/')}?nights=${query}`);
      expect(address === undefined || shows.test(address)).toBe(true);
    }),
  );
});

test('the link is found among what the system adds', () => {
  expect(linkIn(['/usr/bin/nightkeep', '--home=/x', '--no-sandbox', 'nightkeep://tonight'])).toBe(
    'nightkeep://tonight',
  );
  expect(linkIn(['/usr/bin/nightkeep', '/home/anna/nightkeep:x'])).toBeUndefined();
});

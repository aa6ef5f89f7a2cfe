import { describe, expect, test } from 'vitest';
import { customerRules } from '../../../src-main/domain/customer-rules.ts';

describe('customerRules', () => {
  test.each([
    [
      '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{3})-DIR',
      { before: '([0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)-', id: 'col[0-9][0-9][0-9]', after: '-DIR' },
    ],
    ['^/vz/private/(?<customer>[^/]+)$', { before: '^/vz/private/', id: '[^/]+', after: '$' }],
    ['/(?<customer>b\\d)(?=/|$)', { before: '/', id: 'b[0-9]', after: '(/|$)' }],
    ['(?<customer>(?:a|b{2,})\\w?c{1,3})', { before: '', id: '(a|bbb*)[A-Za-z0-9_]?c(c(c)?)?', after: '' }],
    ['[\\]\\-a-z]x{0,1}(?<customer>\\(z\\))', { before: '[]a-z-](x)?', id: '[(]z[)]', after: '' }],
  ])('%s', (pattern, rule) => {
    expect(customerRules([pattern])).toEqual([rule]);
  });

  test.each([
    'a|(?<customer>b)',
    '((?<customer>b))?',
    '(?=x)(?<customer>b)',
    '(?<!x)(?<customer>b)',
    '.*?(?<customer>b)',
    '(?<customer>b)\\1',
    '\\b(?<customer>b)',
    '(?<customer>b){2}',
    '(?<customer>b)+',
    '(?<customer>b{999})',
    '[^](?<customer>b)',
    '[é](?<customer>b)',
    '(?<customer>b',
    '(?<customer>[b',
    'no customer',
  ])('%s can not be said so', (pattern) => {
    expect(customerRules([pattern])).toEqual([]);
  });
});

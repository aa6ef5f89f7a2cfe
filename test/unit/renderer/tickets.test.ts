import { expect, test } from 'vitest';
import { ticketPart, ticketParts } from '../../../src-renderer/format/tickets.ts';

const pattern = 'https://tickets.example.com/{ticket}';

test.each([
  ['#48213', 'https://tickets.example.com/48213'],
  ['ABC-17', 'https://tickets.example.com/ABC-17'],
  ['a mail of Tuesday', undefined],
  ['../admin', undefined],
  ['javascript:alert(1)', undefined],
  ['1?x=2', undefined],
])('the ticket %j leads to %s', (text, href) => {
  expect(ticketPart(text, pattern)).toEqual(href === undefined ? { text } : { text, href });
  expect(ticketPart(text, undefined)).toEqual({ text });
});

test('in words each number after a # is one', () => {
  expect(ticketParts('moved on Friday, #48213 and #9: see a#7, ##8, #12x, &#39;', pattern)).toEqual([
    { text: 'moved on Friday, ' },
    { text: '#48213', href: 'https://tickets.example.com/48213' },
    { text: ' and ' },
    { text: '#9', href: 'https://tickets.example.com/9' },
    { text: ': see a#7, ##8, #12x, &#39;' },
  ]);
  expect(ticketParts('#48213', undefined)).toEqual([{ text: '#48213' }]);
});

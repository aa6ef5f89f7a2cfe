import { describe, expect, test } from 'vitest';
import { replySettings, strangeFields, ticketAddress } from '../../../src-main/contract/index.ts';
import { builtInTemplates } from '../../../src-main/domain/reply-words.ts';

describe('the address of a ticket', () => {
  test.each(['https://tickets.example.com/{ticket}', 'https://t.example.com:8443/find?id={ticket}&a=1#x'])(
    'is %s',
    (address) => expect(ticketAddress.safeParse(address).success).toBe(true),
  );

  test.each([
    'http://tickets.example.com/{ticket}',
    'https://tickets.example.com/',
    'https://{ticket}.example.com/',
    'https://tickets.example.com{ticket}',
    'https://tickets.example.com:{ticket}/',
    'https://maria:secret@tickets.example.com/{ticket}',
    'https://tickets.example.com/{ticket}/{ticket}',
    'javascript:alert({ticket})',
    'file:///{ticket}',
    `https://tickets.example.com/${'a'.repeat(500)}{ticket}`,
  ])('is not %s', (address) => expect(ticketAddress.safeParse(address).success).toBe(false));
});

const template = { id: 'a', name: 'A', language: 'en', text: 'Hello {customer}' };

describe('templates', () => {
  test('that come with Nightkeep name no field that there is not', () => {
    expect(builtInTemplates.flatMap(({ text }) => strangeFields(text))).toEqual([]);
    expect(replySettings.safeParse({ templates: builtInTemplates }).success).toBe(true);
  });

  test('are told where they name one', () => {
    expect(strangeFields(`a {path}\n{pathh} $${'{HOME}'} {} { x } {toString}`)).toEqual([
      { line: 2, field: 'pathh' },
      { line: 2, field: 'toString' },
    ]);
    const refused = replySettings.safeParse({ templates: [{ ...template, text: 'a\n{nope}' }] });
    expect(refused.error?.issues[0]).toMatchObject({
      path: ['templates', 0, 'text'],
      message: 'line 2: there is no field {nope}',
    });
  });

  test.each([
    ['two of one id', [template, template]],
    ['a language that nothing is said in', [{ ...template, language: 'xx' }]],
    ['a text without end', [{ ...template, text: 'a'.repeat(20_001) }]],
    ['no name', [{ ...template, name: ' ' }]],
    ['too many', Array.from({ length: 51 }, (_, id) => ({ ...template, id: `t${id}` }))],
  ])('are refused: %s', (_, templates) => expect(replySettings.safeParse({ templates }).success).toBe(false));
});

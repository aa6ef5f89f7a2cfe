import { expect, test } from 'vitest';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { csv } from '../../../src-renderer/format/csv.ts';
import { customerList } from '../../../src-renderer/state/customer-list.ts';
import { undoOf } from '../../../src-renderer/state/triage.ts';

test('customers are told once, their directories each', () => {
  const row = { customer: 'col1', host: 'jail15', path: '/data/1-col1-DIR/www', since: '2013-02-28T07:00:00Z' };
  const {
    customers,
    ids,
    csv: table,
  } = customerList(
    [
      row,
      { ...row, path: '/data/1-col1-DIR/a,"b"', lastGood: '2013-02-26' },
      { ...row, customer: 'col2', path: undefined },
    ],
    'America/Los_Angeles',
  );
  expect([customers, ids]).toEqual([2, 'col1\ncol2\n']);
  expect(table.split('\r\n')).toEqual([
    'customer,host,entry,since,last good night',
    'col1,jail15,/www,2013-02-27,',
    'col1,jail15,"/a,""b""",2013-02-27,2013-02-26',
    'col2,jail15,,2013-02-27,',
    '',
  ]);
});

test('what a spreadsheet would take for a formula is text', () => {
  expect(csv([['=HYPERLINK("http://x")', '@a', '+1', '-1', 'a=b', 'x\ny', undefined]])).toBe(
    `"'=HYPERLINK(""http://x"")",'@a,'+1,'-1,a=b,"x\ny",\r\n`,
  );
});

test('Undo puts each back as it was, those that were alike at once', () => {
  const item = (id: string, more: Partial<FailureItem>) => ({ id, state: 'open', ...more }) as FailureItem;
  const until = '2013-03-01T00:00:00.000Z';
  expect(
    undoOf([
      item('a', {}),
      item('b', { taken: { by: 'maria', at: until } }),
      item('c', {}),
      item('d', { state: 'acknowledged', acknowledged: { by: 'tom', at: until, reason: 'why' } }),
      item('e', { state: 'snoozed', snoozedUntil: until }),
    ]),
  ).toEqual([
    { kind: 'reopen', ids: ['a', 'c'] },
    { kind: 'take', ids: ['b'] },
    { kind: 'acknowledge', reason: 'why', ids: ['d'] },
    { kind: 'snooze', until, ids: ['e'] },
  ]);
});

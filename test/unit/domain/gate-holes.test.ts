import { expect, test } from 'vitest';
import { holesOf, type WayIn } from '../../../src-main/domain/gate-holes.ts';

const closed: WayIn = {
  host: 'jail15',
  server: 'backup1',
  keys: 1,
  proven: 1,
  lines: [{ state: 'gated', number: 3, file: '/root/.ssh/authorized_keys' }],
  isInstalled: true,
  isCurrent: true,
  hasSettings: true,
  rsync: '3.5.0',
  confined: true,
};
const line = { number: 4, file: '/k' };

test('a key that is bound, to a gate that is as it should be, leaves nothing open', () => {
  expect(holesOf(closed)).toEqual([]);
});

test.each<[string, Partial<WayIn>, RegExp]>([
  ['no key', { keys: 0, proven: 0, lines: [] }, /no key that could be read/],
  ['no line', { lines: [] }, /no line for a key/],
  [
    'one line of two',
    { lines: [...closed.lines, { ...line, state: 'open' }] },
    /any command on backup1, .* line 4 of \/k/,
  ],
  [
    'a line of a key that nobody proved',
    { keys: 2, lines: [{ ...line, state: 'open' }] },
    /any command .* if the key in line 4 of \/k is one of its own: .* did not prove/,
  ],
  ['another command', { lines: [{ ...line, state: 'other' }] }, /a command of its own/],
  ['a gate that is gone', { isInstalled: false, isCurrent: false, hasSettings: false }, /gate is gone/],
  ['an older gate', { isCurrent: false }, /another version/],
  ['older settings', { hasSettings: false }, /told other things/],
  ['an old rsync', { confined: false, rsync: '3.4.4' }, /before 3\.5\.0/],
  ['an unknown rsync', { confined: false, rsync: undefined }, /unknown version/],
])('%s is told in one sentence', (_, way, said) => {
  expect(holesOf({ ...closed, ...way })).toEqual([expect.stringMatching(said)]);
});

test.each(['3.5.0', '3.5.1', '3.10.0', '4.0.0'])(
  'rsync %s without a place of its own is open all the same',
  (rsync) => {
    expect(holesOf({ ...closed, confined: false, rsync })).toEqual([
      expect.stringMatching(/^backup1 can make no place .*FreeBSD.* would reach every file there\.$/),
    ]);
  },
);

test('an old rsync does no harm where nothing else exists', () => {
  expect(holesOf({ ...closed, rsync: '3.1.3' })).toEqual([]);
});

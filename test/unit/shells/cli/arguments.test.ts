import { expect, test } from 'vitest';
import { parseInvocation } from '../../../../src-main/shells/cli/arguments.ts';

test.each([
  [['call', 'jobs.list'], { kind: 'call', home: undefined, command: 'jobs.list', json: '{}' }],
  [['call', 'jobs.list', '{"a":1}'], { kind: 'call', home: undefined, command: 'jobs.list', json: '{"a":1}' }],
  [['call', 'jobs.list', '-'], { kind: 'call', home: undefined, command: 'jobs.list', json: '-' }],
  [['--home', '/h', 'call', 'x', '{}'], { kind: 'call', home: '/h', command: 'x', json: '{}' }],
  [['call', 'x', '{}', '--home=/h'], { kind: 'call', home: '/h', command: 'x', json: '{}' }],
  [['watch', '--home', '/h'], { kind: 'watch', home: '/h' }],
  [['serve'], { kind: 'serve', home: undefined, port: 0 }],
  [['serve', '--port', '8080'], { kind: 'serve', home: undefined, port: 8080 }],
  [['--help'], { kind: 'help' }],
  [['call', '-h'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
])('%j', (args, invocation) => {
  expect(parseInvocation(args)).toEqual(invocation);
});

test.each([
  [[]],
  [['burn']],
  [['call']],
  [['call', 'a', 'b', 'c']],
  [['serve', 'x']],
  [['watch', 'x']],
  [['serve', '--port', 'x']],
  [['serve', '--port', '70000']],
  [['--no-such']],
])('%j is refused with a way out', (args) => {
  expect(() => parseInvocation(args)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});

import { expect, test } from 'vitest';
import type { BadFile, Rehearsal } from '../../../src-main/contract/index.ts';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import { ofProof } from '../../../src-main/domain/failures/of-proof.ts';

const find = customerFinder(['/data/(?<customer>col\\d+)']);
const dates: Record<string, string> = { a: '2013-02-21', b: '2013-02-22', c: '2013-02-23' };
const today = {
  now: new Date('2013-02-28T12:00:00Z'),
  timeZone: 'UTC',
  nightsToKeep: 7,
  lastDue: '2013-02-28',
} as never;
const of = (bad: BadFile[], rehearsed: Rehearsal[] = []) =>
  ofProof({ host: 'jail15', server: 'backup1', bad, rehearsed }, { find, dateOf: (run) => dates[run] }, today);
const file = (more: Partial<BadFile>): BadFile => ({
  where: 'c',
  path: '/data/col1/www/a',
  is: 'rotten',
  at: '2013-02-27T03:00:00Z',
  copies: [],
  ...more,
});
const rehearsal: Rehearsal = {
  ...{ customer: 'col1', at: '2013-02-26T03:00:00Z', run: 'c', date: '2013-02-23', root: '/data/col1' },
  ...{ files: 3, bytes: 9, wrong: 0, part: false },
};

test('nothing is said of what is as it was', () => {
  expect(of([], [rehearsal])).toEqual([]);
});

test('a file that rotted is its customer’s, with the nights that share it and those that have it still', () => {
  const copies: BadFile['copies'] = [
    { run: 'c', is: 'same' },
    { run: 'b', is: 'same' },
    { run: 'a', is: 'good' },
  ];
  // A hold and a night of the same file are told as one.
  const [finding, ...others] = of([file({ copies }), file({ where: 'hold:h-1', copies })]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    host: 'jail15',
    path: '/data/col1',
    cause: 'rotten',
    nights: 2,
    lastGood: '2013-02-21',
  });
  expect(finding?.message).toMatch(
    /^\/www\/a in the nights of 22 and 23 February 2013 and the hold h-1: other bytes than when it came; the night of 21 February 2013 still has it as it came\. Hold a good night/,
  );
  expect(finding?.message).toContain('check the disk of backup1');
});

test('each kind, each customer and what has no other copy is said as it is', () => {
  const findings = of([
    file({ is: 'unreadable', copies: [{ run: 'a', is: 'other' }] }),
    file({ path: '/etc/passwd', is: 'written' }),
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((name) => file({ path: `/data/col2/${name}`, where: 'unknown' })),
  ]);
  expect(findings.map(({ path }) => path)).toEqual(['/data/col1', '/etc/passwd', '/data/col2']);
  expect(findings[0]?.message).toContain(
    'the disk does not give its bytes; the night of 21 February 2013 has another version of it',
  );
  expect(findings[1]?.message).toContain(
    '/etc/passwd in the night of 23 February 2013: was written to after its night; no other night has it',
  );
  expect(findings[2]?.message).toContain(
    '/f in a night: other bytes than when it came; no other night has it. And 1 more. Hold',
  );
});

test('a rehearsed restore that came out otherwise is told, alone and beside files', () => {
  const wrong = { ...rehearsal, wrong: 2 };
  expect(of([], [wrong])).toMatchObject([
    {
      path: '/data/col1',
      firstSeen: '2013-02-26T03:00:00Z',
      message: expect.stringMatching(
        /^The restore of the night of 23 February 2013 was rehearsed, and 2 names came out otherwise/,
      ),
    },
  ]);
  const both = of([file({})], [wrong]);
  expect(both).toHaveLength(1);
  expect(both[0]?.message).toMatch(/^\/www\/a .* no other night has it\. The restore of the night/);
});

import { describe, expect, test } from 'vitest';
import { fieldsOfTriage, isAbout, momentAfter, triagesOf } from '../../../src-main/domain/failures/triage.ts';

const now = new Date('2013-02-28T12:00:00Z');
const at = '2013-02-28T11:50:00.123Z';
const line = { action: 'take', by: 'maria@desk1', at: '2013-02-28T11:50:00Z', moment: at };

test('what is written of failures is read back, with since when each lasted', () => {
  const failures = [
    { id: 'missed-0a', firstSeen: '2013-02-27T12:00:00.000Z' },
    { id: 'missed-0b', firstSeen: '2013-02-26T12:00:00Z' },
  ];
  const said = { kind: 'acknowledge', by: 'maria', at, reason: 'a new disk' } as const;
  const fields = { ...fieldsOfTriage(failures, said), action: said.kind, by: said.by, at: '2013-02-28T11:50:00Z' };
  expect(triagesOf(fields, now)).toEqual([
    { ...said, failure: 'missed-0a', since: '2013-02-27T12:00:00.000Z' },
    { ...said, failure: 'missed-0b', since: '2013-02-26T12:00:00.000Z' },
  ]);
});

test('a line of an older Nightkeep names one failure and no moment', () => {
  const old = { action: 'acknowledge', by: 'tom', at: '2013-02-28T11:50:00Z', failure: 'missed-0a', message: 'x' };
  expect(triagesOf(old, now)).toEqual([
    { failure: 'missed-0a', kind: 'acknowledge', by: 'tom', at: '2013-02-28T11:50:00.000Z' },
  ]);
});

describe('what a server makes up', () => {
  test.each([
    ['another action', { action: 'restore' }],
    ['a kind that is a name of every object', { action: 'constructor' }],
    ['nobody', { by: '' }],
    ['nothing but control characters for a name', { by: '\u0000\u001b\u0007' }],
    ['no time', { moment: 'soon' }],
    ['a time that never ends', { moment: '9999-12-31T00:00:00Z' }],
    ['a time of tomorrow', { moment: '2013-03-01T12:00:00Z' }],
    ['a month that is none', { moment: '2013-13-01T12:00:00Z' }],
    ['a snooze without an end', { action: 'snooze' }],
    ['a snooze for ever', { action: 'snooze', until: '2999-01-01T00:00:00Z' }],
    ['no id', { failures: '' }],
    ['ids that are none', { failures: `../x <b> ${'a'.repeat(129)}` }],
  ])('is nothing: %s', (_, fields) => {
    expect(triagesOf({ ...line, failures: 'missed-0a', ...fields }, now)).toEqual([]);
  });

  test('is bounded, and its text is cleaned', () => {
    const failures = Array.from({ length: 100_000 }, (_, index) => `id-${index}`).join(' ');
    const told = {
      ...line,
      action: 'acknowledge',
      by: `m${'x'.repeat(10_000)}`,
      reason: `a\u001b[31m\nb${'y'.repeat(9000)}`,
    };
    const read = triagesOf({ ...told, failures }, now);
    expect(read).toHaveLength(1000);
    expect(read[0]?.by).toHaveLength(200);
    expect(read[0]?.reason?.length).toBeLessThanOrEqual(1000);
    expect(read[0]?.reason?.startsWith('a [31m b')).toBe(true);
  });

  test('costs by its length, however it is made', () => {
    const from = process.cpuUsage();
    triagesOf({ ...line, failures: ' '.repeat(128 * 1024) }, now);
    triagesOf({ ...line, failures: '='.repeat(128 * 1024), by: '\u0001'.repeat(128 * 1024) }, now);
    const { user } = process.cpuUsage(from);
    expect(user).toBeLessThan(2_000_000);
  });
});

describe('it is about the failure that lasts', () => {
  const failure = { cause: 'missed' as const, firstSeen: '2013-02-28T12:00:00.000Z' };
  const said = { failure: 'x', kind: 'take' as const, by: 'maria', at };
  test('where that had begun, or is the one that they saw', () => {
    expect(isAbout({ ...said, at: '2013-02-28T12:00:00.000Z' }, failure)).toBe(true);
    // A night that did not come is dated by noon, which may be still to come.
    expect(isAbout({ ...said, since: failure.firstSeen }, failure)).toBe(true);
  });
  test('and not where that is another one by now', () => {
    expect(isAbout(said, failure)).toBe(false);
    expect(isAbout({ ...said, since: '2013-02-20T12:00:00.000Z' }, failure)).toBe(false);
  });
  test('though this app saw a machine go out of reach some minutes later', () => {
    expect(isAbout(said, { ...failure, cause: 'unreachable' })).toBe(true);
    expect(isAbout({ ...said, at: '2013-02-28T10:50:00.000Z' }, { ...failure, cause: 'unreachable' })).toBe(false);
  });
});

test('what is done after something else is later, whatever the clocks', () => {
  expect(momentAfter(now, [])).toBe('2013-02-28T12:00:00.000Z');
  expect(momentAfter(now, [undefined, at])).toBe('2013-02-28T12:00:00.000Z');
  expect(momentAfter(now, ['2013-02-28T12:30:00.000Z'])).toBe('2013-02-28T12:30:00.001Z');
});

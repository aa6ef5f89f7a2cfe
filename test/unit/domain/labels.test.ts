import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nightLabels, tarballName } from '../../../src-main/domain/labels.ts';

describe('the name of a tarball', () => {
  test.each([
    [['2013-02-22'], 'col00214-2013-02-22'],
    [['2013-02-24', '2013-02-22'], 'col00214-2013-02-22..24'],
    [['2013-02-22', '2013-03-01'], 'col00214-2013-02-22..2013-03-01'],
    [['2012-02-22', '2013-02-22'], 'col00214-2012-02-22..2013-02-22'],
    [['2013-02-22', '2013-02-22'], 'col00214-2013-02-22'],
  ])('%j', (dates, name) => {
    expect(tarballName('col00214', dates)).toBe(name);
  });

  test('is plain, whatever the customer is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255 }), (customer) => {
        expect(tarballName(customer, ['2013-02-22'])).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/);
      }),
    );
    expect(tarballName('../../etc', ['2013-02-22'])).toBe('etc-2013-02-22');
  });
});

describe('the label of a night', () => {
  const night = (runId: string, startedAt: string) => ({ runId, date: startedAt.slice(0, 10), startedAt });

  test('is its date; with the time where two share one; with a number where those are the same', () => {
    const labels = nightLabels(
      [
        night('a', '2013-02-22T10:00:00Z'),
        night('b', '2013-02-23T10:00:00Z'),
        night('c', '2013-02-23T12:05:00Z'),
        night('d', '2013-02-23T12:05:30Z'),
      ],
      'America/Los_Angeles',
    );
    expect([...labels.values()]).toEqual(['2013-02-22', '2013-02-23_0200', '2013-02-23_0405', '2013-02-23_0405-2']);
  });
});

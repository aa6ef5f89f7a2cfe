import { expect, test } from 'vitest';
import { countOf, dateOf, instantOf } from '../../../src-main/domain/told-values.ts';

test.each(['0', '17', '999999999999999'])('%s is a count', (text) => expect(countOf(text)).toBe(Number(text)));
test.each(['', ' 1', '-1', '1.5', '1e9', '0x10', 'NaN', 'Infinity', '9'.repeat(16), '1\n', undefined])(
  '%j is no count',
  (text) => expect(countOf(text)).toBeUndefined(),
);

test.each(['2026-11-28', '0000-01-01', '2024-02-29', '9999-12-31'])('%s is a date', (text) =>
  expect(dateOf(text)).toBe(text),
);
test.each([
  '',
  '2026-19-39',
  '2026-02-31',
  '2023-02-29',
  '20261128',
  '2026-11-28\n',
  '12026-11-28',
  '-001-01-01',
  undefined,
])('%j is no date', (text) => expect(dateOf(text)).toBeUndefined());

test.each(['2026-11-28T01:02:03Z', '2026-11-28T01:02:03.123456789Z'])('%s is an instant', (text) =>
  expect(instantOf(text)).toBe(text),
);
test.each([
  '',
  '1',
  'garbage',
  '2026-11-28',
  '2026-11-28T25:00:00Z',
  '2026-11-28T01:02:03',
  '12345-01-01T00:00:00Z',
  '2026-11-28T01:02:03Z\n',
  undefined,
])('%j is no instant', (text) => expect(instantOf(text)).toBeUndefined());

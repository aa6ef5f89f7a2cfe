import { expect, test } from 'vitest';
import { nestingOf } from '../../../src-main/domain/nesting.ts';

test.each([
  ['7', 0],
  ['{}', 1],
  ['[[],[{}],[]]', 3],
  ['{"a":"[[[[","b":"\\"[[","c\\\\":[]}', 2],
  ['['.repeat(2_000_000), 2_000_000],
])('of %.40s it is %i', (json, deep) => {
  expect(nestingOf(json)).toBe(deep);
});

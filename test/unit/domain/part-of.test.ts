import { expect, test } from 'vitest';
import { anyHas, partOf } from '../../../src-main/domain/part-of.ts';

test.each<[string, { offset?: number; limit?: number }, number[]]>([
  ['all of it', {}, [0, 1, 2, 3, 4]],
  ['the first', { limit: 2 }, [0, 1]],
  ['from one on', { offset: 3 }, [3, 4]],
  ['some in between', { offset: 1, limit: 2 }, [1, 2]],
  ['fewer than there are left', { offset: 4, limit: 9 }, [4]],
  ['none behind its end', { offset: 9, limit: 2 }, []],
])('%s: says where it stands and how many there are', (_, wanted, items) => {
  expect(partOf([0, 1, 2, 3, 4], wanted)).toEqual({ items, offset: wanted.offset ?? 0, total: 5 });
});

test('a text is found in either case, blanks around it left out', () => {
  expect(anyHas(' COL1 ', [undefined, 'col10'])).toBe(true);
  expect(anyHas('col2', [undefined, 'col10'])).toBe(false);
  expect(anyHas(undefined, [])).toBe(true);
  expect(anyHas('  ', [])).toBe(true);
});

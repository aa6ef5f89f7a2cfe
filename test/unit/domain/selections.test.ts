import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import { contains } from '../../../src-main/domain/nights.ts';
import { groupSelections, outermost } from '../../../src-main/domain/selections.ts';

const find = customerFinder(['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR']);
const mine = (path: string) => {
  const found = find(path);
  return found?.id === 'col00214' ? found.root : undefined;
};
const root = '/mnt/data1/69.55.238.98-col00214-DIR';
const other = '/mnt/data2/69.55.238.99-col00214-DIR';

describe('what was selected', () => {
  test('is grouped by host and root, relative to the root, nested paths dropped', () => {
    const { groups, refused } = groupSelections(
      [
        { host: 'jail15', runId: 'b', paths: [`${root}/usr/home/`, `${root}/usr//home/anna`, `${root}/etc`] },
        { host: 'jail15', runId: 'a', paths: [root, `${root}/etc`] },
        { host: 'jail15', runId: 'b', paths: [`${root}/etc`, `${root}/etcetera`] },
        { host: 'jail15', runId: 'b', paths: [`${other}/etc`] },
        { host: 'jail16', runId: 'b', paths: [`${root}/etc`] },
      ],
      mine,
    );
    expect(refused).toEqual([]);
    expect(groups).toEqual([
      {
        host: 'jail15',
        root,
        nights: [
          { runId: 'a', paths: [''] },
          { runId: 'b', paths: ['etc', 'etcetera', 'usr/home'] },
        ],
      },
      { host: 'jail15', root: other, nights: [{ runId: 'b', paths: ['etc'] }] },
      { host: 'jail16', root, nights: [{ runId: 'b', paths: ['etc'] }] },
    ]);
  });

  test('of another customer, of the host, or above the root is refused', () => {
    const paths = ['/etc', '/mnt/data1', root.replace('col00214', 'col00301')];
    const { groups, refused } = groupSelections([{ host: 'jail15', runId: 'a', paths }], mine);
    expect(groups).toEqual([]);
    expect(refused.map(({ path }) => path)).toEqual(paths);
  });
});

test('of some paths, those inside none of the others', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'ab', '-'), { maxLength: 4 }).map((parts) => parts.join('/'));
  const within = (outer: string, inner: string) => outer === '' || contains(outer, inner);
  fc.assert(
    fc.property(fc.array(path, { maxLength: 8 }), (paths) => {
      const kept = outermost(paths);
      expect(paths.every((each) => kept.some((outer) => within(outer, each)))).toBe(true);
      expect(kept.filter((each) => kept.some((outer) => outer !== each && within(outer, each)))).toEqual([]);
      expect(new Set(kept).size).toBe(kept.length);
    }),
  );
});

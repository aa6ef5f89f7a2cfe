import { expect, test } from 'vitest';
import { MOST_PLACES, placesOf } from '../../../src-main/domain/in-place.ts';

const night = (label: string, ...paths: string[]) => ({ label, paths });

test('each path that was chosen is a place, of its night', () => {
  expect(placesOf([night('2013-02-22', 'etc', 'usr/home'), night('2013-02-24', 'etc2')])).toEqual([
    { label: '2013-02-22', path: 'etc' },
    { label: '2013-02-22', path: 'usr/home' },
    { label: '2013-02-24', path: 'etc2' },
  ]);
});

test('what can’t be in place is told with the next step', () => {
  expect(placesOf([night('2013-02-22', '')])).toContain('choose folders or files in it');
  expect(placesOf([night('2013-02-22', 'etc'), night('2013-02-24', 'etc')])).toBe(
    '/etc is chosen of 2013-02-22 and of 2013-02-24: only one of them can be in place',
  );
  expect(placesOf([night('2013-02-22', 'etc'), night('2013-02-24', 'etc/rc.d/x')])).toContain(
    '/etc and /etc/rc.d/x are',
  );
  const many = Array.from({ length: MOST_PLACES + 1 }, (_, index) => `f${index}`);
  expect(placesOf([night('2013-02-22', ...many)])).toContain('choose the folders they lie in');
  expect(placesOf([night('2013-02-22', ...many.slice(1))])).toHaveLength(MOST_PLACES);
});

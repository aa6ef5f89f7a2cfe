import { describe, expect, test } from 'vitest';
import type { FileEntry } from '../../../src-main/contract/index.ts';
import { compareTrees, MOST_FOLDERS, MOST_SAMPLES } from '../../../src-main/domain/compare-trees.ts';
import { comparedPaths } from '../../../src-main/features/compare-now.ts';
import { runEntry } from '../../support/runs.ts';

const file = (name: string, more: Partial<FileEntry> = {}): FileEntry => ({
  name,
  type: 'file',
  size: 1,
  mtime: '2013-02-22T09:00:00Z',
  mode: '0644',
  uid: 0,
  gid: 0,
  ...more,
});
const folder = (name: string, more: Partial<FileEntry> = {}) =>
  file(name, { type: 'directory', mode: '0755', ...more });
const tree = (...entries: FileEntry[]) => new Map(entries.map((entry) => [entry.name, entry]));

describe('two trees compared', () => {
  test.each([
    ['a file of another size', file('a'), file('a', { size: 2 }), { changed: 1 }],
    ['a file of another time', file('a'), file('a', { mtime: '2013-02-23T09:00:00Z' }), { changed: 1 }],
    ['a mode', file('a'), file('a', { mode: '0600' }), { changed: 1, mode: 1 }],
    ['an owner', file('a'), file('a', { uid: 9 }), { changed: 1, owner: 1 }],
    ['a group', folder('a'), folder('a', { gid: 9 }), { changed: 1, owner: 1 }],
    ['a folder’s time alone', folder('a'), folder('a', { mtime: '2013-02-23T09:00:00Z' }), { changed: 0 }],
    ['a folder’s size alone', folder('a'), folder('a', { size: 9 }), { changed: 0 }],
    [
      'a link’s target',
      file('a', { type: 'symlink', target: 'x' }),
      file('a', { type: 'symlink', target: 'y' }),
      { changed: 1 },
    ],
    [
      'a link’s own time',
      file('a', { type: 'symlink', target: 'x' }),
      file('a', { type: 'symlink', target: 'x', mtime: '' }),
      { changed: 0 },
    ],
  ])('%s', (_, before, after, counts) => {
    expect(compareTrees(tree(before), tree(after))).toMatchObject({
      added: 0,
      deleted: 0,
      mode: 0,
      owner: 0,
      ...counts,
    });
  });

  test.each<[Partial<FileEntry>, object]>([
    [{ mode: '0600' }, { mode: true }],
    [
      { mode: '0600', size: 2 },
      { mode: true, content: true },
    ],
    [
      { uid: 9, mtime: '2013-02-23T09:00:00Z' },
      { owner: true, content: true },
    ],
    [{ size: 2 }, {}],
  ])('of what differs by %o is said whether it is only its mode or owner', (more, said) => {
    const { sample } = compareTrees(tree(file('a')), tree(file('a', more)));
    expect(sample).toEqual([{ path: 'a', change: 'changed', size: more.size ?? 1, ...said }]);
  });

  test('of a deleted folder the highest stands for all in it, and is counted with it', () => {
    const before = tree(folder('a'), folder('a/b'), file('a/b/c'), file('d'), folder('e'), file('e/f'));
    const found = compareTrees(before, tree(folder('e')));
    expect(found).toMatchObject({ deleted: 5, gone: ['a', 'd', 'e/f'], goneCount: 3 });
    expect(found.folders.map(({ path, deleted }) => [path, deleted])).toEqual([
      ['a', 3],
      ['', 1],
      ['e', 1],
    ]);
  });

  test('what is of another type is gone, and what was in it, and another thing has come', () => {
    const found = compareTrees(tree(folder('a'), file('a/b')), tree(file('a')));
    expect(found).toMatchObject({ added: 1, changed: 0, deleted: 2, gone: ['a'] });
  });

  test('lists are bounded, counts are whole', () => {
    const many = Array.from({ length: 3000 }, (_, i) => folder(`f${i}`));
    const found = compareTrees(tree(...many), tree());
    expect(found).toMatchObject({ deleted: 3000, goneCount: 3000 });
    expect([found.sample.length, found.folders.length, found.gone.length]).toEqual([
      MOST_SAMPLES,
      MOST_FOLDERS,
      MOST_FOLDERS,
    ]);
  });
});

describe('what of a night is compared', () => {
  const entries = [
    runEntry('/c/etc'),
    runEntry('/c/home'),
    runEntry('/c/home/in', 'covered'),
    runEntry('/c/link', 'symlink'),
    runEntry('/other'),
  ];
  test.each([
    ['/c', ['/c/etc', '/c/home']],
    ['/c/home', ['/c/home']],
    ['/c/home/anna/www', ['/c/home/anna/www']],
    ['/', ['/c/etc', '/c/home', '/other']],
    ['/nowhere', []],
  ])('%s', (path, paths) => {
    expect(comparedPaths({ entries }, path)).toEqual(paths);
  });

  test('a night without a record says nothing of its directories: all of the path', () => {
    expect(comparedPaths({ entries: [] }, '/c')).toEqual(['/c']);
  });
});

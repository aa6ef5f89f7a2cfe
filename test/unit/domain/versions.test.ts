import { describe, expect, test } from 'vitest';
import type { FileEntry } from '../../../src-main/contract/index.ts';
import { type FolderNight, folderHistory, versionLetter } from '../../../src-main/domain/versions.ts';

const file = (size: number, more: Partial<FileEntry> = {}): FileEntry => ({
  name: 'a',
  type: 'file',
  size,
  mtime: '2013-02-22T00:00:00Z',
  mode: '0644',
  uid: 0,
  gid: 0,
  ...more,
});
const folder = (size = 0) => file(size, { type: 'directory' });

const night = (entries: FileEntry[] | undefined, ...changed: string[]): FolderNight => ({
  runId: 'x',
  entries,
  changed: new Set(changed),
});

const letters = (...nights: FolderNight[]) => folderHistory(nights).rows[0]?.versions;

describe('the letters of a row', () => {
  test('are the same for the same content, also when it comes back', () => {
    expect(letters(night([file(1)]), night([file(2)]), night([file(1)]), night([file(3)]))).toEqual([
      'A',
      'B',
      'A',
      'C',
    ]);
  });

  test.each([{ mode: '0600' }, { uid: 1 }, { gid: 1 }, { mtime: '2013-02-22T00:00:01Z' }, { type: 'other' as const }])(
    'differ for %j',
    (more) => {
      expect(letters(night([file(1)]), night([file(1, more)]))).toEqual(['A', 'B']);
    },
  );

  test('differ for another target of a symlink', () => {
    const link = (target: string) => file(1, { type: 'symlink', target });
    expect(letters(night([link('x')]), night([link('y')]), night([link('x')]))).toEqual(['A', 'B', 'A']);
  });

  test('of a folder change when anything below it does, not with its own size or time', () => {
    expect(letters(night([folder()]), night([folder(4096)]), night([folder()], 'a'), night([folder()]))).toEqual([
      'A',
      'A',
      'B',
      'B',
    ]);
  });

  test('leave a gap where a night does not have it', () => {
    expect(letters(night([file(1)]), night([]), night(undefined), night([file(1)]))).toEqual(['A', null, null, 'A']);
  });

  test('follow a folder that becomes a file and back', () => {
    expect(letters(night([folder()]), night([file(1)], 'a'), night([folder()], 'a'))).toEqual(['A', 'B', 'C']);
  });
});

test('a row shows the newest size and time', () => {
  expect(folderHistory([night([file(1)]), night([file(2)]), night([])]).rows).toMatchObject([{ name: 'a', size: 2 }]);
});

test('after Z comes AA', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(versionLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

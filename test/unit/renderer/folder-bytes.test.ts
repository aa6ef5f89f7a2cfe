import { describe, expect, it } from 'vitest';
import { folderBytes } from '../../../src-renderer/state/folder-bytes.ts';
import { viewNights } from '../../../src-renderer/state/night-view.ts';
import { entry, night, root } from './builders.ts';

describe('how much is in a folder', () => {
  const entries = [
    entry('/usr/home', { bytes: 3_000 }),
    entry('/usr/local', { bytes: 400 }),
    entry('/usr/home/anna', { state: 'covered', bytes: 2_000 }),
    entry('/www', { state: 'missing', sameAs: 'run-21', bytes: 70 }),
  ];
  const views = viewNights(
    [night(22, { entries: [entry('/usr/home', { bytes: 1 })] }), night(23, { entries })],
    [root],
  );
  const of = (path: string, ...versions: (string | null)[]) =>
    folderBytes(`${root}${path}`, ['run-22', 'run-23'], versions, views);

  it('is the sum of the entries in it, each counted once', () => {
    expect(of('/usr', 'A', 'B')).toBe(3_400);
    expect(of('/usr/home', 'A', 'B')).toBe(3_000);
  });
  it('is that of the newest night which has it', () => expect(of('/usr', 'A', null)).toBe(1));
  it('is that of the copy which stands in', () => expect(of('/www', null, 'A')).toBe(70));
  it('is not known inside an entry, nor of a path that only begins alike', () => {
    expect(of('/usr/home/anna', 'A', 'B')).toBeUndefined();
    expect(of('/us', 'A', 'B')).toBeUndefined();
  });
  it('is not known of nights without a record', () =>
    expect(
      folderBytes(`${root}/usr`, ['run-22'], ['A'], viewNights([night(22, { entries: [] })], [root])),
    ).toBeUndefined());
});

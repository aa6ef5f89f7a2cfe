import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

let estate: Estate;
const put = (path: string, content: string, root = estate.host) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
beforeEach(() => {
  estate = new Estate(shellOfThisTest());
});
afterEach(() => estate.end());

let day = 0;
const night = (input: Parameters<Estate['night']>[0] = {}) => {
  day += 1;
  const at = new Date(Date.UTC(2026, 1, day, 8));
  return estate.night({ at, date: at.toISOString().slice(0, 10), ...input });
};
const holds = () => readdirSync(estate.keep('holds'));
const put9 = (folder: string, content = 'ten bytes.', root = estate.host) => {
  for (let file = 0; file < 9; file++) put(`${folder}/${file}`, content, root);
};
const without = (folder: string, files: number) => {
  for (let file = 0; file < files; file++) rmSync(join(estate.host, `${folder}/${file}`));
};

describe('an entry that lost', () => {
  // With its folder it has ten files; the last of them has nearly all of the bytes.
  test.each([
    ['half of its files', { lose: 5, big: 1000 }, undefined, 'good'],
    ['more than half of its files', { lose: 6, big: 1000 }, undefined, 'collapsed'],
    ['half of its bytes', { lose: 0, big: 500 - 8 * 5 }, undefined, 'good'],
    ['more than half of its bytes', { lose: 0, big: 300 }, undefined, 'collapsed'],
    ['more than a share that staff set', { lose: 3, big: 1000 }, 0.2, 'collapsed'],
    ['less than a share that staff set', { lose: 8, big: 1000 }, 0.9, 'good'],
    ['anything, where none may be lost', { lose: 1, big: 1000 }, 0, 'collapsed'],
  ])('%s', async (_, { lose, big }, collapseShare, state) => {
    estate.configure(['/mnt/data', '/etc']);
    put('etc/file', 'of the host');
    put9('mnt/data', '.....');
    put('mnt/data/8', 'x'.repeat(960));
    const good = await night({ collapseShare });
    expect(good.result?.entries[0]).toMatchObject({ state: 'good', files: 10, bytes: 1000 });
    without('mnt/data', lose);
    put('mnt/data/8', 'x'.repeat(big === 1000 ? 960 : big));
    const { result } = await night({ collapseShare });
    expect(result).toMatchObject({
      state: state === 'good' ? 'good' : 'warning',
      entries: [{ state }, { state: 'good' }],
    });
    // The night is what the source is; the good one is held beside it, and stays where it is.
    expect(readdirSync(estate.nightFolder(0, 'mnt/data'))).toHaveLength(9 - lose);
    expect(readdirSync(estate.nightFolder(1, 'mnt/data'))).toHaveLength(9);
    if (state === 'good') return expect(holds()).toEqual([]);
    const tree = estate.keep(`holds/${holds()[0]}/tree/${good.result?.date}/mnt/data`);
    expect(readdirSync(tree)).toHaveLength(9);
    expect(readFileSync(estate.keep(`holds/${holds()[0]}/hold`), 'utf8')).toContain('\tbytes=1000\n');
    expect(statSync(join(tree, '8')).ino).toBe(statSync(estate.nightFolder(1, 'mnt/data/8')).ino);
    expect(result?.entries[0]?.message).toMatch(/^it has \d+ (bytes|files and folders), and had \d+/);
  });

  test('all of them in the first night after the old script’s: its last one is held', async () => {
    put9('0/mnt/data', 'x', estate.backupdir);
    put9('1/mnt/data', 'x', estate.backupdir);
    put('0/etc/file', 'x', estate.backupdir);
    estate.configure(['/mnt/data', '/etc', '/srv']);
    for (const folder of ['mnt/data', 'srv']) mkdirSync(join(estate.host, folder), { recursive: true });
    const { result, events } = await night();
    expect(result).toMatchObject({
      state: 'warning',
      entries: [
        { state: 'collapsed', files: 1 },
        { state: 'missing', files: 2 },
        { state: 'good', files: 1 },
      ],
    });
    expect(result?.entries[0]?.message).toBe(
      'it is empty, and had 9 files and folders in the last good night; that one is held',
    );
    const [hold = ''] = holds();
    const [label = ''] = readdirSync(estate.keep(`holds/${hold}/tree`));
    expect(readFileSync(estate.keep(`holds/${hold}/tree/${label}/mnt/data/3`), 'utf8')).toBe('x');
    const troubles = events.filter(({ name }) => name === 'trouble').map(({ fields }) => fields);
    expect(troubles).toMatchObject([
      { goodDate: 'one of the old script', leavesIn: 'it is held for 14 days' },
      { goodDate: 'one of the old script', leavesIn: expect.stringMatching(/^it leaves rotation in 6 nights/) },
    ]);
    // It is not taken for empty for ever.
    const again = await night();
    expect(again.result?.entries[0]).toMatchObject({ state: 'collapsed' });
    expect(holds()).toEqual([hold]);
    put9('mnt/data', 'x');
    expect((await night()).result?.entries[0]).toMatchObject({ state: 'good' });
  });
});

test('an entry that was empty, and one that is new, are no warning', async () => {
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  expect((await night()).result?.state).toBe('good');
  expect((await night()).result?.state).toBe('good');
  put9('mnt/data');
  expect((await night()).result?.state).toBe('good');
  renameSync(join(estate.host, 'mnt/data'), join(estate.host, 'mnt/other'));
  estate.configure(['/mnt/other']);
  expect((await night()).result?.state).toBe('good');
});

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  type Stats,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listActions } from '../../../src-main/programs/restore/actions.ts';
import { changeHold } from '../../../src-main/programs/restore/change-hold.ts';
import { listHolds } from '../../../src-main/programs/restore/list-holds.ts';
import { measureSelection } from '../../../src-main/programs/restore/measure.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

describe.each(shells)('holds and tarballs under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shell);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/usr/home/anna/same`, 'the same in both');
    await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'second one');
    await estate.built.write(`${ROOT}/usr/home/anna/later`, 'came later');
    await estate.built.publish(nights.second);
  });
  afterEach(() => estate.remove());

  const both = (...paths: string[]) => [
    { ...nights.first, paths },
    { ...nights.second, paths },
  ];
  const treeOf = (path: string) => join(estate.built.path, '.nightkeep/holds/20130228T120000Z-hhhhhh/tree', path);

  test.each([
    ['GNU', ''],
    ['another', '[ "$1" != --version ] || exit 1'],
  ])(
    'a hold of one folder of the root has nothing else of it, and the root is as it was: by %s cp',
    async (_, first) => {
      await estate.tool('cp', `${first}\nexec /bin/cp "$@"`);
      await estate.built.write(`${ROOT}/.profile`, 'not asked for');
      chmodSync(join(estate.built.source, ROOT), 0o751);
      utimesSync(join(estate.built.source, ROOT), 1_300_000_000, 1_300_000_000);
      const night = { runId: '20130225T081000Z-cccccc', date: '2013-02-25', label: '2013-02-25' };
      await estate.built.publish(night);
      await estate.hold([{ ...night, paths: ['usr'] }]);
      expect(readdirSync(treeOf('2013-02-25'))).toEqual(['usr']);
      const known = ({ mode, mtimeMs }: Stats) => ({ mode, mtimeMs });
      expect(known(statSync(treeOf('2013-02-25')))).toEqual(known(statSync(join(estate.built.path, '0', ROOT))));
      expect(known(statSync(treeOf('2013-02-25/usr')))).toEqual(
        known(statSync(join(estate.built.path, '0', ROOT, 'usr'))),
      );
    },
  );

  test('a hold is hard links, whole, recorded, and noted as an action', async () => {
    const { hold, absent } = await estate.hold(both('usr/home/anna', 'odd/new\nline -> \\x'));
    expect(absent).toEqual([]);
    expect(hold).toMatchObject({
      id: '20130228T120000Z-hhhhhh',
      customer: 'col00214',
      reason: 'restore',
      by: 'anna',
      until: '2013-03-14T12:00:00Z',
      nights: [
        {
          runId: nights.first.runId,
          date: '2013-02-22',
          paths: [`${ROOT}/usr/home/anna`, `${ROOT}/odd/new\nline -> \\x`],
        },
        { runId: nights.second.runId, date: '2013-02-24' },
      ],
    });
    expect(hold?.bytes).toBeGreaterThan(0);
    const night = join(estate.built.path, '0', ROOT, 'usr/home/anna/www/index.html');
    expect(statSync(treeOf('2013-02-24/usr/home/anna/www/index.html')).ino).toBe(statSync(night).ino);
    expect(readdirSync(treeOf('2013-02-22/odd'))).toEqual(['new\nline -> \\x']);
    const actions = await runProgram(estate.machines, 'backup1', listActions, { backupdirs: [estate.built.path] });
    expect(actions).toMatchObject([
      { backupdir: estate.built.path, action: { action: 'hold', by: 'anna', customer: 'col00214', ticket: '#48213' } },
    ]);
    expect(readdirSync(join(estate.built.path, '.nightkeep/holds'))).toEqual(['20130228T120000Z-hhhhhh']);
  });

  test('a night that rotates while it is held is held as it was', async () => {
    await estate.tool(
      'cp',
      `
      case "$*" in
        -al*) if [ ! -e '${estate.bin}/moved' ]; then touch '${estate.bin}/moved'; (cd '${estate.built.path}' && mv 1 2 && mv 0 1); fi ;;
      esac
      exec /bin/cp "$@"`,
    );
    await estate.hold(both('usr/home/anna'));
    expect(existsSync(join(estate.bin, 'moved'))).toBe(true);
    const night = join(estate.built.path, '2', ROOT, 'usr/home/anna/www/index.html');
    expect(statSync(treeOf('2013-02-22/usr/home/anna/www/index.html')).ino).toBe(statSync(night).ino);
    expect(statSync(treeOf('2013-02-24/usr/home/anna/www/index.html')).ino).toBe(
      statSync(join(estate.built.path, '1', ROOT, 'usr/home/anna/www/index.html')).ino,
    );
  });

  test('what a night does not have is told; where nothing is there at all nothing is held', async () => {
    const { hold, absent } = await estate.hold(both('usr/home/anna/later'));
    expect(absent).toEqual([{ runId: nights.first.runId, path: 'usr/home/anna/later' }]);
    expect(hold?.nights).toMatchObject([{ runId: nights.second.runId }]);
    await expect(estate.hold(both('nowhere'), { id: 'other' })).rejects.toMatchObject({ code: 'nothing-selected' });
    const gone = [{ ...nights.first, runId: 'x', paths: [''] }];
    await expect(estate.hold(gone, { id: 'other' })).rejects.toMatchObject({ code: 'night-gone' });
    expect(readdirSync(join(estate.built.path, '.nightkeep/holds'))).toEqual(['20130228T120000Z-hhhhhh']);
  });

  test('a symlink in a night leads nowhere: not out of it, and not beside it', async () => {
    const inNight = (path: string) => join(estate.built.path, '0', ROOT, path);
    symlinkSync('/etc', inNight('etc'));
    symlinkSync('usr', inNight('beside'));
    const held = (path: string) =>
      estate.hold([{ ...nights.second, paths: [path] }], { id: path.replaceAll('/', '-') });
    await expect(held('etc/passwd')).rejects.toMatchObject({ code: 'unsafe-path' });
    await expect(held('beside/home')).rejects.toMatchObject({ code: 'unsafe-path' });
    await held('etc');
    const link = lstatSync(join(estate.built.path, '.nightkeep/holds/etc/tree/2013-02-24/etc'));
    expect(link.isSymbolicLink()).toBe(true);
  });

  test('measuring counts what is the same in two nights once', async () => {
    const measure = (paths: string[]) =>
      runProgram(estate.machines, 'backup1', measureSelection, {
        backupdir: estate.built.path,
        root: ROOT,
        nights: both(...paths),
      });
    const measured = await measure(['usr/home/anna']);
    // index.html of 5 and 10 bytes, `same` of 16 once, `later` of 10.
    expect(measured).toMatchObject({ files: 5, bytes: 5 + 16 + 10 + 10, absent: [] });
    expect(measured.freeBytes).toBeGreaterThan(0);
    expect((await measure(['usr/home/anna/later'])).absent).toHaveLength(1);
  });

  test('extending and releasing', async () => {
    await estate.hold(both('usr'));
    const change = { backupdir: estate.built.path, by: 'ben', at: '2013-03-01T00:00:00Z', host: 'jail15' };
    const id = '20130228T120000Z-hhhhhh';
    const until = '2013-04-01T00:00:00Z';
    expect(
      await runProgram(estate.machines, 'backup1', changeHold, { ...change, id, verb: 'extend', until }),
    ).toMatchObject({ id, until, by: 'anna', reason: 'restore' });
    const list = () => runProgram(estate.machines, 'backup1', listHolds, { backupdirs: [estate.built.path, '/none'] });
    expect(await list()).toMatchObject([{ holds: [{ id, until }] }, { holds: [] }]);
    await runProgram(estate.machines, 'backup1', changeHold, { ...change, id, verb: 'release' });
    expect(await list()).toMatchObject([{ holds: [] }, { holds: [] }]);
    await expect(
      runProgram(estate.machines, 'backup1', changeHold, { ...change, id, verb: 'release' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    // The nights are as they were.
    const night = join(estate.built.path, '0', ROOT, 'usr/home/anna/www/index.html');
    expect(readFileSync(night, 'utf8')).toBe('second one');
  });

  test('the same files of two nights are one in the tarball, and links in the source stay links', async () => {
    linkSync(estate.built.inSource(`${ROOT}/usr/home/anna/same`), estate.built.inSource(`${ROOT}/usr/home/anna/twin`));
    chmodSync(estate.built.inSource(`${ROOT}/usr/home/anna/www`), 0o2755);
    await estate.built.publish({ runId: '20130225T081000Z-cccccc', date: '2013-02-25' });
    await estate.hold([
      { ...nights.second, paths: ['usr'] },
      { runId: '20130225T081000Z-cccccc', date: '2013-02-25', label: '2013-02-25', paths: ['usr'] },
    ]);
    const packed = await estate.pack();
    const listing = execFileSync('tar', ['-tvzf', join(treeOf('..'), packed.name)]).toString();
    expect(packed.entries).toBe(listing.trimEnd().split('\n').length);
    expect(listing).toMatch(
      /2013-02-25\/usr\/home\/anna\/www\/index.html link to 2013-02-24\/usr\/home\/anna\/www\/index.html/,
    );
    expect(listing).toMatch(/2013-02-25\/usr\/home\/anna\/twin link to /);
  });
});

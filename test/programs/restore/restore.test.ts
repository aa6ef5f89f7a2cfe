import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listActions } from '../../../src-main/programs/restore/actions.ts';
import { changeHold } from '../../../src-main/programs/restore/change-hold.ts';
import { listHolds } from '../../../src-main/programs/restore/list-holds.ts';
import { measureSelection } from '../../../src-main/programs/restore/measure.ts';
import { probeRoot } from '../../../src-main/programs/restore/probe-root.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { Source } from '../../support/nights/source.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const tars = [
  { tar: 'GNU tar', stand: undefined },
  { tar: 'bsdtar', stand: 'exec bsdtar "$@"' },
];

/** What a tarball has to bring back: all but sockets. */
function expected(manifest: Manifest | undefined): Manifest {
  return new Map([...(manifest ?? [])].filter(([, item]) => item.type !== 'socket'));
}

describe.each(tars)('a restore of two nights, packed by $tar', ({ tar, stand }) => {
  test('unpacked, equals what was there on those nights, in everything', async () => {
    const estate = await RestoreEstate.make(shells[0] as (typeof shells)[0]);
    onTestFinished(() => removeTree(estate.built.folder));
    if (stand) await estate.tool('gtar', stand);
    const source = new Source(join(estate.built.source, ROOT), seeded(`restore ${tar}`));
    plant(source, 60);
    const before = expected(takeManifest(source.root));
    await estate.built.publish(nights.first);
    const log = mutate(source, 40);
    const after = expected(takeManifest(source.root));
    await estate.built.publish(nights.second);

    await estate.hold([
      { ...nights.first, paths: [''] },
      { ...nights.second, paths: [''] },
    ]);
    const packed = await estate.pack();
    const delivered = await estate.deliver(packed);
    expect(delivered).toMatchObject({ name: 'col00214-2013-02-22..24.tar.gz', before: false, os: 'Linux' });
    expect(statSync(estate.inRoot(delivered.name)).mode & 0o7777).toBe(0o600);
    expect(readdirSync(estate.inRoot('/'))).toEqual([delivered.name]);

    const unpacked = join(estate.built.folder, 'unpacked');
    mkdirSync(unpacked);
    const flags = ['--numeric-owner', '--xattrs', '--xattrs-include=*', '--acls', '--warning=no-unknown-keyword'];
    execFileSync('tar', [...flags, '-xzpf', estate.inRoot(delivered.name)], { cwd: unpacked, stdio: 'ignore' });
    expect(readdirSync(unpacked)).toEqual(['2013-02-22', '2013-02-24']);
    expect(differences(before, takeManifest(join(unpacked, '2013-02-22'))), log.join('\n')).toEqual([]);
    expect(differences(after, takeManifest(join(unpacked, '2013-02-24'))), log.join('\n')).toEqual([]);
  });
});

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
      'rsync',
      `
      real=$(PATH=/usr/bin:/bin command -v rsync)
      case "$*" in
        *--link-dest*) if [ ! -e '${estate.bin}/moved' ]; then touch '${estate.bin}/moved'; (cd '${estate.built.path}' && mv 1 2 && mv 0 1); fi ;;
      esac
      exec "$real" "$@"`,
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

  test('a name that is taken gets a number, and nothing is overwritten', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    writeFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'theirs');
    mkdirSync(estate.inRoot('col00214-2013-02-22..24-2.tar.gz'));
    symlinkSync('nowhere', estate.inRoot('col00214-2013-02-22..24-3.tar.gz'));
    const probe = await runProgram(estate.machines, 'jail15', probeRoot, {
      root: ROOT,
      name: 'col00214-2013-02-22..24',
    });
    expect(probe.name).toBe('col00214-2013-02-22..24-4.tar.gz');
    const delivered = await estate.deliver(packed);
    expect(delivered.name).toBe('col00214-2013-02-22..24-4.tar.gz');
    expect(readFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'utf8')).toBe('theirs');
    expect(readdirSync(estate.inRoot('col00214-2013-02-22..24-2.tar.gz'))).toEqual([]);
  });

  test('doing any step twice does it once', async () => {
    await estate.hold(both('usr'));
    expect((await estate.hold(both('usr'))).hold).toMatchObject({ id: '20130228T120000Z-hhhhhh' });
    const packed = await estate.pack();
    expect(await estate.pack()).toEqual(packed);
    const { name } = await estate.deliver(packed);
    expect(await estate.deliver(packed)).toMatchObject({ name, before: true });
    expect(readdirSync(estate.inRoot('/'))).toEqual([name]);
  });

  test('what arrives damaged is refused, and nothing is left', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await estate.tool(
      'ssh',
      'while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; sh -c "$*" | { IFS= read -r head; printf "%s\\n" "$head"; tr "\\037" x; }',
    );
    await expect(estate.deliver(packed)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    await estate.tool(
      'ssh',
      'while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; sh -c "$*" | head -c 200',
    );
    await expect(estate.deliver(packed)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
    expect(readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  });

  test('a server that can not be reached, and a hold that is gone, are told as such', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await expect(estate.deliver(packed, { hold: 'gone' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(estate.deliver(packed, { root: '/nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await estate.tool('ssh', 'echo "ssh: connect to host backup1 port 22: No route to host" >&2; exit 255');
    await expect(estate.deliver(packed)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('No route to host'),
    });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
  });

  test('a customer whose root is a symlink, or has no room, gets nothing', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    mkdirSync(join(estate.host, 'elsewhere'));
    symlinkSync('../../elsewhere', join(estate.host, 'mnt/data1/10.0.0.1-col00001-DIR'));
    await expect(estate.deliver(packed, { root: '/mnt/data1/10.0.0.1-col00001-DIR' })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
    await expect(estate.deliver(packed, { bytes: 9e15 })).rejects.toMatchObject({ code: 'no-space' });
    expect(readdirSync(join(estate.host, 'elsewhere'))).toEqual([]);
  });

  test('cancelled while it copies, it leaves nothing', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await estate.tool(
      'ssh',
      `printf 'tarball\\tbytes=1\\tsha256=0\\nhalf'; touch '${estate.bin}/copying'; exec sleep 100`,
    );
    const cancel = new AbortController();
    const delivery = estate.deliver(packed, {}, cancel.signal);
    while (!existsSync(join(estate.bin, 'copying'))) await new Promise((resolve) => setTimeout(resolve, 10));
    cancel.abort();
    await expect(delivery).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
    expect(readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  });

  test('without a folder beside the root, the tarball is received inside it', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    // As on a file system of its own: nothing can be linked in from outside.
    await estate.tool(
      'ln',
      'for last; do :; done; [ "$last" = . ] && { echo "Invalid cross-device link" >&2; exit 1; }; exec /bin/ln "$@"',
    );
    writeFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'theirs');
    const delivered = await estate.deliver(packed);
    expect(delivered.name).toBe('col00214-2013-02-22..24-2.tar.gz');
    expect(readdirSync(estate.inRoot('/')).sort()).toEqual([
      'col00214-2013-02-22..24-2.tar.gz',
      'col00214-2013-02-22..24.tar.gz',
    ]);
    expect(statSync(estate.inRoot(delivered.name)).nlink).toBe(1);
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

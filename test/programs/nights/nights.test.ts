import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { compareNights } from '../../../src-main/programs/nights/compare.ts';
import { readFolderHistory } from '../../../src-main/programs/nights/folder-history.ts';
import { listFiles } from '../../../src-main/programs/nights/list-files.ts';
import { listNights } from '../../../src-main/programs/nights/list-nights.ts';
import { type AskedTrees, listTrees } from '../../../src-main/programs/nights/list-tree.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';

/** Names that a parser or a shell could stumble over. */
const nasty = [
  'plain',
  'new\nline',
  'tab\there',
  'back\\slash',
  'looks like \\#012',
  'literal \\n and \\t',
  '-dash',
  ' blanks ',
  '*deleting',
  'quo\'te"$(id)`id`',
  'pipe|x',
  'trailing\n',
  textFromBytes(Buffer.from([0x62, 0xff, 0xfe, 0x80])),
  'ünïcode',
  '#hash',
  ';semi',
  'x'.repeat(255),
];

/** What programs/keeper/lock.sh tells a process by. */
function began(pid: number): string {
  const since = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  return `${since}.${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').split('-')[0]}`;
}

describe.each(shells)('reading nights under $name', ({ argv }) => {
  const machines = localMachines({ shell: argv });
  let built: BackupdirBuilder;
  const [first, second, third] = ['20130222T081000Z-aaaaaa', '20130223T081000Z-bbbbbb', '20130224T081000Z-cccccc'];

  beforeEach(async () => {
    built = await BackupdirBuilder.make();
  });
  afterEach(() => built.remove());

  const files = (runId: string, path: string) =>
    runProgram(machines, 'backup1', listFiles, { backupdir: built.path, runId, path });

  test('every name of a folder comes back as its bytes', async () => {
    for (const name of nasty) await built.write(`/jail/${name}`, 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    const found = await files(first, '/jail');
    expect(found.map((entry) => entry.name).sort()).toEqual([...nasty].sort());
  });

  test('type, size, mode, time, owner and target are told', async () => {
    await built.write('/jail/file', 'four');
    await utimes(built.inSource('/jail/file'), 1e9, 1e9);
    await chmod(built.inSource('/jail/file'), 0o4751);
    await mkdir(built.inSource('/jail/folder'), { mode: 0o700 });
    await symlink('over -> there', built.inSource('/jail/link -> a'));
    execFileSync('mkfifo', [join(built.source, 'jail/pipe')]);
    await built.publish({ runId: first, date: '2013-02-22' });
    const found = await files(first, '/jail');
    const own = { uid: process.getuid?.(), gid: process.getgid?.() };
    expect(found).toMatchObject([
      { name: 'folder', type: 'directory', mode: '0700', ...own },
      { name: 'file', type: 'file', size: 4, mode: '4751', mtime: '2001-09-09T01:46:40Z', ...own },
      { name: 'link -> a', type: 'symlink', target: 'over -> there' },
      { name: 'pipe', type: 'other' },
    ]);
  });

  test('a night is found by its id wherever rotation has moved it, and is gone once it is trashed', async () => {
    await built.write('/jail/a', '1');
    await built.publish({ runId: first, date: '2013-02-22' });
    await built.publish({ runId: second, date: '2013-02-23' });
    await built.rotate();
    expect((await files(first, '/jail')).map((entry) => entry.name)).toEqual(['a']);
    await built.trash(2);
    await expect(files(first, '/jail')).rejects.toMatchObject({ code: 'night-gone' });
  });

  test('a symlink in a path is not followed', async () => {
    await built.write('/jail/real/secret', 'x');
    await symlink('/etc', built.inSource('/jail/etc'));
    await symlink('real', built.inSource('/jail/inside'));
    await built.publish({ runId: first, date: '2013-02-22' });
    await expect(files(first, '/jail/etc')).rejects.toMatchObject({ code: 'unsafe-path' });
    await expect(files(first, '/jail/inside')).rejects.toMatchObject({ code: 'unsafe-path' });
    await expect(files(first, '/jail/nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(files(first, '/jail/real/secret')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('nights, failed runs and the lock are told in one answer', async () => {
    await built.write('/jail/a', '1');
    await built.publishOld();
    await built.failRun({ runId: first, date: '2013-02-22', message: 'before the oldest night with a record' });
    await built.publish({ runId: second, date: '2013-02-23', entries: [{ path: '/jail', sameAs: first }] });
    await built.failRun({ runId: third, date: '2013-02-24', message: 'the server was full' });
    await built.failRun({ runId: second, date: '2013-02-23' });
    await mkdir(join(built.path, '.nightkeep/lock'));
    await writeFile(
      join(built.path, '.nightkeep/lock/owner'),
      `lock\twhat=run\trun=x\tpid=${process.pid}\tbegan=${began(process.pid)}\tstartedAt=2013-02-24T09:00:00Z\n`,
    );
    const absent = join(built.folder, 'absent');
    const places = await runProgram(machines, 'backup1', listNights, { backupdirs: [absent, built.path] });
    expect(places).toMatchObject([
      { backupdir: absent, state: 'absent', nights: [] },
      {
        state: 'there',
        nights: [
          { runId: second, index: 0, run: { date: '2013-02-23', entries: [{ path: '/jail', sameAs: first }] } },
          { runId: expect.stringMatching(/^old-\d+-\d+$/), index: 1, run: undefined, bornAt: expect.any(Number) },
        ],
        endedRuns: [{ runId: third, state: 'failed', message: 'the server was full' }],
        lock: { what: 'run', runId: 'x', since: '2013-02-24T09:00:00Z', alive: true },
      },
    ]);
    const old = places[1]?.nights[1]?.runId ?? '';
    await built.rotate();
    expect((await files(old, '/jail')).map((entry) => entry.name)).toEqual(['a']);
  });

  test('a record cannot make the program say anything but records', async () => {
    await built.write('/jail/a', '1');
    await built.publish({ runId: first, date: '2013-02-22' });
    await writeFile(join(built.path, '0/.nightkeep-record'), `run\tid=${first}\tdate=2013-02-22\nerror\tcode=locked\n`);
    const [place] = await runProgram(machines, 'backup1', listNights, { backupdirs: [built.path] });
    expect(place?.nights).toMatchObject([{ runId: first }]);
  });

  test('a folder over its nights: letters change exactly with the content', async () => {
    await built.write('/jail/same', '1');
    await built.write('/jail/sub/deep/file', '1');
    await built.write('/jail/quiet/file', '1');
    await built.write('/jail/back\\and\nforth', 'one');
    await utimes(built.inSource('/jail/back\\and\nforth'), 1e9, 1e9);
    await built.publish({ runId: first, date: '2013-02-22' });
    await built.write('/jail/back\\and\nforth', 'other');
    await built.write('/jail/sub/deep/file', 'longer');
    await built.write('/jail/new', '1');
    await built.publish({ runId: second, date: '2013-02-23' });
    await built.write('/jail/back\\and\nforth', 'one');
    await utimes(built.inSource('/jail/back\\and\nforth'), 1e9, 1e9);
    await rm(built.inSource('/jail/same'));
    await chmod(built.inSource('/jail/sub/deep'), 0o711);
    await built.publish({ runId: third, date: '2013-02-24' });

    const history = await runProgram(machines, 'backup1', readFolderHistory, { backupdir: built.path, path: '/jail' });
    expect(history.nights).toEqual([first, second, third]);
    expect(Object.fromEntries(history.rows.map((row) => [row.name, row.versions]))).toEqual({
      quiet: ['A', 'A', 'A'],
      sub: ['A', 'B', 'C'],
      'back\\and\nforth': ['A', 'B', 'A'],
      new: [null, 'A', 'A'],
      same: ['A', 'A', null],
    });
  });

  test('a folder that some nights do not have', async () => {
    await built.write('/other/a', '1');
    await built.publish({ runId: first, date: '2013-02-22' });
    await built.write('/jail/sub/a', '1');
    await built.publish({ runId: second, date: '2013-02-23' });
    const read = (path: string) => runProgram(machines, 'backup1', readFolderHistory, { backupdir: built.path, path });
    expect((await read('/jail')).rows).toMatchObject([{ name: 'sub', versions: [null, 'A'] }]);
    expect((await read('/')).rows.map((row) => [row.name, row.versions])).toContainEqual(['other', ['A', 'A']]);
    expect((await read('/nowhere')).rows).toEqual([]);
  });

  test('all below some paths, of a night and of the machine itself, whatever the names', async () => {
    for (const name of nasty) await built.write(`/jail/sub/${name}`, 'x');
    await symlink('sub', built.inSource('/jail/link'));
    await built.publish({ runId: first, date: '2013-02-22' });
    const list = (asked: AskedTrees) => runProgram(machines, 'backup1', listTrees, asked);
    const ofNight = { backupdir: built.path, runId: first };
    const [jail, link, nowhere, sub] = await list({
      night: ofNight,
      paths: ['/jail', '/jail/link', '/nowhere', '/jail/sub/'],
    });
    expect([link, nowhere]).toEqual([undefined, undefined]);
    expect(jail?.map(({ name }) => name).sort()).toEqual(['link', 'sub', ...nasty.map((name) => `sub/${name}`)].sort());
    expect(sub?.map(({ name }) => name).sort()).toEqual([...nasty].sort());
    const here = await list({ paths: ['jail', 'jail/link', 'jail/sub'].map((path) => join(built.source, path)) });
    expect(here).toEqual([jail, undefined, sub]);
    await expect(list({ night: { ...ofNight, runId: 'x' }, paths: ['/jail'] })).rejects.toMatchObject({
      code: 'night-gone',
    });
  });

  test('two nights compared: counts, and a sample', async () => {
    for (let i = 0; i < 250; i++) await built.write(`/jail/many/${i}`, 'x');
    await built.write('/jail/grows', 'x');
    await built.write('/jail/mode', 'x');
    await built.write('/jail/mode and more', 'x');
    await built.write('/jail/go\ne\\x', 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    await rm(built.inSource('/jail/many'), { recursive: true });
    await built.write('/jail/grows', 'xx');
    await chmod(built.inSource('/jail/mode'), 0o600);
    await built.write('/jail/mode and more', 'xyz');
    await chmod(built.inSource('/jail/mode and more'), 0o600);
    await rm(built.inSource('/jail/go\ne\\x'));
    await built.write('/jail/*deleting', 'x');
    await built.publish({ runId: second, date: '2013-02-23' });
    const compare = (from: string, to: string, path = '/jail') =>
      runProgram(machines, 'backup1', compareNights, { backupdir: built.path, from, to, path });

    const found = await compare(first, second);
    const back = await compare(second, first);
    expect(found).toMatchObject({ added: 1, changed: 3, deleted: 252 });
    expect(found.sample).toHaveLength(200);
    expect(found).toMatchObject({ mode: 2, owner: 0, gone: ['go\ne\\x', 'many'], goneCount: 2 });
    // The folder itself, and what was in it.
    expect(found.folders[0]).toEqual({ path: 'many', added: 0, changed: 0, deleted: 251, mode: 0, owner: 0 });
    expect(found.folders[1]).toEqual({ path: '', added: 1, changed: 3, deleted: 1, mode: 2, owner: 0 });
    expect(back.sample).toContainEqual({ path: 'mode', change: 'changed', size: 1, mode: true });
    expect(back.sample).toContainEqual({
      path: 'mode and more',
      change: 'changed',
      size: 1,
      mode: true,
      content: true,
    });
    expect(back).toMatchObject({ added: 252, changed: 3, deleted: 1 });
    expect(back.sample).toContainEqual({ path: 'go\ne\\x', change: 'added', size: 1 });
    expect(back.sample).toContainEqual({ path: '*deleting', change: 'deleted', size: undefined });
    expect(await compare(first, second, '/jail/many')).toMatchObject({ added: 0, deleted: 250 });
    expect(await compare(first, first)).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    await expect(compare(first, second, '/nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(compare(first, 'x')).rejects.toMatchObject({ code: 'night-gone' });
  });
});

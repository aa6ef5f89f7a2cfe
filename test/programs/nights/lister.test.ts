import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesFromText, textFromBytes } from '../../../src-main/domain/bytes.ts';
import { createFilesFeature } from '../../../src-main/features/files.ts';
import type { NightsReader } from '../../../src-main/features/nights-reader.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { readFolderHistory, readFolderQuickly } from '../../../src-main/programs/nights/folder-history.ts';
import { listFiles } from '../../../src-main/programs/nights/list-files.ts';
import { readFileStart } from '../../../src-main/programs/nights/read-file.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { canCount, countedMachines } from '../../support/counted-machines.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const [first, second] = ['20130222T081000Z-aaaaaa', '20130223T081000Z-bbbbbb'];
const names = [
  'plain',
  'new\nline',
  'tab\there',
  'back\\slash',
  'looks like \\#012',
  'pipe|x',
  'arrow -> x',
  '-dash',
  'ünï',
];
names.push(textFromBytes(Buffer.from([0x62, 0xff, 0x01, 0x80])), 'trailing\n');

/** A folder with a `find` that knows no -printf, as FreeBSD's, before all others. */
function plainFind(): Record<string, string> {
  const bin = tempFolder();
  const real = execFileSync('sh', ['-c', 'command -v find'], { encoding: 'utf8' }).trim();
  const text = `#!/bin/sh\nfor word; do case $word in -printf) echo 'find: -printf: unknown primary' >&2; exit 1 ;; esac; done\nexec ${real} "$@"\n`;
  writeFileSync(join(bin, 'find'), text, { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH}` };
}

describe.each(shells)('reading folders and files of nights under $name', ({ argv }) => {
  const printing = localMachines({ shell: argv });
  let built: BackupdirBuilder;
  beforeEach(async () => {
    built = await BackupdirBuilder.make();
  });
  afterEach(() => built.remove());

  test('a folder is told the same, whether or not find can print', async () => {
    const folder = join(built.source, 'jail');
    mkdirSync(folder);
    for (const name of names) writeFileSync(bytesFromText(join(folder, name)), name);
    symlinkSync('/a -> b\nc', join(folder, 'link -> or not'));
    mkdirSync(join(folder, 'sub\nfolder'));
    chmodSync(join(folder, 'sub\nfolder'), 0o3751);
    chmodSync(join(folder, 'plain'), 0o4711);
    utimesSync(join(folder, 'plain'), new Date('2013-02-01T03:04:05.678Z'), new Date('2013-02-01T03:04:05.678Z'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await built.publish({ runId: first, date: '2013-02-22' });
    const list = (machines: ReturnType<typeof localMachines>) =>
      runProgram(machines, 'backup1', listFiles, { backupdir: built.path, runId: first, path: '/jail' });
    const told = await list(printing);
    expect(told).toEqual(await list(localMachines({ shell: argv, env: plainFind() })));
    expect(told.map(({ name }) => name).sort()).toEqual([...names, 'link -> or not', 'sub\nfolder', 'pipe'].sort());
    expect(told.find(({ name }) => name === 'plain')).toMatchObject({ mode: '4711', mtime: '2013-02-01T03:04:05Z' });
    expect(told.find(({ type }) => type === 'symlink')).toMatchObject({ target: '/a -> b\nc' });
  });

  test('a quick reading has every file’s versions, and says that it does not know those of folders', async () => {
    await built.write('/jail/www/index.html', 'one');
    await built.write('/jail/page', 'one');
    await built.publish({ runId: first, date: '2013-02-22' });
    await built.write('/jail/www/index.html', 'two two');
    await built.write('/jail/page', 'two two');
    await built.publish({ runId: second, date: '2013-02-23' });
    const input = { backupdir: built.path, path: '/jail' };
    const quick = await runProgram(printing, 'backup1', readFolderQuickly, input);
    const whole = await runProgram(printing, 'backup1', readFolderHistory, input);
    expect(quick.quick).toBe(true);
    expect(quick.nights).toEqual([first, second]);
    expect(quick.rows.map(({ name, versions }) => [name, versions])).toEqual([
      ['www', ['·', '·']],
      ['page', ['A', 'B']],
    ]);
    expect(whole.quick).toBeUndefined();
    expect(whole.rows.map(({ name, versions }) => [name, versions])).toEqual([
      ['www', ['A', 'B']],
      ['page', ['A', 'B']],
    ]);
    const page = quick.rows[1]?.details;
    expect([page?.A?.size, page?.B?.size]).toEqual([3, 7]);
    expect(page?.A).toMatchObject({ mode: '0644', uid: process.getuid?.(), gid: process.getgid?.() });
  });

  test('a quick reading takes one round trip to the server', async () => {
    await built.write('/jail/page', 'one');
    await built.publish({ runId: first, date: '2013-02-22' });
    let asked = 0;
    const machines = {
      ...printing,
      exec: (...call: Parameters<typeof printing.exec>) => {
        asked += 1;
        return printing.exec(...call);
      },
    };
    const nights = { placeOf: async () => ({ server: 'backup1', backupdir: built.path }) } as unknown as NightsReader;
    const feature = createFilesFeature({
      machines,
      nights,
      customers: {} as never,
      jobs: {} as never,
      downloads: '/nowhere',
      pathInHold: () => Promise.reject(new Error('no hold is read')),
    });
    const input = { host: 'jail15', path: '/jail', quick: true };
    expect(await feature['files.history'](input, { by: 'anna' })).toMatchObject({ rows: [{ name: 'page' }] });
    expect(asked).toBe(1);
  });

  test.skipIf(!canCount)('a quick reading of seven nights takes some eight processes a night', async () => {
    for (const name of names) await built.write(`/jail/${name.trim()}`, 'one');
    for (let day = 1; day <= 7; day++)
      await built.publish({ runId: `2013022${day}T081000Z-aaaaaa`, date: `2013-02-2${day}` });
    const counted = countedMachines(argv);
    const told = await runProgram(counted, 'backup1', readFolderQuickly, { backupdir: built.path, path: '/jail' });
    expect(told.nights).toHaveLength(7);
    expect(told.rows).toHaveLength(names.length);
    // There were 91: what find prints is made into events by one sed, not by three. mksh has no printf of its own.
    expect(counted.counts.forks).toBeLessThanOrEqual(argv[0] === 'mksh' ? 90 : 60);
  });

  test('a file is told byte for byte, as far as it is asked for', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
    mkdirSync(join(built.source, 'jail'));
    writeFileSync(join(built.source, 'jail', 'odd\nname'), bytes);
    writeFileSync(join(built.source, 'jail', 'empty'), '');
    symlinkSync('/etc/passwd', join(built.source, 'jail', 'link'));
    await built.publish({ runId: first, date: '2013-02-22' });
    const read = (path: string, most: number, runId = first) =>
      runProgram(printing, 'backup1', readFileStart, { backupdir: built.path, runId, path, most });
    const whole = await read('/jail/odd\nname', 100_000);
    expect(whole.size).toBe(bytes.length);
    expect(whole.content.equals(bytes)).toBe(true);
    const start = await read('/jail/odd\nname', 1000);
    expect(start.size).toBe(bytes.length);
    expect(start.content.equals(bytes.subarray(0, 1000))).toBe(true);
    expect(await read('/jail/empty', 10)).toEqual({ size: 0, content: Buffer.alloc(0) });
    await expect(read('/jail/link', 10)).rejects.toMatchObject({ code: 'unsafe-path' });
    await expect(read('/jail', 10)).rejects.toMatchObject({ code: 'not-found' });
    await expect(read('/jail/none', 10)).rejects.toMatchObject({ code: 'not-found' });
    await expect(read('/jail/link/passwd', 10)).rejects.toMatchObject({
      code: expect.stringMatching(/not-found|unsafe/),
    });
    await expect(read('/jail/empty', 10, second)).rejects.toMatchObject({ code: 'night-gone' });
  });
});

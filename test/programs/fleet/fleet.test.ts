import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesFromText } from '../../../src-main/domain/bytes.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { diskSpace } from '../../../src-main/programs/fleet/disk-space.ts';
import { listFolders } from '../../../src-main/programs/fleet/list-folders.ts';
import { listRuns } from '../../../src-main/programs/fleet/list-runs.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-programs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mkdir = (path: string) =>
  mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), bytesFromText(path)]), { recursive: true });

describe.each(shells)('under $name', ({ argv }) => {
  const machines = localMachines({ shell: argv });

  describe('list-folders', () => {
    test('names folders of any name, and neither files nor symlinks', async () => {
      const names = [
        'plain',
        'with blank',
        '-n',
        '.hidden',
        '..odd',
        'tab\tnewline\n.',
        'quote\'"$x`',
        'back\\slash\\n',
        'caf\udce9',
        '*',
      ];
      for (const name of names) mkdir(`folders/${name}`);
      writeFileSync(join(folder, 'folders', 'file'), '');
      symlinkSync('/etc', join(folder, 'folders', 'link'), 'dir');
      const { folders, unreadable } = await runProgram(machines, 'a', listFolders, [
        join(folder, 'folders'),
        join(folder, 'not there'),
      ]);
      expect(folders.sort()).toEqual(names.map((name) => `${join(folder, 'folders')}/${name}`).sort());
      expect(unreadable).toEqual([]);
      rmSync(join(folder, 'folders'), { recursive: true });
    });

    test('of the root, and of an empty folder', async () => {
      mkdir('empty');
      const { folders } = await runProgram(machines, 'a', listFolders, ['/', join(folder, 'empty')]);
      expect(folders).toContain('/etc');
      expect(folders.filter((path) => path.startsWith(folder))).toEqual([]);
    });

    test.skipIf(process.getuid?.() === 0)('tells of a folder it may not read', async () => {
      mkdir('closed');
      chmodSync(join(folder, 'closed'), 0o000);
      const { unreadable } = await runProgram(machines, 'a', listFolders, [join(folder, 'closed')]);
      expect(unreadable).toEqual([join(folder, 'closed')]);
    });
  });

  test('disk-space tells of the file system a folder is on, or would be', async () => {
    const disks = await runProgram(machines, 'a', diskSpace, ['/', join(folder, 'not', 'there yet'), 'relative', '']);
    expect(disks.map(({ dir }) => dir)).toEqual(['/', join(folder, 'not', 'there yet')]);
    for (const { freeBytes, totalBytes } of disks) {
      expect(totalBytes).toBeGreaterThan(1024 * 1024);
      expect(freeBytes).toBeLessThanOrEqual(totalBytes);
    }
  });

  describe('list-runs', () => {
    const record = (id: string, entry = 'path=/etc\tstate=good\tfiles=1') =>
      `run\tid=${id}\tstate=good\tdate=2013-02-28\nentry\t${entry}\n`;

    test('tells what came after a run, oldest first, and nothing that is no record', async () => {
      mkdir('runs/.nightkeep/runs');
      const write = (name: string, text: string) => writeFileSync(join(folder, 'runs/.nightkeep/runs', name), text);
      const ids = ['20130226T090000Z-aaaaaa', '20130227T090000Z-bbbbbb', '20130228T090000Z-cccccc'];
      for (const id of [...ids].reverse()) write(id, record(id, 'path=/caf\\\\n\tstate=missing'));
      write(
        '20130301T090000Z-dddddd',
        `backupdir\tpath=/etc\n${record('20130301T090000Z-dddddd')}error\tcode=internal\n`,
      );
      write('20130302T090000Z-eeeeee', '');
      write('a name', record('x'));
      symlinkSync('/etc/passwd', join(folder, 'runs/.nightkeep/runs/20130303T090000Z-ffffff'));
      const ask = (after: string) =>
        runProgram(machines, 'a', listRuns, [
          { backupdir: join(folder, 'runs'), after },
          { backupdir: join(folder, 'nowhere'), after: '' },
        ]);
      const [all, none] = await ask('');
      expect(all?.map(({ runId }) => runId)).toEqual([...ids, '20130301T090000Z-dddddd']);
      expect(all?.[0]?.entries).toEqual([expect.objectContaining({ path: '/caf\\n', state: 'missing' })]);
      expect(none).toEqual([]);
      expect((await ask(ids[1] as string))[0]?.map(({ runId }) => runId)).toEqual([ids[2], '20130301T090000Z-dddddd']);
      rmSync(join(folder, 'runs'), { recursive: true });
    });
  });
});

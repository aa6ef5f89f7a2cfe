import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { probeDiskProgram } from '../../../src-main/programs/keeper/probe-disk.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const probe = (argv: readonly string[], backupdir: string) =>
  runProgram(localMachines({ shell: argv }), 'backup1', probeDiskProgram, { backupdir });

test.each(shells)('what a disk keeps is found by trying, and nothing stays there: under $name', async ({ argv }) => {
  const backupdir = tempFolder();
  writeFileSync(join(backupdir, 'kept'), 'x');
  const { rsync, keeps } = await probe(argv, backupdir);
  expect(rsync).toMatch(/^\d+\.\d+/);
  expect(keeps).toMatchObject({
    capitals: true,
    hardLinks: true,
    symlinks: true,
    modes: true,
    longNames: true,
    fifos: true,
  });
  expect(keeps.fractions).toBe(true);
  expect(readdirSync(backupdir)).toEqual(['kept']);
  expect(await probe(argv, join(backupdir, 'absent'))).toMatchObject({ rsync, keeps: { capitals: undefined } });
});

/** A disk of that kind, or undefined where this machine can mount none. */
function mounted(make: string[], options = 'loop'): string | undefined {
  const folder = tempFolder();
  const [image, at] = [join(folder, 'image'), join(folder, 'disk')];
  mkdirSync(at);
  writeFileSync(image, '');
  truncateSync(image, 20_000_000);
  const [program = '', ...args] = make;
  if (spawnSync(program, [...args, image]).status !== 0) return undefined;
  if (spawnSync('mount', ['-o', options, image, at]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', [at]));
  return at;
}

test('inodes of 128 bytes keep whole seconds', async ({ skip }) => {
  const disk = mounted(['mkfs.ext4', '-q', '-F', '-I', '128']);
  if (disk === undefined) return skip('no disk can be mounted here');
  for (const { argv } of shells) {
    expect((await probe(argv, disk)).keeps).toMatchObject({ fractions: false, hardLinks: true, capitals: true });
  }
});

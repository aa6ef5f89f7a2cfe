import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { NO_STAMP, readStamps } from '../../../src-main/programs/fleet/stamps.ts';
import { canCount, countedMachines } from '../../support/counted-machines.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe.each(shells)('stamps under $name', ({ argv }) => {
  let folder: string;
  /** An hour later, as the machine's clock has it: what was just made is old by then. */
  let later: string;
  beforeEach(() => {
    folder = tempFolder();
    later = join(folder, 'bin');
    mkdirSync(later);
    writeFileSync(join(later, 'date'), '#!/bin/sh\necho $(($(/bin/date +%s) + 3600))\n', { mode: 0o755 });
  });

  const aheadEnv = () => ({ PATH: `${later}:${process.env.PATH}` });
  const stampsOf = async (backupdirs: readonly string[], env: Record<string, string> = aheadEnv()) => {
    const machines = localMachines({ shell: argv, env });
    return await runProgram(machines, 'a', readStamps, { room: folder, backupdirs });
  };
  const make = (name: string): string => {
    const dir = join(folder, name);
    for (const inner of ['0', '1', '.nightkeep/runs', '.nightkeep/holds/one'])
      mkdirSync(join(dir, inner), { recursive: true });
    writeFileSync(join(dir, '.nightkeep/actions'), 'action\n');
    writeFileSync(join(dir, '.nightkeep/holds/one/hold'), 'hold\n');
    return dir;
  };

  type Kind = 'nights' | 'holds' | 'actions' | 'locked';
  const changes: [string, (dir: string) => void, Kind[]][] = [
    ['nothing', () => {}, []],
    ['a night that is renamed', (dir) => renameSync(join(dir, '1'), join(dir, '2')), ['nights']],
    ['a night that leaves', (dir) => rmSync(join(dir, '1'), { recursive: true }), ['nights']],
    ['the record of a run', (dir) => writeFileSync(join(dir, '.nightkeep/runs/x'), 'run\n'), ['nights']],
    ['a lock', (dir) => mkdirSync(join(dir, '.nightkeep/lock')), ['nights', 'locked']],
    ['another hold', (dir) => mkdirSync(join(dir, '.nightkeep/holds/two')), ['holds']],
    [
      'a hold that is extended',
      (dir) => {
        writeFileSync(join(dir, '.nightkeep/holds/one/new'), 'hold\n');
        renameSync(join(dir, '.nightkeep/holds/one/new'), join(dir, '.nightkeep/holds/one/hold'));
      },
      ['holds'],
    ],
    [
      'a hold that is proven',
      (dir) => writeFileSync(join(dir, '.nightkeep/holds/one/hold'), 'proven\n', { flag: 'a' }),
      ['holds'],
    ],
    ['an action', (dir) => writeFileSync(join(dir, '.nightkeep/actions'), 'action\n', { flag: 'a' }), ['actions']],
    ['a file of a night', (dir) => writeFileSync(join(dir, '0/file'), 'x'), []],
    ['a backupdir that goes', (dir) => rmSync(dir, { recursive: true }), ['nights', 'holds', 'actions']],
  ];

  test('each change changes the stamp of just what it is about, and nothing changes another', async () => {
    const dirs = changes.map((_, index) => make(`host${index}`));
    const before = await stampsOf(dirs);
    expect(before.stamps.flatMap((each) => Object.values(each))).not.toContain(NO_STAMP);
    // Times are told in seconds.
    await pause(1100);
    for (const [index, [, change]] of changes.entries()) change(dirs[index] as string);
    const after = await stampsOf(dirs);
    const found = changes.map(([what], index): [string, Kind[]] => {
      const differs = (kind: Kind) => after.stamps[index]?.[kind] !== before.stamps[index]?.[kind];
      return [what, (['nights', 'holds', 'actions', 'locked'] as const).filter(differs)];
    });
    expect(found).toEqual(changes.map(([what, , kinds]) => [what, kinds]));
    expect(after.disk).toMatchObject({ dir: folder, totalBytes: expect.any(Number) });
  });

  test('what changed within the second may change within it again: that is no stamp', async () => {
    const { stamps } = await stampsOf([make('a')], {});
    expect(stamps).toEqual([{ nights: NO_STAMP, holds: NO_STAMP, actions: NO_STAMP, locked: false }]);
  });

  test('of a name with any byte, of what is not there, and in the order asked', async () => {
    const odd = make('tab\there\nnew line -c \\n *');
    const plain = make('plain');
    symlinkSync(plain, join(folder, 'link'));
    const dirs = [join(folder, 'nowhere'), odd, 'relative', join(folder, 'link'), plain];
    const { stamps } = await stampsOf(dirs);
    expect(stamps.map(({ nights }) => nights !== undefined)).toEqual([false, true, false, true, true]);
    expect(stamps[3]).toEqual(stamps[4]);
    expect(stamps[1]).not.toEqual(stamps[4]);
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be read is as one that is not there', async () => {
    const dir = make('closed');
    chmodSync(dir, 0o000);
    const { stamps } = await stampsOf([dir]);
    chmodSync(dir, 0o700);
    expect(stamps[0]?.nights).toBeUndefined();
  });

  test.skipIf(!canCount)('a hundred backupdirs cost at most 20 kB and 60 processes', async () => {
    const dirs = Array.from({ length: 100 }, (_, index) => make(`data/backup/jail${index}.example.com`));
    const machines = countedMachines(argv, aheadEnv());
    const { stamps } = await runProgram(machines, 'a', readStamps, { room: folder, backupdirs: dirs });
    expect(stamps).toHaveLength(100);
    expect(new Set(stamps.map(({ nights }) => nights)).size).toBe(100);
    expect(machines.counts.bytes).toBeLessThanOrEqual(20_000);
    expect(machines.counts.forks).toBeLessThanOrEqual(60);
  });
});

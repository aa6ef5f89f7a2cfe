import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listNews, listNights } from '../../../src-main/programs/nights/list-nights.ts';
import { BackupdirBuilder, recordText } from '../../support/backupdir.ts';
import { canCount, countedMachines } from '../../support/counted-machines.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';

const days = ['22', '23', '24', '25'] as const;
const dateOf = (day: string) => `2013-02-${day}`;
const idOf = (day: string) => `201302${day}T081000Z-aaaaaa`;

describe.each(shells)('what is new in a backupdir, under $name', ({ argv }) => {
  const machines = localMachines({ shell: argv });
  let built: BackupdirBuilder;
  beforeEach(async () => {
    built = await BackupdirBuilder.make();
    await built.write('/jail/a', '1');
  });
  afterEach(() => built.remove());

  const publish = async (day: string) => {
    const night = { runId: idOf(day), date: dateOf(day), entries: [{ path: '/jail' }] };
    await built.publish(night);
    await mkdir(join(built.path, '.nightkeep/runs'), { recursive: true });
    await writeFile(join(built.path, '.nightkeep/runs', night.runId), recordText(night));
  };
  const news = async (after: string, known: readonly string[] = []) => {
    const [found] = await runProgram(machines, 'backup1', listNews, [{ backupdir: built.path, after, known }]);
    return {
      nights: found?.nights.map(({ runId, index }) => [runId, index]),
      records: found?.runs.map(({ runId }) => runId),
      inNights: found?.nights.flatMap(({ run }) => run?.runId ?? []),
    };
  };

  test('every record once where nothing is known, none where all are, and what came since', async () => {
    for (const day of days.slice(0, 3)) await publish(day);
    const nights = ['24', '23', '22'].map((day, index) => [idOf(day), index]);
    const ids = days.slice(0, 3).map(idOf);
    expect(await news('')).toEqual({ nights, records: ids, inNights: [] });
    expect(await news(idOf('24'), ids)).toEqual({ nights, records: [], inNights: [] });
    await publish('25');
    await built.failRun({ runId: '20130225T090000Z-failed', date: '2013-02-25' });
    expect((await news(idOf('24'), ids)).records).toEqual([idOf('25'), '20130225T090000Z-failed']);
  });

  test('a run is told though a later one is known, whatever the clock that it was named by', async () => {
    await publish('22');
    await publish('24');
    const known = [idOf('22'), idOf('24')];
    await built.failRun({ runId: idOf('23'), date: dateOf('23') });
    await built.failRun({ runId: idOf('21'), date: dateOf('21') });
    await built.failRun({ runId: '20100101T000000Z-failed', date: '2010-01-01' });
    const late = ['20100101T000000Z-failed', idOf('21'), idOf('23')];
    expect((await news(idOf('24'), known)).records).toEqual(late);
    // One that was never written there, since its server was out of reach.
    expect((await news('20130224T090000Z-unrecorded', known)).records).toEqual(late);
    const [place] = await runProgram(machines, 'backup1', listNights, { backupdirs: [built.path] });
    expect(place?.endedRuns.map(({ runId }) => runId).sort()).toEqual(late);
  });

  test('a night dated in the future hides no run', async () => {
    await built.publish({ runId: '20360101T000000Z-aaaaaa', date: '2036-01-01', entries: [{ path: '/jail' }] });
    await built.failRun({ runId: idOf('25'), date: dateOf('25') });
    expect((await news('20360101T000000Z-aaaaaa', ['20360101T000000Z-aaaaaa'])).records).toEqual([idOf('25')]);
    const [place] = await runProgram(machines, 'backup1', listNights, { backupdirs: [built.path] });
    expect(place?.endedRuns.map(({ runId }) => runId)).toEqual([idOf('25')]);
  });

  test('a night whose record is among no runs has it told with the night, unless it is known', async () => {
    await built.publish({ runId: idOf('22'), date: dateOf('22'), entries: [{ path: '/jail' }] });
    expect(await news('')).toMatchObject({ records: [], inNights: [idOf('22')] });
    expect(await news(idOf('22'), [idOf('22')])).toMatchObject({ records: [], inNights: [] });
  });

  test('nothing in a record passes for something else', async () => {
    await publish('22');
    const runs = join(built.path, '.nightkeep/runs');
    await writeFile(join(runs, idOf('23')), `${recordText({ runId: idOf('22'), date: dateOf('23') })}lock\twhat=run\n`);
    await writeFile(
      join(runs, idOf('24')),
      `place\tbackupdir=/etc\n${recordText({ runId: idOf('24'), date: dateOf('24') })}night\tid=x\nrun\tid=${idOf('20')}\n`,
    );
    await writeFile(join(runs, 'a name'), recordText({ runId: 'a name', date: dateOf('24') }));
    await symlink('/etc/passwd', join(runs, idOf('25')));
    expect(await news('')).toEqual({ nights: [[idOf('22'), 0]], records: [idOf('22'), idOf('24')], inNights: [] });
  });

  test('the nights come in the order of their numbers, and of more records than are told the newest', async () => {
    for (let number = 0; number < 12; number++) {
      await mkdir(join(built.path, String(number)));
      const runId = `20130${number < 10 ? 1 : 2}${10 + (number % 10)}T081000Z-aaaaaa`;
      await writeFile(join(built.path, String(number), '.nightkeep-record'), recordText({ runId, date: '2013-01-10' }));
    }
    for (const other of ['007', '1x', '[0-9]']) await mkdir(join(built.path, other));
    await symlink('/etc', join(built.path, '12'));
    const runs = Array.from({ length: 430 }, (_, at) => `20120101T${String(100_000 + at)}Z-failed`);
    for (const runId of runs) await built.failRun({ runId, date: '2012-01-01' });
    const told = await news('', runs.slice(-5));
    expect(told.nights?.map(([, index]) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(told.records).toEqual(runs.slice(25, 425));
  });

  test.skipIf(!canCount)(
    'costs two processes a backupdir that nothing is known of, however much is in it',
    async () => {
      const counted = countedMachines(argv);
      const ask = async (times: number) => {
        counted.reset();
        const asked = Array.from({ length: times }, () => ({ backupdir: built.path, after: '', known: [] }));
        await runProgram(counted, 'backup1', listNews, asked);
        return counted.counts.forks;
      };
      await publish('22');
      const [one, six] = [await ask(1), await ask(6)];
      for (let number = 10; number < 40; number++)
        await built.failRun({ runId: `201302${number}T0000Z-failed`, date: dateOf('22') });
      expect(await ask(1)).toBe(one);
      // A shell that has no printf of its own makes one for each thing that it tells.
      expect((six - one) / 5).toBeLessThanOrEqual(argv[0] === 'mksh' ? 5 : 2);
    },
  );
});

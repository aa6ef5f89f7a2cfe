import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LongerRule } from '../../../src-main/contract/index.ts';
import { keptLonger } from '../../../src-main/domain/kept-longer.ts';
import { nightsOf } from '../../../src-main/domain/nights.ts';
import { addDays } from '../../../src-main/domain/time.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import { keepLongerProgram } from '../../../src-main/programs/nights/keep-longer.ts';
import { listNights } from '../../../src-main/programs/nights/list-nights.ts';
import { BackupdirBuilder, recordText } from '../../support/backupdir.ts';
import { type Seeded, seeded } from '../../support/fleet/seeded.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { pathOf } from '../night/estate.ts';

/** Every awk of this machine, as it is called. */
const awks = [['gawk'], ['mawk'], ['original-awk'], ['busybox', 'awk']].filter(([program = '']) => {
  try {
    return pathOf(program);
  } catch {
    return false;
  }
});

let built: BackupdirBuilder;
let awk: readonly string[] | undefined;
beforeEach(async () => {
  awk = undefined;
  built = await BackupdirBuilder.make();
  await built.write('/mnt/file', 'x');
});
afterEach(() => built.remove());

const today = () => new Date().toISOString().slice(0, 10);
/** As a server counts it: a date that no clock can tell yet comes after. */
const latest = () => addDays(today(), 1);

const machines = () => localMachines({ shell: shellOfThisTest().argv, env: { PATH: pathWithAwk() } });

function pathWithAwk(): string {
  const path = process.env.PATH ?? '';
  if (!awk) return path;
  const bin = join(built.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const [program = ''] = awk;
  if (!existsSync(join(bin, 'awk'))) symlinkSync(pathOf(program), join(bin, 'awk'));
  return `${bin}:${path}`;
}

const keepHouse = (nightsToKeep: number, dryRun = false) =>
  runProgram(machines(), 'backup1', housekeepingProgram, {
    backupdir: built.path,
    nightsToKeep,
    now: new Date(),
    dryRun,
  });
const follow = (rule: LongerRule) =>
  runProgram(machines(), 'backup1', keepLongerProgram, { backupdir: built.path, ...rule });

async function listed(nightsToKeep: number) {
  const [place] = await runProgram(machines(), 'backup1', listNights, { backupdirs: [built.path] });
  if (!place) throw new Error('nothing was told of the backupdir');
  return nightsOf(place, {
    host: 'jail15',
    server: 'backup1',
    timeZone: 'UTC',
    now: new Date(),
    lastDue: '2013-01-01',
    nightsToKeep,
    isAnother: () => false,
  });
}

interface Made {
  runId: string;
  date: string;
}

/** Nights that lie in rotation, newest first, and beyond it. */
function lay(rotation: readonly Made[], longer: readonly Made[]): void {
  rmSync(built.path, { recursive: true, force: true });
  const put = (folder: string, night: Made) => {
    mkdirSync(join(built.path, folder), { recursive: true });
    writeFileSync(join(built.path, folder, '.nightkeep-record'), recordText(night));
  };
  for (const [index, night] of rotation.entries()) put(String(index), night);
  for (const night of longer) put(`.nightkeep/longer/${night.runId}`, night);
}

const oddDates = ['', 'x', '2026-1-1', '2026-02-31', '2026-19-39', '0000-01-01', '9999-12-31', '2025-12-3x'];

function someNights(chance: Seeded, count: number, span: number): Made[] {
  return Array.from({ length: count }, (_, at) => {
    const days = chance.between(-span, chance.pick([0, 0, 0, 20]));
    const date = chance.next() < 0.08 ? chance.pick(oddDates) : addDays(today(), days);
    return { runId: `${date.replace(/\D/g, '')}T0${chance.between(0, 9)}0000Z-${at}`, date };
  });
}

describe.each(awks.map((argv) => ({ name: argv.join(' '), argv })))('the rule by $name', ({ argv, name }) => {
  test('is the one that is shown before it is saved, over many lists of nights', async () => {
    awk = argv;
    expect(execFileSync('sh', ['-c', 'command -v awk'], { env: { PATH: pathWithAwk() } }).toString()).toContain(
      built.folder,
    );
    const chance = seeded(`longer ${name}`);
    let [stayed, went] = [0, 0];
    for (let list = 0; list < 12; list++) {
      const span = chance.pick([10, 40, 400, 4000]);
      const byDate = (a: Made, b: Made) => (a.date < b.date ? 1 : -1);
      const rotation = someNights(chance, chance.between(1, 12), span).sort(byDate);
      const longer = someNights(chance, chance.between(0, 14), span).map((night) => ({
        ...night,
        runId: `${night.runId}k`,
      }));
      const rule = { weeks: chance.between(0, 9), months: chance.between(0, 5) };
      lay(rotation, longer);
      await follow(rule);
      const nightsToKeep = chance.between(1, 4);
      const { trashed, kept } = await keepHouse(nightsToKeep, true);
      const why = keptLonger([...rotation, ...longer], rule, latest());
      let [turn, last] = [0, undefined as string | undefined];
      const leaving = rotation.filter(({ date, runId }) => {
        // A record without a date is none, and its night a turn of its own.
        const named = date === '' ? runId : date;
        if (named !== last) turn++;
        last = named;
        return turn > nightsToKeep;
      });
      const hasDate = ({ date }: Made) => /^\d{4}-[01]\d-[0-3]\d$/.test(date);
      const expected = {
        kept: leaving.filter(({ runId }) => why.has(runId)).map(({ runId }) => runId),
        trashed: [...leaving.filter(({ date }) => date !== ''), ...longer.filter(hasDate)]
          .filter(({ runId }) => !why.has(runId))
          .map(({ runId }) => runId),
      };
      const told = trashed.filter((runId) => !runId.startsWith('old-'));
      expect({ kept: kept.toSorted(), trashed: told.toSorted() }).toEqual({
        kept: expected.kept.toSorted(),
        trashed: expected.trashed.toSorted(),
      });
      stayed += kept.length;
      went += told.length;
    }
    expect(stayed).toBeGreaterThan(3);
    expect(went).toBeGreaterThan(20);
  });
});

describe('a rule', () => {
  const run = (date: string) => `${date.replaceAll('-', '')}T080000Z-aaaaaa`;
  const beyond = () => readdirSync(join(built.path, '.nightkeep/longer')).sort();

  test('keeps the newest night of each week and month, and no other', async () => {
    await follow({ weeks: 3, months: 2 });
    // Every night, up to Sunday the 15th of March.
    for (let day = 0; day < 22; day++) {
      const date = addDays('2026-02-22', day);
      await built.publish({ runId: run(date), date });
      await keepHouse(3);
    }
    // Of March, its weeks' newest nights are the 15th, which is in rotation, the 8th and the 1st; of February the 28th.
    expect(beyond()).toEqual([run('2026-02-28'), run('2026-03-01'), run('2026-03-08')]);
    const nights = (await listed(3)).filter(({ index, kept }) => index < 0 && kept);
    expect(nights.map(({ date, kept }) => [date, kept])).toEqual([
      ['2026-03-08', { weekly: true, monthly: false, until: '2026-03-23' }],
      ['2026-03-01', { weekly: true, monthly: false, until: '2026-03-16' }],
      ['2026-02-28', { weekly: false, monthly: true, until: '2026-04-01' }],
    ]);
    await follow({ weeks: 0, months: 0 });
    expect((await keepHouse(3)).trashed.sort()).toEqual([run('2026-02-28'), run('2026-03-01'), run('2026-03-08')]);
    expect(beyond()).toEqual([]);
    await follow({ weeks: 0, months: 0 });
    expect(existsSync(join(built.path, '.nightkeep/longer-rule'))).toBe(false);
  });

  test('says truly what stays and until when, whatever nights come', async () => {
    const chance = seeded('promises');
    await follow({ weeks: chance.between(2, 4), months: chance.between(0, 3) });
    const promised = new Map<string, string>();
    const stay = new Set<string>();
    let date = '2025-11-01';
    for (let step = 0; step < 26; step++) {
      date = addDays(date, chance.pick([1, 1, 1, 2, 3, 9]));
      await built.publish({ runId: run(date), date });
      await keepHouse(4);
      const nights = await listed(4);
      const there = new Set(nights.filter(({ index, kept }) => index >= 0 || kept).map(({ runId }) => runId));
      for (const [runId, until] of promised)
        if (date < until) expect(there, `${runId} until ${until}`).toContain(runId);
      for (const { runId, kept, index } of nights) {
        if (kept?.until) promised.set(runId, kept.until);
        if (kept && index >= 0) stay.add(runId);
        if (stay.has(runId) && index < 0) expect(kept?.weekly || kept?.monthly).toBe(true);
      }
    }
    expect(stay.size).toBeGreaterThan(2);
  });

  test.each(['', '4', '-1 3', '4 1000', '4,1 2'])('that is not understood (%s) is none', async (text) => {
    lay(
      ['2026-03-03', '2026-03-02', '2026-02-01'].map((date) => ({ runId: run(date), date })),
      [{ runId: run('2025-01-01'), date: '2025-01-01' }],
    );
    writeFileSync(join(built.path, '.nightkeep/longer-rule'), `${text}\n`);
    expect(await keepHouse(2)).toMatchObject({ trashed: [run('2026-02-01')], kept: [] });
    expect(beyond()).toEqual([run('2025-01-01')]);
    expect((await listed(2)).map(({ runId }) => runId)).toContain(run('2025-01-01'));
  });

  test('that can’t be followed, as some tool of the server fails, lets nothing go', async () => {
    lay(
      ['2026-03-03', '2026-03-02', '2026-02-01'].map((date) => ({ runId: run(date), date })),
      [{ runId: run('2025-01-01'), date: '2025-01-01' }],
    );
    await follow({ weeks: 1, months: 0 });
    const bin = join(built.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(pathOf('false'), join(bin, 'sort'));
    awk = ['awk'];
    expect(await keepHouse(2)).toMatchObject({ trashed: [], kept: [] });
    rmSync(join(bin, 'sort'));
    expect((await keepHouse(2)).trashed.sort()).toEqual([run('2025-01-01'), run('2026-02-01')]);
  });

  test('throws out nobody for a night of a year that has not come', async () => {
    const dates = ['2099-01-05', '2098-01-01', addDays(today(), -1), addDays(today(), -8)];
    lay(
      dates.map((date) => ({ runId: run(date), date })),
      [{ runId: run(addDays(today(), -15)), date: addDays(today(), -15) }],
    );
    await follow({ weeks: 3, months: 0 });
    await keepHouse(1);
    expect(beyond()).toEqual(dates.slice(1).concat(addDays(today(), -15)).map(run).sort());
  });
});

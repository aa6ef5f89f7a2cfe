import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import { untilTidy } from '../../support/nights/tidy.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

let estate: Estate;
const put = (path: string, content = 'content', root = estate.host) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

beforeEach(() => {
  estate = new Estate(shellOfThisTest());
  for (let i = 0; i < 3; i++) put(`mnt/data/${i}`);
});
afterEach(() => estate.end());

const night = async (day: number, environment: Record<string, string> = {}) => {
  const at = new Date(Date.UTC(2026, 1, day, 8));
  const outcome = await estate.night({ at, date: at.toISOString().slice(0, 10) }, environment);
  if (outcome.exitCode === 0) await untilTidy(estate.keep('.'));
  return outcome;
};
const nights = async (...days: number[]) => {
  const ids: string[] = [];
  for (const day of days) ids.push((await night(day)).result?.runId ?? '');
  return ids;
};
const keepHouse = (dryRun: boolean, nightsToKeep = 7) =>
  estate.run(
    housekeepingProgram,
    { backupdir: '/data/jail15', nightsToKeep, now: new Date(), dryRun },
    { NIGHTKEEP_PREFIX: estate.server },
  );
const everything = () => readdirSync(estate.backupdir, { recursive: true }).sort();
const dates = () => estate.nights().map((index) => /\tdate=([^\t]*)/.exec(estate.record(index))?.[1]);
const nothing = { recovered: [], shifted: 0, kept: [], trashed: [], expired: [], cleaned: [], deleted: [] };

/** A dry run changes nothing and tells what the real one does then, after which there is nothing left to do. */
async function expectSame(expected: object, nightsToKeep?: number) {
  const before = everything();
  const planned = await keepHouse(true, nightsToKeep);
  expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
  expect(everything()).toEqual(before);
  expect(planned.result).toEqual({ ...nothing, ...expected, dryRun: true });
  const done = await keepHouse(false, nightsToKeep);
  expect(done).toMatchObject({ exitCode: 0, stderr: '' });
  expect(done.result).toEqual({ ...planned.result, dryRun: false });
  expect(readdirSync(estate.keep('trash'))).toEqual([]);
  expect((await keepHouse(false, nightsToKeep)).result).toEqual({ ...nothing, dryRun: false });
  return done;
}

test('holes are closed, nights let go, holds ended and leftovers cleaned, and a dry run tells all of it', async () => {
  const ids = await nights(1, 2, 3, 4);
  rmSync(estate.nightFolder(1), { recursive: true });
  const hold = (id: string, until: string) =>
    put(`.nightkeep/holds/${id}/hold`, `hold\tid=${id}\tuntil=${until}\n`, estate.backupdir);
  hold('old', '2026-02-20T00:00:00.000Z');
  hold('new', '2099-01-01T00:00:00Z');
  mkdirSync(estate.keep('partial/20260101T000000Z-aaaaaa'), { recursive: true });
  mkdirSync(estate.keep('incoming/mnt'), { recursive: true });
  mkdirSync(estate.keep('arrived/1/tree'), { recursive: true });
  mkdirSync(estate.keep('holds/.new-half'));
  mkdirSync(estate.keep('spare/mnt'), { recursive: true });
  mkdirSync(estate.keep('making-1-1.dead/tree'), { recursive: true });
  mkdirSync(join(estate.backupdir, '.nightkeep-probe.77'));
  const longAgo = new Date(Date.now() - 20 * 86_400_000);
  utimesSync(estate.keep('holds/.new-half'), longAgo, longAgo);
  put('.nightkeep/trash/something/in/it', 'x', estate.backupdir);

  await expectSame(
    {
      shifted: 2,
      trashed: [ids[0]],
      expired: ['old'],
      cleaned: ['hold-half', 'incoming', 'partial', 'arrived', 'spare', 'making-1-1.dead', '.nightkeep-probe.77'],
      deleted: ['something'],
    },
    2,
  );
  expect(dates()).toEqual(['2026-02-04', '2026-02-02']);
  expect(readdirSync(estate.keep('holds'))).toEqual(['new']);
});

test('what a run received that died lately is left for the next one', async () => {
  await nights(1);
  for (const name of ['patch/home', 'holds/.new-half']) mkdirSync(estate.keep(name), { recursive: true });
  renameSync(estate.keep('base'), estate.keep('incoming'));
  // As a run leaves it: what it came with is taken away.
  rmSync(estate.keep('incoming/.nightkeep-record'));
  await expectSame({});
  expect(existsSync(estate.keep('base')) && existsSync(estate.keep('patch/home'))).toBe(true);
});

test.each([
  ['of a new date', 5, ['2026-02-05', '2026-02-04'], 2],
  ['of the date of the last one', 4, ['2026-02-04', '2026-02-04', '2026-02-03'], 1],
])('a night %s whose run died when it was whole is published first', async (_, day, kept, goes) => {
  const ids = await nights(2, 3, 4);
  // As a run leaves it that dies in its renames: with a hole.
  expect((await night(day, { NK_SERVER_DIES_AT: 'shifting' })).exitCode).toBe(1);
  expect(estate.nights()).toEqual([0, 1, 3]);
  const dying = /\tid=([^\t]*)/.exec(readFileSync(estate.keep('incoming/.nightkeep-record'), 'utf8'))?.[1];
  const { events } = await expectSame({ recovered: [dying], trashed: ids.slice(0, goes).reverse() }, 2);
  expect(events.find(({ name }) => name === 'stale-lock')?.fields.message).toContain(dying);
  expect(dates()).toEqual(kept);
});

test('what a rule keeps beyond rotation, with the night that is to be published counted, a dry run tells too', async () => {
  // A Sunday, and two days of the week after it; then one of the week after that, which was never published.
  const ids = await nights(1, 3, 4);
  expect((await night(9, { NK_SERVER_DIES_AT: 'shifting' })).exitCode).toBe(1);
  const dying = /\tid=([^\t]*)/.exec(readFileSync(estate.keep('incoming/.nightkeep-record'), 'utf8'))?.[1];
  put('.nightkeep/longer-rule', '2 0\n', estate.backupdir);
  await expectSame({ recovered: [dying], kept: [ids[2]], trashed: [ids[1], ids[0]] }, 1);
  expect(dates()).toEqual(['2026-02-09']);
  expect(readdirSync(estate.keep('longer'))).toEqual([ids[2]]);
});

test('what is deleted is deleted at low priority, by a night as by housekeeping', async () => {
  const seen = join(estate.folder, 'niceness');
  estate.putProgram('rm', `case "$*" in *'rf ./2'*) nice >>'${seen}' ;; esac\nexec '${pathOf('rm')}' "$@"`);
  await nights(1, 2);
  // Two nights too many, which go when it is over.
  const at = new Date(Date.UTC(2026, 1, 3, 8));
  await estate.night({ at, date: '2026-02-03', nightsToKeep: 1 });
  await estate.until(() => readdirSync(estate.keep('trash')).length === 0);
  const levels = () => readFileSync(seen, 'utf8').trim().split('\n');
  const byTheNight = levels();
  expect(new Set(byTheNight)).toEqual(new Set(['19']));
  renameSync(estate.nightFolder(0), estate.keep('trash/2'));
  await keepHouse(false);
  expect(levels()).toEqual([...byTheNight, '19']);
});

test('nights are backed up while the trash is still being emptied', async () => {
  const [first] = await nights(1);
  renameSync(estate.nightFolder(0), estate.keep('trash/slow'));
  const goOn = join(estate.folder, 'go on');
  const began = join(estate.folder, 'began');
  estate.putProgram(
    'rm',
    `case "$*" in *'rf ./slow'*) : >'${began}'; while [ ! -e '${goOn}' ]; do sleep 0.05; done ;; esac\nexec '${pathOf('rm')}' "$@"`,
  );
  const keeping = keepHouse(false);
  await estate.until(() => existsSync(began));
  const at = new Date(Date.UTC(2026, 1, 2, 8));
  expect((await estate.night({ at, date: '2026-02-02' })).result?.state).toBe('good');
  writeFileSync(goOn, '');
  expect((await keeping).exitCode).toBe(0);
  expect(estate.nights()).toEqual([0]);
  expect(estate.record(0)).not.toContain(first);
});

test('it waits for no run: it is refused while one is at work', async () => {
  await night(1);
  estate.stopAtCopying();
  const running = night(2);
  await estate.until(() => existsSync(estate.keep('lock/owner')));
  const refused = await keepHouse(false);
  expect(refused.error?.code).toBe('locked');
  estate.goOn();
  expect((await running).exitCode).toBe(0);
  expect((await keepHouse(false)).exitCode).toBe(0);
});

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { housekeepingProgram } from '../../../src-main/programs/night/housekeeping.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

let estate: Estate;
const put = (path: string, content = 'content', root = estate.host) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

beforeEach(() => {
  estate = new Estate(shellOfThisTest());
  for (let i = 0; i < 10; i++) put(`mnt/data/${i}`);
});
afterEach(() => estate.end());

const onDay = (day: number, hour = 8) => {
  const at = new Date(Date.UTC(2026, 1, day, hour));
  return { at, date: at.toISOString().slice(0, 10) };
};
const dates = () => estate.nights().map((index) => /\tdate=([^\t]*)/.exec(estate.record(index))?.[1]);

describe('rotation', () => {
  it('keeps so many dates, whatever the number of nights of one', async () => {
    for (const day of [1, 2, 2, 2, 3]) await estate.night({ ...onDay(day), nightsToKeep: 2 });
    expect(dates()).toEqual(['2026-02-03', '2026-02-02', '2026-02-02', '2026-02-02']);
    const last = await estate.night({ ...onDay(4), nightsToKeep: 2 });
    expect(dates()).toEqual(['2026-02-04', '2026-02-03']);
    expect(last.events.filter(({ name }) => name === 'trashed')).toHaveLength(3);
  });

  it('stands still where runs fail', async () => {
    for (const day of [1, 2]) await estate.night({ ...onDay(day), nightsToKeep: 2 });
    const before = [estate.record(0), estate.record(1)];
    renameSync(join(estate.host, 'mnt'), join(estate.host, 'unmounted'));
    for (const day of [3, 4, 5]) {
      expect((await estate.night({ ...onDay(day), nightsToKeep: 2 })).result?.state).toBe('failed');
    }
    expect([estate.record(0), estate.record(1)]).toEqual(before);
    expect(readdirSync(estate.keep('runs'))).toHaveLength(5);
  });

  it('states the time it was told, in its id and its record', async () => {
    const { result } = await estate.night({ at: new Date('2013-02-28T09:52:07Z'), date: '2013-02-28' });
    expect(result?.runId).toMatch(/^20130228T095207Z-[a-z0-9]{6}$/);
    expect(result).toMatchObject({ date: '2013-02-28', startedAt: '2013-02-28T09:52:07Z' });
    expect(result?.finishedAt).toMatch(/^2013-02-28T09:5[2-4]:\d\dZ$/);
  });

  it('dates a night by the time zone where nobody tells the date', async () => {
    const day = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const before = day(timeZone);
      const { result } = await estate.night({ timeZone });
      expect([before, day(timeZone)]).toContain(result?.date);
    }
  });
});

describe('an entry that is empty', () => {
  it('is a warning until it is as before, its last good night is held, and nothing is copied twice', async () => {
    const first = await estate.night(onDay(1));
    renameSync(join(estate.host, 'mnt/data'), join(estate.host, 'elsewhere'));
    mkdirSync(join(estate.host, 'mnt/data'));
    for (const day of [2, 3]) {
      const { result } = await estate.night(onDay(day));
      expect(result).toMatchObject({
        state: 'warning',
        entries: [{ state: 'collapsed', files: 1, deleted: day === 2 ? 10 : 0 }],
      });
    }
    const holds = readdirSync(estate.keep('holds'));
    expect(holds).toHaveLength(1);
    const held = estate.keep(`holds/${holds[0]}/tree/2026-02-01/mnt/data/3`);
    expect(statSync(held).ino).toBe(statSync(estate.nightFolder(2, 'mnt/data/3')).ino);
    const record = readFileSync(estate.keep(`holds/${holds[0]}/hold`), 'utf8');
    expect(record).toContain(`\npath\trunId=${first.result?.runId}\tpath=/mnt/data\n`);
    expect(record).toMatch(/^hold\tid=auto-[^\n]*\tuntil=2026-02-16T08:/);

    rmSync(join(estate.host, 'mnt/data'), { recursive: true });
    renameSync(join(estate.host, 'elsewhere'), join(estate.host, 'mnt/data'));
    const { result } = await estate.night(onDay(4));
    expect(result).toMatchObject({ state: 'good', entries: [{ state: 'good', files: 11, added: 0 }] });
    expect(statSync(estate.nightFolder(0, 'mnt/data/3')).ino).toBe(statSync(held).ino);
  });
});

describe('the old script’s nights', () => {
  beforeEach(() => {
    for (let index = 0; index < 7; index++) {
      for (let i = 0; i < 10; i++) {
        put(`${index}/mnt/data/${i}`, 'content', estate.backupdir);
        const at = new Date(2013, 1, 1);
        utimesSync(join(estate.backupdir, `${index}/mnt/data/${i}`), at, at);
        utimesSync(join(estate.host, `mnt/data/${i}`), at, at);
      }
    }
  });

  it('are linked against, and rotate as the others do', async () => {
    const { result } = await estate.night(onDay(1));
    expect(result?.entries[0]).toMatchObject({ state: 'good', files: 11, added: 0 });
    expect(estate.nights()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(existsSync(estate.nightFolder(1, '.nightkeep-record'))).toBe(false);
    for (let day = 2; day < 9; day++) await estate.night(onDay(day));
    expect(estate.nights()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(dates()).toEqual([8, 7, 6, 5, 4, 3, 2].map((day) => `2026-02-0${day}`));
  });

  it('stand in for what is not there any more', async () => {
    rmSync(join(estate.host, 'mnt/data'), { recursive: true });
    put('etc/x');
    estate.configure(['/mnt/data', '/etc']);
    const { result } = await estate.night(onDay(1));
    expect(result?.entries[0]).toMatchObject({ state: 'missing', files: 11 });
    expect(result?.entries[0]?.sameAs).toMatch(/^old-\d+-\d+$/);
    expect(readFileSync(estate.nightFolder(0, 'mnt/data/3'), 'utf8')).toBe('content');
  });
});

describe('housekeeping', () => {
  const keepHouse = (dryRun: boolean, nightsToKeep = 7, now = new Date()) =>
    estate.run(
      housekeepingProgram,
      { backupdir: '/data/jail15', nightsToKeep, now, dryRun },
      { NIGHTKEEP_PREFIX: estate.server },
    );
  const everything = () => readdirSync(estate.backupdir, { recursive: true }).sort();

  it('closes holes, lets nights go, ends holds and cleans up, and in a dry run only says so', async () => {
    for (const day of [1, 2, 3, 4]) await estate.night(onDay(day));
    rmSync(estate.nightFolder(1), { recursive: true });
    mkdirSync(estate.keep('holds/old'), { recursive: true });
    writeFileSync(estate.keep('holds/old/hold'), 'hold\tid=old\tuntil=2026-02-20T00:00:00.000Z\n');
    mkdirSync(estate.keep('holds/new'), { recursive: true });
    writeFileSync(estate.keep('holds/new/hold'), 'hold\tid=new\tuntil=2099-01-01T00:00:00Z\n');
    mkdirSync(estate.keep('partial/20260101T000000Z-aaaaaa'), { recursive: true });
    const longAgo = new Date(Date.now() - 20 * 86_400_000);
    utimesSync(estate.keep('partial/20260101T000000Z-aaaaaa'), longAgo, longAgo);
    put('.nightkeep/trash/something/in/it', 'x', estate.backupdir);
    const before = everything();

    const planned = await keepHouse(true, 2);
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    expect(everything()).toEqual(before);
    const done = await keepHouse(false, 2);
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    const lastRun = /\tid=([^\t]*)/.exec(
      readFileSync(estate.keep(`runs/${readdirSync(estate.keep('runs'))[0]}`), 'utf8'),
    )?.[1];
    const expected = { shifted: 2, trashed: [lastRun], expired: ['old'], cleaned: ['20260101T000000Z-aaaaaa'] };
    expect(planned.result).toEqual({ ...expected, dryRun: true });
    expect(done.result).toEqual({ ...expected, dryRun: false });
    expect(dates()).toEqual(['2026-02-04', '2026-02-02']);
    expect(readdirSync(estate.keep('trash'))).toEqual([]);
    expect(readdirSync(estate.keep('holds'))).toEqual(['new']);
    expect((await keepHouse(false, 2)).result).toEqual({
      shifted: 0,
      trashed: [],
      expired: [],
      cleaned: [],
      dryRun: false,
    });
  });

  it('waits for no run: it is refused while one is at work', async () => {
    await estate.night(onDay(1));
    estate.stopAtCopying();
    const night = estate.night(onDay(2));
    await estate.until(() => existsSync(estate.keep('lock/owner')));
    const refused = await keepHouse(false);
    expect(refused.error?.code).toBe('locked');
    estate.goOn();
    expect((await night).exitCode).toBe(0);
    expect((await keepHouse(false)).exitCode).toBe(0);
  });
});

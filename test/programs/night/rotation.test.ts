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
    expect(result).toMatchObject({ state: 'good', entries: [{ state: 'good', files: 11, added: 10 }] });
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

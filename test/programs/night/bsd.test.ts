import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import { type NightInput, nightProgram } from '../../../src-main/programs/night/night.ts';
import type { Program } from '../../../src-main/programs/program.ts';
import { putBsdTools } from '../../support/nights/bsd-tools.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from './estate.ts';

let estate: Estate;
let log: string;
afterEach(() => estate.end());

/** A machine with neither /proc nor what only GNU's tools know; what is asked of them all the same is noted. */
function makeBsd(): void {
  log = join(estate.folder, 'refused');
  putBsdTools((name, source) => estate.putProgram(name, source), log);
}

const asOnBsd = <Input, Result, Event>(program: Program<Input, Result, Event>): Program<Input, Result, Event> => {
  const source = program.source.replaceAll('/proc/', '/no/proc/');
  expect(source).not.toBe(program.source);
  return { ...program, source };
};
const night = (day: number, more: Partial<NightInput> = {}, environment: Record<string, string> = {}) => {
  const at = new Date(Date.UTC(2026, 1, day, 8));
  const input = { host: 'jail15', configPath: '/backup.config', at, date: at.toISOString().slice(0, 10), ...more };
  return estate.run(asOnBsd(nightProgram), input, environment);
};
const put = (path: string, content = path, root = estate.host) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

test.each(shells)('nights, locks and housekeeping need nothing of GNU or Linux: under $name', async (shell) => {
  estate = new Estate(shell);
  makeBsd();
  put('0/mnt/data/a', 'mnt/data/a', estate.backupdir);
  estate.configure(['/mnt/data', '/etc/file', '/gone']);
  for (const path of ['mnt/data/a', 'mnt/data/b', 'mnt/data/sub/\\#012 "c"', 'etc/file']) put(path);
  linkSync(join(estate.host, 'mnt/data/a'), join(estate.host, 'mnt/data/joined'));
  expect(await night(1)).toMatchObject({ exitCode: 0, stderr: '', result: { state: 'warning' } });
  // A name that is no hard link any more, one that is gone, and one that is new.
  rmSync(join(estate.host, 'mnt/data/joined'));
  put('mnt/data/joined', 'mnt/data/a');
  rmSync(join(estate.host, 'mnt/data/b'));
  put('mnt/data/new');
  for (const day of [2, 3, 4]) {
    const { result, stderr } = await night(day, { nightsToKeep: 2 });
    expect([stderr, result?.entries.map(({ state }) => state)]).toEqual(['', ['good', 'good', 'missing']]);
    await estate.until(() => readdirSync(estate.keep('trash')).length === 0);
  }
  expect(estate.nights()).toEqual([0, 1]);
  expect(readdirSync(estate.nightFolder(0, 'mnt/data')).sort()).toEqual(['a', 'joined', 'new', 'sub']);
  expect(readFileSync(estate.nightFolder(0, 'mnt/data/sub/\\#012 "c"'), 'utf8')).toContain('#012');

  const keepHouse = () =>
    estate.run(
      asOnBsd(housekeepingProgram),
      { backupdir: '/data/jail15', nightsToKeep: 1, now: new Date(), dryRun: false },
      { NIGHTKEEP_PREFIX: estate.server },
    );
  const died = await night(5, {}, { NK_SERVER_DIES_AT: 'ready' });
  expect(died.exitCode).toBe(1);
  expect((await keepHouse()).result?.trashed).toHaveLength(1);
  const rsync = join(estate.folder, 'bin/rsync');
  estate.stopAtCopying();
  const running = night(6);
  await estate.until(() => existsSync(estate.keep('lock/owner')));
  expect((await keepHouse()).error?.code).toBe('locked');
  estate.goOn();
  expect((await running).exitCode).toBe(0);
  rmSync(rsync);
  expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe('');
});

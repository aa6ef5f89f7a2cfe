import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shellOfThisTest, shells } from '../../support/shells.ts';
import { pathOf } from '../night/estate.ts';
import { folder, HostWithCron } from './host-with-cron.ts';

let estate: HostWithCron;
afterEach(() => estate.end());

const start = async (shell = shellOfThisTest()) => {
  estate = new HostWithCron(shell);
  mkdirSync(join(estate.host, 'etc/cron.d'));
  await estate.install();
  await estate.publish('2.0.0');
};
const installed = (name: string) => join(estate.host, folder, name);

describe.each(shells)('backup under $name', (shell) => {
  beforeEach(() => start(shell));

  it('brings the scripts up to date, then runs the night', () => {
    expect(estate.cron()).toBe(0);
    expect(estate.read(`${folder}/VERSION`)).toMatch(/^2\.0\.0/);
    expect(estate.nights()).toEqual([0]);
    expect(estate.record(0)).not.toContain('message=');
    expect(estate.mail()).toBe('');
  });

  it('runs what is there where the repository is out of reach, and reports it', async () => {
    rmSync(join(estate.server, 'data/scripts'), { recursive: true });
    expect(estate.cron()).toBe(0);
    expect(estate.record(0)).toContain(
      'message=the scripts could not be brought up to date from backup2: the repository',
    );
    expect(estate.record(0)).toContain('state=good');
    // The whole server, and then an answer that breaks off.
    const ssh = join(estate.folder, 'bin/ssh');
    renameSync(ssh, `${ssh}-real`);
    await estate.publish('2.0.0');
    for (const [instead, said] of [
      ['echo "ssh: connect to host backup2 port 22: Connection refused" >&2; exit 255', 'Connection refused'],
      [`'${ssh}-real' "$@" | head -c 5000; exit 0`, 'could not be brought up to date'],
    ]) {
      estate.putProgram('ssh', `case "$*" in *" backup2 "*) ${instead} ;; esac\nexec '${ssh}-real' "$@"`);
      expect(estate.cron()).toBe(0);
      expect(estate.record(0)).toContain(said);
      expect(estate.read(`${folder}/VERSION`)).toMatch(/^1\.0\.0/);
    }
    expect(estate.nights()).toEqual([0, 1, 2]);
  });

  it('takes what the login on the repository server prints for no script', async () => {
    const ssh = join(estate.folder, 'bin/ssh');
    renameSync(ssh, `${ssh}-real`);
    for (const [at, noise] of ['echo "=Welcome"; echo', 'printf "no whole line"'].entries()) {
      estate.putProgram('ssh', `case "$*" in *" backup2 "*) ${noise} ;; esac\nexec '${ssh}-real' "$@"`);
      await estate.publish(`3.0.${at}`);
      expect(estate.cron()).toBe(0);
      expect(estate.read(`${folder}/VERSION`)).toMatch(new RegExp(`^3\\.0\\.${at}`));
      expect(estate.record(0)).not.toContain('message=');
    }
  });

  it('neither takes over nor runs a script that does not match its checksum', async () => {
    const target = join(estate.folder, 'pwned');
    writeFileSync(join(estate.server, 'data/scripts/night'), `touch '${target}'\n`);
    expect(estate.cron()).toBe(0);
    expect(estate.read(`${folder}/VERSION`)).toMatch(/^1\.0\.0/);
    expect(estate.record(0)).toContain('night of backup2 does not match its checksum');
    rmSync(join(estate.server, 'data/scripts'), { recursive: true });
    writeFileSync(installed('night'), `touch '${target}'\n`);
    expect(estate.cron()).not.toBe(0);
    expect(existsSync(target)).toBe(false);
    expect(estate.nights()).toEqual([0]);
    expect(estate.mail()).toContain('does not match its checksum');
    expect(estate.mail()).toMatch(/Since: there is no night after that of \d{4}-\d\d-\d\d/);
    // The repository puts it right again.
    await estate.publish('2.0.0');
    expect(estate.cron()).toBe(0);
    expect(estate.nights()).toEqual([0, 1]);
  });
});

it('cut off anywhere in an update, what is there is whole: it runs without the repository, and is brought up to date with it', async () => {
  await start();
  const counter = join(estate.folder, 'moves');
  const scripts = join(estate.server, 'data/scripts');
  // The power goes at its nth rename, before or after it.
  const dieAt = (moves: number, after: boolean) => {
    rmSync(counter, { force: true });
    const die = 'kill -KILL $PPID; exit 1';
    estate.putProgram(
      'mv',
      `case "$*" in *.update/*) echo >>'${counter}'; if [ "$(wc -l <'${counter}')" -eq ${moves} ]; then
         ${after ? `'${pathOf('mv')}' "$@";` : ''} ${die}; fi ;; esac
       exec '${pathOf('mv')}' "$@"`,
    );
  };
  let version = 2;
  // The list that is coming, the three scripts, and the list that counts.
  for (const { moves, after } of [
    ...[2, 3, 4, 5].map((moves) => ({ moves, after: false })),
    { moves: 5, after: true },
  ]) {
    version += 1;
    await estate.publish(`${version}.0.0`);
    dieAt(moves, after);
    expect(estate.cron(), `move ${moves}`).not.toBe(0);
    expect(readFileSync(counter, 'utf8').length).toBe(moves);
    dieAt(0, false);
    renameSync(scripts, `${scripts}-away`);
    expect(estate.cron(), `${after ? 'after' : 'before'} move ${moves}`).toBe(0);
    expect(estate.nights()).toEqual([0]);
    renameSync(`${scripts}-away`, scripts);
    expect(estate.cron()).toBe(0);
    expect(estate.read(`${folder}/VERSION`)).toMatch(new RegExp(`^${version}\\.0\\.0`));
    expect(readdirSync(join(estate.host, folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    for (const index of estate.nights()) rmSync(estate.nightFolder(index), { recursive: true });
  }
  expect(estate.mail()).toBe('');
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installProgram, scheduleOf } from '../../../src-main/programs/host/install.ts';
import { probeProgram } from '../../../src-main/programs/host/probe.ts';
import { installedScripts, publishScriptsProgram, scriptsVersion } from '../../../src-main/programs/night/scripts.ts';
import { type Shell, shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';
import { fakeSendmail } from '../night/sendmail.ts';

const configPath = '/usr/local/jail/bin/backup.config';
const folder = '/usr/local/jail/bin/nightkeep';
const old = '15 1 * * * root /usr/local/jail/bin/backup';
let estate: Estate;

function begin(shell: Shell) {
  estate = new Estate(shell);
  mkdirSync(join(estate.host, 'usr/local/jail/bin'), { recursive: true });
  mkdirSync(join(estate.host, 'etc'), { recursive: true });
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), 'content');
  writeFileSync(join(estate.host, configPath), 'backupdir=/data/jail15\nserver=backup1\n## ENTRY /mnt/data\n');
  estate.putProgram('sendmail', fakeSendmail(join(estate.folder, 'mail')));
}
afterEach(() => estate.end());

const install = (options: { dryRun?: boolean; remove?: boolean; version?: string } = {}) => {
  const files = installedScripts(options.version ?? '1.0.0');
  const settings = {
    host: 'jail15',
    configPath,
    timeZone: 'America/Los_Angeles',
    nightsToKeep: 7,
    collapseShare: 0.5,
    supportAddress: 'support@example.com',
    customerPatterns: ['-(?<customer>col\\d{5})-DIR'],
    repository: { server: 'backup2', path: '/data/scripts' },
  };
  return estate.run(installProgram, {
    settings,
    version: scriptsVersion(files),
    files,
    dryRun: false,
    remove: false,
    ...options,
  });
};
const there = (path: string) => existsSync(join(estate.host, path));
const read = (path: string) => readFileSync(join(estate.host, path), 'utf8');
const everything = () => readdirSync(estate.host, { recursive: true }).sort();
const publish = (version: string) =>
  estate.run(
    publishScriptsProgram,
    { path: '/data/scripts', files: installedScripts(version) },
    { NIGHTKEEP_PREFIX: estate.server },
  );

/** What cron would do. */
const cron = () => {
  const line = read('/etc/cron.d/nightkeep').split('\n')[1] ?? '';
  const command = line
    .split(' ')
    .slice(6)
    .join(' ')
    .replaceAll(folder, join(estate.host, folder))
    .replace('/bin/sh', 'sh');
  return spawnSync('sh', ['-c', command], { env: estate.environment, encoding: 'utf8' });
};

describe.each(shells)('under $name', (shell) => {
  beforeEach(() => begin(shell));

  it('scripts and cron line are put in place, stay as they are, and go again', async () => {
    mkdirSync(join(estate.host, 'etc/cron.d'));
    writeFileSync(join(estate.host, 'etc/crontab'), `SHELL=/bin/sh\n${old}\n0 5 * * * root periodic daily\n`);
    const before = everything();
    const planned = await install({ dryRun: true });
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    expect(everything()).toEqual(before);
    const done = await install();
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    expect(planned.result).toEqual({ ...done.result, dryRun: true });
    expect(done.result).toMatchObject({ changed: true, schedule: scheduleOf('jail15') });
    expect(done.result?.steps).toEqual([
      `make the folder ${folder}`,
      ...['backup', 'night', 'VERSION', 'SHA256SUMS', 'nightkeep.conf'].map((name) => `write ${folder}/${name}`),
      'write /etc/cron.d/nightkeep',
      "put the old script's line in /etc/crontab out of use",
    ]);
    expect(read('/etc/crontab')).toBe(
      `SHELL=/bin/sh\n# put out of use by Nightkeep: ${old}\n0 5 * * * root periodic daily\n`,
    );
    expect((await install()).result).toMatchObject({ changed: false, steps: [] });
    expect((await install({ version: '1.0.1' })).result?.steps).toEqual(
      ['VERSION', 'SHA256SUMS', 'nightkeep.conf'].map((name) => `replace ${folder}/${name}`),
    );

    const probed = await estate.run(probeProgram, { configPath, folder });
    expect(probed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(probed.result?.scripts).toMatch(/^1\.0\.1\+[0-9a-f]{8}$/);
    expect(probed.result?.schedule).toContain(`${folder}/backup`);
    expect(probed.result?.rsync).toMatch(/^3\./);
    expect(probed.result?.ssh).toBeDefined();
    expect(probed.result?.sendmail).toContain('sendmail');
    expect(Math.abs((probed.result?.time ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    expect(probed.result?.freeBytes).toBeGreaterThan(0);

    expect((await install({ remove: true })).result?.steps).toEqual([
      'remove /etc/cron.d/nightkeep',
      "put the old script's line in /etc/crontab back to use",
      `remove ${folder}`,
    ]);
    expect(read('/etc/crontab')).toBe(`SHELL=/bin/sh\n${old}\n0 5 * * * root periodic daily\n`);
    expect(there(folder)).toBe(false);
    expect((await install({ remove: true })).result?.changed).toBe(false);
  });

  it('where cron has no folder, the lines go into /etc/crontab', async () => {
    const crontab = `# mine\n${old}`;
    writeFileSync(join(estate.host, 'etc/crontab'), crontab);
    await install();
    const lines = read('/etc/crontab').split('\n');
    expect(lines[0]).toBe('# mine');
    expect(lines).toContain(`${scheduleOf('jail15')} * * * root /bin/sh '${folder}/backup' >'${folder}/last.log' 2>&1`);
    expect((await install()).result?.changed).toBe(false);
    await install({ remove: true });
    expect(read('/etc/crontab')).toBe(`${crontab}\n`);
  });

  it('cron’s backup brings the scripts up to date, then runs the night', async () => {
    mkdirSync(join(estate.host, 'etc/cron.d'));
    await install();
    await publish('2.0.0');
    expect(cron().status).toBe(0);
    expect(read(`${folder}/VERSION`)).toMatch(/^2\.0\.0/);
    expect(estate.nights()).toEqual([0]);
    expect(estate.record(0)).not.toContain('message=');
    // Out of reach: what is here runs, and says so.
    rmSync(join(estate.server, 'data/scripts'), { recursive: true });
    expect(cron().status).toBe(0);
    expect(estate.nights()).toEqual([0, 1]);
    expect(estate.record(0)).toContain(
      'message=the scripts could not be brought up to date from backup2: the repository',
    );
    expect(estate.record(0)).toContain('state=good');
  });

  it('a script that does not match its checksum is not taken over, and not run', async () => {
    mkdirSync(join(estate.host, 'etc/cron.d'));
    await install();
    await publish('2.0.0');
    const target = join(estate.folder, 'pwned');
    writeFileSync(join(estate.server, 'data/scripts/night'), `touch '${target}'\n`);
    expect(cron().status).toBe(0);
    expect(read(`${folder}/VERSION`)).toMatch(/^1\.0\.0/);
    expect(estate.record(0)).toContain('night of backup2 does not match its checksum');
    rmSync(join(estate.server, 'data/scripts'), { recursive: true });
    writeFileSync(join(estate.host, folder, 'night'), `touch '${target}'\n`);
    expect(cron().status).not.toBe(0);
    expect(existsSync(target)).toBe(false);
    expect(estate.nights()).toEqual([0]);
    expect(readFileSync(join(estate.folder, 'mail'), 'utf8')).toContain('does not match its checksum');
    // The repository puts it right again.
    await publish('2.0.0');
    expect(cron().status).toBe(0);
    expect(estate.nights()).toEqual([0, 1]);
  });
});

it('hosts begin between 00:00 and 03:00, spread out', () => {
  const minutes = Array.from({ length: 1000 }, (_, index) => {
    const [minute = 0, hour = 0] = scheduleOf(`jail${index}`).split(' ').map(Number);
    expect(minute).toBeLessThan(60);
    return hour * 60 + minute;
  });
  expect(Math.max(...minutes)).toBeLessThan(180);
  expect(new Set(minutes).size).toBeGreaterThan(170);
});

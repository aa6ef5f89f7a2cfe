import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scheduleOf } from '../../../src-main/programs/host/install.ts';
import { probeProgram } from '../../../src-main/programs/host/probe.ts';
import { shellOfThisTest, shells } from '../../support/shells.ts';
import { configPath, folder, HostWithCron } from './host-with-cron.ts';

const old = '15 1 * * * root /usr/local/jail/bin/backup';
let estate: HostWithCron;
afterEach(() => estate.end());

describe.each(shells)('under $name', (shell) => {
  beforeEach(() => {
    estate = new HostWithCron(shell);
  });

  it('scripts and cron line are put in place, stay as they are, and go again', async () => {
    mkdirSync(join(estate.host, 'etc/cron.d'));
    writeFileSync(join(estate.host, 'etc/crontab'), `SHELL=/bin/sh\n${old}\n0 5 * * * root periodic daily\n`);
    const before = estate.everything();
    const planned = await estate.install({ dryRun: true });
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    expect(estate.everything()).toEqual(before);
    const done = await estate.install();
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    expect(planned.result).toEqual({ ...done.result, dryRun: true });
    expect(done.result).toMatchObject({ changed: true, schedule: scheduleOf('jail15') });
    expect(done.result?.steps).toEqual([
      `make the folder ${folder}`,
      ...['backup', 'night', 'VERSION', 'SHA256SUMS', 'nightkeep.conf'].map((name) => `write ${folder}/${name}`),
      'write /etc/cron.d/nightkeep',
      "put the old script's line in /etc/crontab out of use",
    ]);
    expect(estate.read('/etc/crontab')).toBe(
      `SHELL=/bin/sh\n# put out of use by Nightkeep: ${old}\n0 5 * * * root periodic daily\n`,
    );
    expect((await estate.install()).result).toMatchObject({ changed: false, steps: [] });
    expect((await estate.install({ version: '1.0.1' })).result?.steps).toEqual(
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

    expect((await estate.install({ remove: true })).result?.steps).toEqual([
      'remove /etc/cron.d/nightkeep',
      "put the old script's line in /etc/crontab back to use",
      `remove ${folder}`,
    ]);
    expect(estate.read('/etc/crontab')).toBe(`SHELL=/bin/sh\n${old}\n0 5 * * * root periodic daily\n`);
    expect(estate.there(folder)).toBe(false);
    expect((await estate.install({ remove: true })).result?.changed).toBe(false);
  });

  it('where cron has no folder, the lines go into /etc/crontab', async () => {
    const crontab = `# mine\n${old}`;
    writeFileSync(join(estate.host, 'etc/crontab'), crontab);
    await estate.install();
    const lines = estate.read('/etc/crontab').split('\n');
    expect(lines[0]).toBe('# mine');
    expect(lines).toContain(`${scheduleOf('jail15')} * * * root /bin/sh '${folder}/backup' >'${folder}/last.log' 2>&1`);
    expect((await estate.install()).result?.changed).toBe(false);
    await estate.install({ remove: true });
    expect(estate.read('/etc/crontab')).toBe(`${crontab}\n`);
  });
});

it('cron reads its own table anew once the old script’s line in it is out of use', async () => {
  for (const tabs of ['var/cron/tabs', 'var/spool/cron/crontabs']) {
    const host = new HostWithCron(shellOfThisTest());
    try {
      const folderOfTabs = join(host.host, tabs);
      mkdirSync(join(host.host, 'etc/cron.d'));
      mkdirSync(folderOfTabs, { recursive: true });
      writeFileSync(join(folderOfTabs, 'root'), '5 1 * * * /usr/local/jail/bin/backup\n');
      utimesSync(folderOfTabs, 1e9, 1e9);
      expect((await host.install({ dryRun: true })).result?.changed).toBe(true);
      expect(statSync(folderOfTabs).mtimeMs).toBe(1e12);
      await host.install();
      expect(readFileSync(join(folderOfTabs, 'root'), 'utf8')).toMatch(/^# put out of use by Nightkeep: 5 1/);
      // Which is all that cron goes by.
      expect(statSync(folderOfTabs).mtimeMs).toBeGreaterThan(1e12);
    } finally {
      host.end();
    }
  }
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

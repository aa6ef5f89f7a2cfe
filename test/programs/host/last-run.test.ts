import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lookAgainProgram } from '../../../src-main/programs/host/config-file.ts';
import { shells } from '../../support/shells.ts';
import { configPath, folder, HostWithCron } from './host-with-cron.ts';

test.each(shells)('what became of the run that cron began last is told by its host: under $name', async (shell) => {
  const estate = new HostWithCron(shell);
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'etc/cron.d'));
  await estate.install();
  await estate.publish('1.0.0');
  const lastRun = async () =>
    (await estate.run(lookAgainProgram, { path: configPath, known: undefined, dirs: [] })).result?.lastRun;
  const log = (text: string) => writeFileSync(join(estate.host, folder, 'last.log'), text);
  expect(await lastRun()).toBeUndefined();

  expect(estate.cron()).toBe(0);
  expect(await lastRun()).toMatchObject({ state: 'ended', runId: expect.any(String), server: 'backup1' });

  // It never reached its server.
  estate.putProgram('ssh', 'echo "ssh: connect to host backup1 port 22: Connection refused" >&2\nexit 255');
  expect(estate.cron()).not.toBe(0);
  const failed = await lastRun();
  expect(failed).toMatchObject({ state: 'failed', message: expect.stringContaining('port 22: Connection refused') });
  expect(failed?.agoSeconds).toBeGreaterThanOrEqual(0);
  expect(failed?.agoSeconds).toBeLessThan(600);

  // It never got so far as to have an id.
  rmSync(join(estate.host, configPath));
  expect(estate.cron()).not.toBe(0);
  writeFileSync(join(estate.host, configPath), 'backupdir=/data/jail15\nserver=backup1\n## ENTRY /mnt/data\n');
  expect(await lastRun()).toMatchObject({
    state: 'failed',
    runId: undefined,
    message: `${configPath} can't be read`,
  });

  const began = `backup\tpid=999999999\tat=2026-11-27T00:50:00Z\nstarted\trun=20261127T005000Z-aaaaaa\tserver=backup1\n`;
  log(began);
  expect(await lastRun()).toMatchObject({
    state: 'cut',
    runId: '20261127T005000Z-aaaaaa',
    message: 'it was cut off: was the host restarted?',
  });
  log(`${began.replace('999999999', String(process.pid))}`);
  expect(await lastRun()).toMatchObject({ state: 'running' });
  log(`${began}awk: cannot open "x\\y" (No space left on device)\n`);
  expect((await lastRun())?.message).toBe('it ended with the words: awk: cannot open "x\\y" (No space left on device)');
  log(`${began}error\tcode=locked\tmessage=the run X is at work\n`);
  expect(await lastRun()).toMatchObject({ state: 'ended' });
  log('sh: 1: not found\n');
  expect(await lastRun()).toBeUndefined();
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HousekeepingOutcome, InstallPlan, Job } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { LiveEstate } from '../restore/estate.ts';

/** The nights of one host over real SSH, as staff start them. */
let estate: LiveEstate;
let config: string;

beforeAll(async () => {
  estate = await LiveEstate.start('2013-02-22T09:52:00Z');
  config = (await estate.core.call('fleet.get', {})).fleet.hosts[0]?.configPath ?? '';
});
afterAll(() => estate?.stop());

const host = 'jail15';
const call: LiveEstate['core']['call'] = (...args: Parameters<LiveEstate['core']['call']>) =>
  estate.core.call(...args) as never;
const nights = () =>
  existsSync(estate.backupdir) ? readdirSync(estate.backupdir).filter((name) => /^\d+$/.test(name)) : [];

describe('backup.config', () => {
  test('is read, checked on the host and saved without losing anyone else’s change', async () => {
    const read = await call('config.read', { host });
    expect(read).toMatchObject({ server: 'backup1', backupdir: estate.backupdir });
    expect(read.text).toBe(readFileSync(config, 'utf8'));
    mkdirSync(join(estate.root, 'usr/real'), { recursive: true });
    symlinkSync('/usr/real', join(estate.root, 'link'));
    writeFileSync(join(estate.root, 'file'), '');
    const added = ['link', 'gone', 'file', 'usr/real', 'usr/real'].map((name) => `## ENTRY ${estate.root}/${name}\n`);
    const text = `${read.text}${added.join('')}server=backup9\n`;
    const { problems } = await call('config.check', { host, text });
    const line = read.text.split('\n').length;
    const told = problems.map(({ line: at, code, suggestion }) =>
      [at - line, code, suggestion].filter((part) => part !== undefined),
    );
    expect(told).toEqual(
      expect.arrayContaining([
        [0, 'symlink', `${estate.root}/usr/real`],
        [1, 'missing'],
        [2, 'not-a-directory'],
        [4, 'duplicate'],
        [5, 'unknown-server'],
      ]),
    );

    writeFileSync(config, `${read.text}# someone else\n`);
    await expect(call('config.save', { host, text, revision: read.revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(readFileSync(config, 'utf8')).toBe(`${read.text}# someone else\n`);
    const again = await call('config.read', { host });
    const saved = await call('config.save', { host, text: read.text, revision: again.revision });
    expect(saved.revision).toBe(read.revision);
    expect(readFileSync(config, 'utf8')).toBe(read.text);
  });

  test('a host that is none of the fleet’s is not found', async () => {
    await expect(call('config.read', { host: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a run', () => {
  test('goes by its steps, and its record is listed', async () => {
    const steps: string[] = [];
    const stop = estate.core.subscribe('job.changed', (job) => {
      const running = job.steps.find(({ state }) => state === 'running');
      if (running && steps.at(-1) !== running.name) steps.push(running.name);
    });
    const run = await estate.night('2013-02-22T09:52:00Z');
    stop();
    expect(steps).toEqual(['Connect', 'Copy the entries', 'Publish the night']);
    // The clock is looked at twice, and a second may pass meanwhile.
    const startedAt = expect.stringMatching(/^2013-02-22T09:52:0\dZ$/);
    expect(run).toMatchObject({ host, server: 'backup1', date: '2013-02-22', startedAt });
    expect(run.entries.filter(({ state }) => state === 'good').length).toBeGreaterThan(0);
    const { runs } = await call('runs.list', { host });
    expect(runs).toEqual([run]);
    expect((await call('runs.list', { host, since: '2013-02-22T02:00:00-08:00' })).runs).toEqual([]);
    const entry = run.entries.find(({ state, files }) => state === 'good' && files > 5)?.path ?? '';
    const difference = execFileSync('rsync', ['-naHAXi', '--delete', `${entry}/`, `${estate.backupdir}/0${entry}/`]);
    expect(difference.toString()).toBe('');
  });

  test('that is cancelled publishes nothing and ends on both machines; the next one is whole', async () => {
    const before = nights();
    writeFileSync(join(estate.root, 'usr/home/large'), randomBytes(200_000_000));
    let id = '';
    const ended = new Promise<Job>((resolve) => {
      const stop = estate.core.subscribe('job.changed', (job) => {
        id = job.id;
        if (!job.finishedAt) return;
        stop();
        resolve(job);
      });
    });
    await call('runs.start', { host, at: '2013-02-23T09:52:00Z' });
    await expect.poll(receiving, { interval: 5, timeout: 300_000 }).toBe(true);
    await call('jobs.cancel', { id });
    expect((await ended).state).toBe('cancelled');
    await expect.poll(() => existsSync(join(estate.backupdir, '.nightkeep/lock')), { timeout: 300_000 }).toBe(false);
    expect(nights()).toEqual(before);
    const run = await estate.night('2013-02-23T09:52:00Z');
    expect(run.entries.map(({ state }) => state)).not.toContain('failed');
    expect(nights()).toHaveLength(before.length + 1);
  });

  test('that copies nothing fails, and says why', async () => {
    const { text, revision } = await call('config.read', { host });
    const only = text.replace(/^## ENTRY .*$/gm, '').concat('## ENTRY /no/such/directory\n');
    const saved = await call('config.save', { host, text: only, revision });
    const before = nights();
    await expect(estate.night('2013-02-24T09:52:00Z')).rejects.toMatchObject({
      job: { error: { code: 'entry-missing' } },
    });
    expect(nights()).toEqual(before);
    expect((await call('runs.list', { host, limit: 1 })).runs).toMatchObject([
      { state: 'failed', entries: [{ state: 'missing' }] },
    ]);
    const failed = await call('runs.get', { host, run: '2013-02-24' });
    expect(failed).toMatchObject({ run: { state: 'failed' }, before: { date: '2013-02-23' }, after: undefined });
    expect(failed.nights.map(({ date }) => date)).toEqual(['2013-02-22', '2013-02-23']);
    const { run: second, ...among } = await call('runs.get', { host, run: '2013-02-23' });
    expect(among).toMatchObject({ before: { date: '2013-02-22' }, after: { date: '2013-02-24' } });
    const home = second?.entries.findIndex(({ path }) => path.endsWith('/usr/home')) ?? -1;
    const [first = 0, last = 0] = among.sizes[home] ?? [];
    expect((last ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(200_000_000);
    expect((await call('runs.get', { host, run: '2013-01-01' })).run).toBeUndefined();
    await call('config.save', { host, text, revision: saved.revision });
  });
});

const receiving = () => existsSync(join(estate.backupdir, '.nightkeep/patch', estate.root, 'usr/home'));

test('housekeeping tells what it would do, then does it', async () => {
  rmSync(join(estate.backupdir, '0'), { recursive: true });
  const planned = (await runJob(estate.core, 'housekeeping.start', { host, dryRun: true })) as HousekeepingOutcome;
  expect(planned).toEqual({
    recovered: [],
    shifted: 1,
    kept: [],
    trashed: [],
    expired: [],
    cleaned: [],
    deleted: [],
    dryRun: true,
  });
  expect(nights()).toEqual(['1']);
  expect(await runJob(estate.core, 'housekeeping.start', { host })).toEqual({ ...planned, dryRun: false });
  expect(nights()).toEqual(['0']);
});

test('a host is probed, its scripts are installed, kept up to date and removed', async () => {
  expect(await call('hosts.probe', { host })).toMatchObject({
    rsync: expect.stringMatching(/^3/),
    clockSkewSeconds: expect.any(Number),
  });
  const planned = (await runJob(estate.core, 'hosts.install', { host, dryRun: true })) as InstallPlan;
  expect((await call('hosts.probe', { host })).scripts).toBe(undefined);
  const done = (await runJob(estate.core, 'hosts.install', { host })) as InstallPlan;
  expect(done).toEqual({ ...planned, dryRun: false });
  const { scripts, schedule } = await call('hosts.probe', { host });
  expect(scripts).toMatch(/^0\.0\.0-test\+/);
  expect(schedule).toContain('/nightkeep/backup');
  expect(((await runJob(estate.core, 'hosts.install', { host })) as InstallPlan).changed).toBe(false);
  await runJob(estate.core, 'hosts.install', { host, remove: true });
  expect((await call('hosts.probe', { host })).scripts).toBe(undefined);
  expect((await call('hosts.folders', { host, path: estate.root })).folders).toContain('usr');
});

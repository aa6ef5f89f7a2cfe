import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shells } from '../night/shells.ts';
import { errorIn, filesIn, GatedEstate, harmed, runId, type Session, today } from './gated.ts';
import { processBegan } from './processes.ts';

/** Root on the host, with the host's key, against the gate. */
let estate: GatedEstate;
let before: ReturnType<GatedEstate['past']>;
const ours = { run: '' };

beforeEach(async () => {
  estate = new GatedEstate(shells[0] as (typeof shells)[number]);
  mkdirSync(join(estate.host, 'mnt/data/sub'), { recursive: true });
  for (const name of ['a', 'b', 'sub/c']) writeFileSync(join(estate.host, 'mnt/data', name), `good ${name}`);
  expect(await estate.night()).toMatchObject({ exitCode: 0 });
  // Another host's nights on the same server.
  const other = join(estate.server, 'data/jail16/0/etc');
  mkdirSync(join(estate.server, 'data/jail16/.nightkeep/holds'), { recursive: true });
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'secret'), 'of another');
  mkdirSync(join(estate.folder, 'outside'));
  before = estate.past();
});

afterEach(() => {
  try {
    expect(harmed(before, estate.past())).toEqual([]);
    expect(filesIn(join(estate.folder, 'outside'))).toEqual([]);
    expect(readFileSync(join(estate.server, 'data/jail16/0/etc/secret'), 'latin1')).toBe('of another');
  } finally {
    estate.end();
  }
});

/** A run in progress, of the attacker's own. */
async function inProgress(fields: Record<string, string> = {}): Promise<Session> {
  const session = estate.session(fields);
  ours.run = session.run;
  expect((await session.hear('ready')).at(-1)?.name).toBe('ready');
  return session;
}

const receiveOf = (entry: string, kind = 'directory') => ({ run: ours.run, kind, entry });

/** A folder on the host, made of names and contents. */
function folder(name: string, files: Record<string, string>): string {
  const path = join(estate.folder, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), content);
  }
  return path;
}

describe('a host behind a gate', () => {
  test.each([
    ['a shell', ''],
    ['a command', 'cat /etc/passwd'],
    ['the command with one more', `exec sh -c 'true'; id`],
    ['scp', 'scp -t /'],
    ['sftp', 'internal-sftp'],
    ['rsync itself', 'rsync --server --sender -logDtpre.iLsfxCIvu . /'],
  ])('runs nothing: %s', (_, command) => {
    const answer = estate.ask([['verb', 'fetch']], '', command);
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toMatch(/can do nothing but/);
    expect(estate.refusals().at(-1)).toMatchObject({
      host: 'jail15',
      from: '192.0.2.7',
      asked: command || 'a shell',
      message: expect.stringContaining('nothing but'),
    });
  });

  test('runs no program of its own', () => {
    const mark = join(estate.folder, 'outside/run');
    const answer = estate.say(`touch '${mark}'\n#nightkeep-end\nverb scripts\npath /$(touch ${mark})\n.\n`);
    expect(answer.error).toMatch(/for the scripts in \/data\/scripts only/);
    expect(existsSync(mark)).toBe(false);
  });

  test.each(['/data/jail16', '/data/jail15/../jail16', '/data/jail15/', '/data', '/', '/data/jail15\n/data/jail16'])(
    'reaches no other backupdir: %j',
    (backupdir) => {
      for (const verb of ['session', 'receive', 'links', 'fetch']) {
        const answer = estate.ask([
          ['verb', verb],
          ['backupdir', backupdir],
          ['run', runId()],
          ['hold', 'x'],
          ['name', 'y'],
          ['entry', '/etc'],
        ]);
        expect(answer.exitCode, verb).toBe(1);
      }
      expect(estate.refusals().filter(({ message }) => message === 'this key is for /data/jail15 only')).toHaveLength(
        4,
      );
    },
  );

  test('gets only what was held for it', () => {
    const hold = (id: string, host: string, tarball: string) => {
      const path = estate.keep(`holds/${id}`);
      mkdirSync(join(path, 'tree'), { recursive: true });
      writeFileSync(join(path, 'hold'), `hold\tid=${id}\thost=${host}\n${tarball}`);
      writeFileSync(join(path, 'x.tar.gz'), 'bytes');
      writeFileSync(join(path, 'y.tar.gz'), 'other');
      return path;
    };
    hold('ours', 'jail15', 'tarball\tname=x.tar.gz\tbytes=5\n');
    hold('theirs', 'jail16', 'tarball\tname=x.tar.gz\tbytes=5\n');
    symlinkSync(estate.keep('holds/theirs'), estate.keep('holds/linked'));
    const fetch = (id: string, name: string) =>
      estate.ask([
        ['verb', 'fetch'],
        ['backupdir', '/data/jail15'],
        ['hold', id],
        ['name', name],
      ]);
    expect(fetch('ours', 'x.tar.gz').stdout).toMatch(/^tarball\tbytes=5\tsha256=.*\nbytes$/);
    for (const [id, name] of [
      ['theirs', 'x.tar.gz'],
      ['linked', 'x.tar.gz'],
      ['ours', 'y.tar.gz'],
      ['ours', 'hold'],
      ['ours', '..'],
      ['../..', '0'],
      ['.', 'ours'],
      ['nothing', 'x.tar.gz'],
    ] as const) {
      const answer = fetch(id, name);
      expect(answer.exitCode, `${id} ${name}`).toBe(1);
      expect(answer.stdout).not.toMatch(/bytes$|other$/);
    }
    expect(estate.refusals()).toHaveLength(8);
  });

  test('reads the scripts, and no other folder', () => {
    const scripts = join(estate.server, 'data/scripts');
    mkdirSync(scripts);
    for (const name of ['SHA256SUMS', 'backup']) writeFileSync(join(scripts, name), `${name}\n`);
    symlinkSync('/etc/passwd', join(scripts, 'passwd'));
    const answer = estate.ask([
      ['verb', 'scripts'],
      ['path', '/data/scripts'],
    ]);
    expect(answer.stdout).toBe('file\tname=SHA256SUMS\n=SHA256SUMS\nfile\tname=backup\n=backup\nend\n');
    for (const path of ['/data/scripts/..', '/etc', '/data/jail16/0']) {
      expect(
        estate.ask([
          ['verb', 'scripts'],
          ['path', path],
        ]).error,
      ).toMatch(/only$/);
    }
  });
});

describe('a host that receives', () => {
  test('can write an entry once only, and through no symlink', async () => {
    const outside = join(estate.folder, 'outside');
    const planted = folder('planted', { f: 'x' });
    symlinkSync(outside, join(planted, 'x'));
    const session = await inProgress();
    expect(estate.send(planted, receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0, stderr: '' });
    const through = folder('through', { 'x/foo': 'evil', f: 'evil' });
    expect(estate.send(through, receiveOf('/mnt/data')).stderr).toMatch(/has been received in this run/);
    expect(estate.send(folder('deeper', { foo: 'evil' }), receiveOf('/mnt/data/x')).stderr).toMatch(/received|symlink/);
    expect(estate.send(folder('below', { foo: 'evil' }), receiveOf('/mnt/data/x/y')).stderr).toMatch(
      /a symlink or a file/,
    );
    // What is sent in other ways arrives elsewhere, and no more than was asked for comes into the night.
    expect(estate.send(through, receiveOf('/mnt/data', 'again'))).toMatchObject({ exitCode: 0 });
    expect(estate.send(through, receiveOf('/mnt/data', 'parents'))).toMatchObject({ exitCode: 0 });
    expect(estate.send(through, receiveOf('/mnt/data/x/foo', 'file'))).toMatchObject({ exitCode: 0 });
    expect(estate.send(through, receiveOf('/mnt/data/x', 'parents'))).toMatchObject({ exitCode: 0 });
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
    expect(errorIn(await session.tell('publish'))).toBeUndefined();
    await session.end();
    expect(filesIn(estate.nightFolder(0, 'mnt/data'))).toEqual(['f', 'x']);
    expect(readFileSync(estate.nightFolder(0, 'mnt/data/f'), 'latin1')).toBe('x');
    expect(filesIn(outside)).toEqual([]);
  });

  test('changes no published file in place, however often and with whatever it sends it', async () => {
    const session = await inProgress();
    const source = join(estate.host, 'mnt/data');
    expect(estate.send(source, receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0 });
    for (const name of ['a', 'b', 'sub/c']) chmodSync(join(source, name), 0o777);
    for (const options of [['-rlp', '--numeric-ids'], ['-aHAX'], ['-rlo'], ['-aHc', '--chmod=777']]) {
      for (const kind of ['directory', 'again', 'parents', 'file']) {
        estate.send(source, receiveOf(kind === 'file' ? '/mnt/data/a' : '/mnt/data', kind), options);
      }
    }
    for (const kind of ['file', 'directory']) estate.send(source, receiveOf('/mnt/data/sub', kind), ['-aH']);
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
    await session.tell('publish');
    await session.end();
    expect(estate.nights()).toEqual([0, 1]);
  });

  test('can’t write into a night once it is published', async () => {
    const session = await inProgress();
    const big = folder('big', { first: 'x' });
    writeFileSync(join(big, 'second'), Buffer.alloc(4_000_000, 'x'));
    estate.sendSlowly(big, receiveOf('/mnt/data'));
    await estate.until(() => filesIn(estate.keep('incoming/mnt/data')).some((name) => name.startsWith('.second')));
    const [receiver] = filesIn(estate.keep('receivers'));
    expect(processBegan(receiver ?? '')).toBe(true);
    // Another entry while the first one is still coming, and then the end.
    expect(estate.send(folder('more', { a: '' }), receiveOf('/mnt/more')).stderr).toMatch(
      /something else is being received/,
    );
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '2', bytes: '1' });
    expect(processBegan(receiver ?? '')).toBe(false);
    await session.tell('publish');
    const published = takeManifest(estate.nightFolder(0));
    expect(estate.send(folder('late', { late: '' }), receiveOf('/mnt/late')).stderr).toMatch(/not in progress/);
    expect(
      estate.ask(
        [
          ['verb', 'links'],
          ['backupdir', '/data/jail15'],
          ['run', session.run],
          ['entry', '/mnt/data'],
        ],
        'a// => b\n',
      ).error,
    ).toMatch(/not in progress/);
    for (const ask of ['publish', 'fail', 'entry']) session.say(ask, { path: '/mnt/x', state: 'missing' });
    await session.end();
    expect(takeManifest(estate.nightFolder(0))).toEqual(published);
  });

  test('can’t name what is Nightkeep’s own', async () => {
    const session = await inProgress();
    const evil = folder('evil', { '.nightkeep-record': 'run\tid=x\n', '.nightkeep-links': 'x', o: 'x' });
    for (const [entry, kind] of [
      ['/.nightkeep', 'directory'],
      ['/.nightkeep-links', 'file'],
      ['/.nightkeep-record', 'file'],
      ['/o', 'file'],
      ['/.nightkeep/holds', 'directory'],
      ['/', 'directory'],
      ['//', 'parents'],
      ['/..', 'directory'],
      ['/a/../..', 'directory'],
      ['/./a', 'file'],
      ['a', 'directory'],
      ['', 'directory'],
      ['/mnt/', 'parents'],
      ['/a', '../x'],
    ] as const) {
      const answer = estate.send(evil, receiveOf(entry, kind));
      expect(answer.exitCode, `${entry} ${kind}`).not.toBe(0);
    }
    for (const path of ['/.nightkeep-links', '/.nightkeep-record']) {
      for (const state of ['missing', 'failed', 'symlink']) await session.tell('entry', { path: `${path}`, state });
    }
    await session.end();
    const again = await inProgress();
    // A night's list of joined names is written on while it is received: it must not be the one of the night before.
    await again.tell('entry', { path: '/.nightkeep-links', state: 'missing' });
    await again.tell('entry', { path: '/mnt/data', state: 'failed' });
    await again.end();
    expect(filesIn(estate.keep('runs'))).toHaveLength(1);
  });

  test('takes nothing out of a night with what it says of hard links', async () => {
    const session = await inProgress();
    expect(estate.send(join(estate.host, 'mnt/data'), receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0 });
    const links = (entry: string, names: string) =>
      estate.ask(
        [
          ['verb', 'links'],
          ['backupdir', '/data/jail15'],
          ['run', session.run],
          ['entry', entry],
        ],
        names,
      );
    for (const name of ['../../../../0/mnt/data/a', '/etc/passwd', '..', '.', '../../.nightkeep-links']) {
      links('/mnt/data', `${name}// => b\n${name}// => ../../../../0/mnt/data/b\n`);
    }
    expect(links('/mnt/data/../../../0/mnt/data', 'a// => b\n').error).toMatch(/not a full path/);
    expect(links('/nothing', 'a// => b\n').error).toMatch(/not what was received/);
    await session.end();
  });
});

describe('a host that lies', () => {
  test('pushes no night out by dates, numbers of nights or runs', async () => {
    for (const claim of [
      { date: today(-40), nights: '1' },
      { date: today(1), share: '100' },
      { date: '2099-01-01', started: '2099-01-01T00:00:00Z', shift: '999999999' },
      { date: '../../../../x', host: 'jail16' },
      { date: today(2), shift: '-999999999' },
      { date: '' },
      { date: today(1) },
      { date: today() },
    ]) {
      const session = await inProgress(claim);
      await session.tell('entry', { path: '/mnt/data', state: 'missing' });
      estate.send(folder(`night-${session.run}`, { f: 'x' }), receiveOf('/mnt/other'));
      await session.tell('entry', { path: '/mnt/other', state: 'good', files: '2', bytes: '1' });
      expect(errorIn(await session.tell('publish', { finished: '2099-01-01T00:00:00Z' }))).toBeUndefined();
      await session.end();
    }
    expect(estate.nights()).toHaveLength(9);
    const records = estate.nights().map((index) => estate.record(index).split('\n')[0] ?? '');
    for (const line of records)
      expect(line).toMatch(
        new RegExp(`\\thost=jail15\\t.*\\tdate=${today()}\\tstartedAt=${today()}T.*finishedAt=${today()}T`),
      );
    expect(estate.refusals().filter(({ message }) => /dates this night/.test(message ?? ''))).toHaveLength(4);
    expect(filesIn(estate.keep('trash'))).toEqual([]);
  }, 60_000);

  test('gives its runs no other time, and no more of them than a day bears', async () => {
    estate.settle({ runs: 2 });
    for (const run of [
      runId(-3),
      runId(3),
      '99991231T000000Z-ffffff',
      'zzz',
      '../x',
      `${today().replace(/-/g, '')}T000000Z`,
    ]) {
      const session = estate.session({ run });
      expect(errorIn(await session.hear('ready')), run).toMatch(/not of today|called|no proper id/);
      await session.end();
    }
    const full = estate.session();
    expect(errorIn(await full.hear('ready'))).toBeUndefined();
    estate.send(folder('one', { f: 'x' }), { run: full.run, kind: 'directory', entry: '/mnt/data' });
    await full.tell('entry', { path: '/mnt/data', state: 'good', files: '2', bytes: '1' });
    await full.tell('publish');
    await full.end();
    const refused = estate.session();
    expect(errorIn(await refused.hear('ready'))).toMatch(/there are 2 nights of .*; no more are taken/);
    await refused.end();
    expect(estate.nights()).toEqual([0, 1]);
  });

  test('holds nothing of others, and nothing elsewhere', async () => {
    // A symlink in a night, and an entry beyond it that collapses: its last good night is to be held.
    const planted = folder('planted', {});
    symlinkSync(join(estate.server, 'data/jail16/0'), join(planted, 'x'));
    const first = await inProgress();
    expect(estate.send(planted, receiveOf('/srv'))).toMatchObject({ exitCode: 0 });
    await first.tell('entry', { path: '/srv', state: 'good', files: '2', bytes: '1' });
    await first.tell('entry', { path: '/srv/x/etc', state: 'good', files: '900', bytes: '900' });
    await first.tell('publish');
    await first.end();
    const second = await inProgress();
    await second.tell('entry', { path: '/srv/x/etc', state: 'good', files: '1', bytes: '0' });
    await second.tell('entry', { path: '/srv', state: 'missing' });
    await second.tell('publish');
    await second.end();
    const found = spawnSync('find', [estate.backupdir, '-name', 'secret']).stdout.toString();
    expect(found).toBe('');
  });

  test('can’t have its lock for ever, nor more calls than a few', async () => {
    estate.settle({ idle: 2 });
    const idle = await inProgress();
    const refused = estate.session();
    expect(errorIn(await refused.hear('ready'))).toMatch(/is at work/);
    await refused.end();
    await idle.hear('never');
    expect(filesIn(estate.keep('lock'))).toEqual([]);
    expect(estate.refusals().at(-1)).toMatchObject({ message: 'it took too long, and was ended' });
    const next = await inProgress();
    await next.end();
  });

  test('fills nothing but its own nights', async () => {
    expect(estate.say(`${'x'.repeat(3_000_000)}\n`).error).toBe('the program is too long');
    expect(estate.say(`${'x\n'.repeat(1_000_001)}`).error).toBe('the program is too long');
    const session = await inProgress({
      note: 'n'.repeat(500_000),
      version: 'v'.repeat(500_000),
      server: 's'.repeat(90_000),
    });
    await session.tell('entry', { path: '/mnt/data', state: 'missing', message: 'm'.repeat(500_000) });
    expect(errorIn(await session.tell('entry', { path: '/mnt/data', state: 'missing' }))).toMatch(/told of before/);
    await session.end();
    for (let died = 0; died < 4; died++) {
      const other = await inProgress();
      estate.send(folder(`died-${died}`, { f: 'x' }), receiveOf('/mnt/data'));
      await other.end();
    }
    expect(filesIn(estate.keep('partial')).length).toBeLessThan(4);
    // A record of each refusal, but never more than so much of them.
    writeFileSync(estate.keep('refusals'), 'refused\tmessage=first\n'.padEnd(300_000, 'x'));
    for (let again = 0; again < 3; again++) estate.ask([], '', `evil ${again} ${'y'.repeat(50_000)}`);
    const size = (name: string) => readFileSync(estate.keep(name)).length;
    expect(size('refusals.1')).toBe(300_000);
    expect(size('refusals')).toBeLessThan(3 * 1100);
    writeFileSync(estate.keep('refusals'), 'x'.repeat(300_000));
    estate.ask([], '', 'evil');
    expect(size('refusals')).toBe(300_000);
    expect(readFileSync(estate.keep('refusals.1'), 'latin1')).toMatch(/^refused\tmessage=first/);
  }, 60_000);
});

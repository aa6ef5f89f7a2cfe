import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attacked } from './attacked.ts';
import { errorIn, filesIn, runId, today } from './gated.ts';

const attack = attacked();

describe('a host that lies', () => {
  test('pushes no night out by dates, numbers of nights or runs', async () => {
    const claims: Record<string, string>[] = [
      { date: today(-40), nights: '1' },
      { date: today(1), share: '100' },
      { date: '2099-01-01', started: '2099-01-01T00:00:00Z', shift: '999999999' },
      { date: '../../../../x', host: 'jail16' },
      { date: today(2), shift: '-999999999' },
      { date: '' },
      { date: today(1) },
      { date: today() },
    ];
    for (const claim of claims) {
      const session = await attack.inProgress(claim);
      attack.estate.send(attack.folder(`night-${session.run}`, { 'mnt/other/f': 'x' }), attack.receive());
      await session.tell('merge');
      const other = { path: '/mnt/other', state: 'good', files: '1000', bytes: '1000000' };
      expect(await session.publish([{ path: '/mnt/data', state: 'missing' }, other])).toMatch(/no field files/);
      await session.end();
    }
    expect(attack.estate.nights()).toEqual([0]);
    for (const claim of claims) {
      const session = await attack.inProgress(claim);
      attack.estate.send(attack.folder(`again-${session.run}`, { 'mnt/other/f': 'x' }), attack.receive());
      await session.tell('merge');
      const other = { path: '/mnt/other', state: 'good', added: '1000' };
      expect(await session.publish([{ path: '/mnt/data', state: 'missing' }, other])).toBeUndefined();
      await session.end();
    }
    expect(attack.estate.nights()).toHaveLength(9);
    const records = attack.estate.nights().map((index) => attack.estate.record(index).split('\n')[0] ?? '');
    expect(records.pop()).toContain(`date=${today(-1)}`);
    // What it says that it sent counts for nothing.
    expect(attack.estate.record(0)).toMatch(/path=\/mnt\/other\tstate=good\tfiles=2\tbytes=1\t/);
    for (const line of records)
      expect(line).toMatch(
        new RegExp(`\\thost=jail15\\t.*\\tdate=${today()}\\tstartedAt=${today()}T.*finishedAt=${today()}T`),
      );
    expect(attack.estate.refusals().filter(({ message }) => /dates this night/.test(message ?? ''))).toHaveLength(8);
  });

  test('gives its runs no other time, and no more of them than a day bears', async () => {
    attack.estate.settle({ runs: 1 });
    for (const run of [
      runId(-3),
      runId(3),
      '99991231T000000Z-ffffff',
      'zzz',
      '../x',
      `${today().replace(/-/g, '')}T000000Z`,
    ]) {
      const session = attack.estate.session({ run });
      expect(errorIn(await session.hear('ready')), run).toMatch(/not of today|called|no proper id/);
      await session.end();
    }
    const full = attack.estate.session();
    expect(errorIn(await full.hear('ready'))).toBeUndefined();
    expect(await full.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
    await full.end();
    const refused = attack.estate.session();
    expect(errorIn(await refused.hear('ready'))).toMatch(/no more than 1 a date are taken/);
    await refused.end();
    expect(attack.estate.nights()).toEqual([0, 1]);
  });

  test('holds nothing of others, and nothing elsewhere', async () => {
    // A symlink in a night, and an entry beyond it that collapses: its last good night is to be held.
    const planted = attack.folder('planted', Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`srv/${n}`, 'x'])));
    symlinkSync(join(attack.estate.server, 'data/jail16/0'), join(planted, 'srv/x'));
    const first = await attack.inProgress();
    expect(attack.estate.send(planted, attack.receive())).toMatchObject({ exitCode: 0 });
    await first.tell('merge');
    const entries = ['/srv', '/srv/x/etc'].map((path) => ({ path, state: 'good', kind: 'directory' }));
    expect(await first.publish(entries)).toBeUndefined();
    await first.end();
    expect(attack.estate.record(0)).toMatch(/path=\/srv\/x\/etc\tstate=failed\t/);
    // As a host could have dated it before there was a gate: the date becomes a part of the hold's paths. And as if the
    // entry beyond the symlink had been there.
    const record = attack.estate.nightFolder(0, '.nightkeep-record');
    const forged = attack.estate
      .record(0)
      .replace(`date=${today()}`, 'date=../../../../../elsewhere')
      .replace(/path=\/srv\/x\/etc\tstate=failed\tfiles=0/, 'path=/srv/x/etc\tstate=good\tfiles=900');
    writeFileSync(record, forged, 'latin1');
    const second = await attack.inProgress();
    const gone = [1, 2, 3, 4, 5].map((n) => `srv/${n}`);
    expect(errorIn(await second.list('leaving', gone))).toBeUndefined();
    expect(await second.publish([...entries, { path: '/srv/x/etc/more', state: 'missing' }])).toBeUndefined();
    await second.end();
    const found = (name: string) =>
      spawnSync('find', [attack.estate.folder, '-name', name]).stdout.toString().split('\n');
    expect(found('secret')).toEqual([join(attack.estate.server, 'data/jail16/0/etc/secret'), '']);
    expect(found('elsewhere')).toEqual(['']);
    expect(filesIn(attack.estate.keep(`holds/auto-${second.run}-1/tree/night/srv`))).toContain('x');
  });

  test('can’t have its lock for ever, nor more calls than a few', async () => {
    attack.estate.settle({ idle: 2 });
    const idle = await attack.inProgress();
    const refused = attack.estate.session();
    expect(errorIn(await refused.hear('ready'))).toMatch(/is at work/);
    await refused.end();
    await idle.hear('never');
    expect(filesIn(attack.estate.keep('lock'))).toEqual([]);
    expect(attack.estate.refusals().at(-1)).toMatchObject({ message: 'it took too long, and was ended' });
    const next = await attack.inProgress();
    await next.end();
  });

  test('fills nothing but its own nights', async () => {
    expect(attack.estate.say(`${'1'.repeat(500_000)}\n`).error).toBe('the program has no length');
    expect(attack.estate.say(`400001\n${'x\n'.repeat(200_001)}`).error).toBe('the program is too long');
    const session = await attack.inProgress({
      note: 'n'.repeat(500_000),
      version: 'v'.repeat(500_000),
      server: 's'.repeat(90_000),
    });
    const long = { path: '/mnt/data', state: 'missing', message: 'm'.repeat(500_000) };
    expect(await session.publish([long])).toMatch(/not encoded as one/);
    await session.end();
    for (let died = 0; died < 4; died++) {
      const other = await attack.inProgress();
      attack.estate.send(attack.folder(`died-${died}`, { f: 'x' }), attack.receive());
      await other.end();
    }
    expect(filesIn(attack.estate.keep('')).filter((name) => /patch|incoming|making/.test(name))).toEqual(['patch']);
    // A record of each refusal, but never more than so much of them.
    writeFileSync(attack.estate.keep('refusals'), 'refused\tmessage=first\n'.padEnd(300_000, 'x'));
    for (let again = 0; again < 3; again++) attack.estate.ask([], '', `evil ${again} ${'y'.repeat(50_000)}`);
    const size = (name: string) => readFileSync(attack.estate.keep(name)).length;
    expect(size('refusals.1')).toBe(300_000);
    expect(size('refusals')).toBeLessThan(3 * 1100);
    writeFileSync(attack.estate.keep('refusals'), 'x'.repeat(300_000));
    attack.estate.ask([], '', 'evil');
    expect(size('refusals')).toBe(300_000);
    expect(readFileSync(attack.estate.keep('refusals.1'), 'latin1')).toMatch(/^refused\tmessage=first/);
  });
});

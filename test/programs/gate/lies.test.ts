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
      await session.tell('entry', { path: '/mnt/data', state: 'missing' });
      attack.estate.send(attack.folder(`night-${session.run}`, { f: 'x' }), attack.receiveOf('/mnt/other'));
      await session.tell('entry', { path: '/mnt/other', state: 'good', files: '2', bytes: '1' });
      expect(errorIn(await session.tell('publish', { finished: '2099-01-01T00:00:00Z' }))).toBeUndefined();
      await session.end();
    }
    expect(attack.estate.nights()).toHaveLength(9);
    const records = attack.estate.nights().map((index) => attack.estate.record(index).split('\n')[0] ?? '');
    expect(records.pop()).toContain(`date=${today(-1)}`);
    for (const line of records)
      expect(line).toMatch(
        new RegExp(`\\thost=jail15\\t.*\\tdate=${today()}\\tstartedAt=${today()}T.*finishedAt=${today()}T`),
      );
    expect(attack.estate.refusals().filter(({ message }) => /dates this night/.test(message ?? ''))).toHaveLength(4);
    // What is left of a base is no night.
    expect(filesIn(attack.estate.keep('trash')).filter((name) => !name.startsWith('base-'))).toEqual([]);
  }, 60_000);

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
    attack.estate.send(attack.folder('one', { f: 'x' }), { run: full.run, kind: 'directory', entry: '/mnt/data' });
    await full.tell('entry', { path: '/mnt/data', state: 'good', files: '2', bytes: '1' });
    await full.tell('publish');
    await full.end();
    const refused = attack.estate.session();
    expect(errorIn(await refused.hear('ready'))).toMatch(/no more than 1 a date are taken/);
    await refused.end();
    expect(attack.estate.nights()).toEqual([0, 1]);
  });

  test('holds nothing of others, and nothing elsewhere', async () => {
    // A symlink in a night, and an entry beyond it that collapses: its last good night is to be held.
    const planted = attack.folder('planted', {});
    symlinkSync(join(attack.estate.server, 'data/jail16/0'), join(planted, 'x'));
    const first = await attack.inProgress();
    expect(attack.estate.send(planted, attack.receiveOf('/srv'))).toMatchObject({ exitCode: 0 });
    for (const path of ['/srv', '/srv/x/etc'])
      await first.tell('entry', { path, state: 'good', files: '900', bytes: '900' });
    await first.tell('publish');
    await first.end();
    // As a host could have dated it before there was a gate: the date becomes a part of the hold's paths.
    const record = attack.estate.nightFolder(0, '.nightkeep-record');
    writeFileSync(
      record,
      attack.estate.record(0).replace(`date=${today()}`, 'date=../../../../../elsewhere'),
      'latin1',
    );
    const second = await attack.inProgress();
    for (const path of ['/srv', '/srv/x/etc'])
      await second.tell('entry', { path, state: 'good', files: '1', bytes: '0' });
    await second.tell('publish');
    await second.end();
    const found = (name: string) =>
      spawnSync('find', [attack.estate.folder, '-name', name]).stdout.toString().split('\n');
    expect(found('secret')).toEqual([join(attack.estate.server, 'data/jail16/0/etc/secret'), '']);
    expect(found('elsewhere')).toEqual(['']);
    expect(filesIn(attack.estate.keep(`holds/auto-${second.run}-1/tree/night/srv`))).toEqual(['x']);
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
    expect(attack.estate.say(`${'1'.repeat(500_000)}\n`).error).toBe('the program is too long');
    expect(attack.estate.say(`400001\n${'x\n'.repeat(200_001)}`).error).toBe('the program is too long');
    const session = await attack.inProgress({
      note: 'n'.repeat(500_000),
      version: 'v'.repeat(500_000),
      server: 's'.repeat(90_000),
    });
    await session.tell('entry', { path: '/mnt/data', state: 'missing', message: 'm'.repeat(500_000) });
    expect(errorIn(await session.tell('entry', { path: '/mnt/data', state: 'missing' }))).toMatch(/told of before/);
    await session.end();
    for (let died = 0; died < 4; died++) {
      const other = await attack.inProgress();
      attack.estate.send(attack.folder(`died-${died}`, { f: 'x' }), attack.receiveOf('/mnt/data'));
      await other.end();
    }
    expect(filesIn(attack.estate.keep('partial')).length).toBeLessThan(4);
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
  }, 60_000);
});

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { attacked } from './attacked.ts';
import { errorIn, filesIn } from './gated.ts';

const attack = attacked();

const list = (...names: string[]) => Buffer.from(names.map((name) => `${name}\0`).join(''), 'latin1');

describe('names that leave the night', () => {
  test.each([
    ['..', list('..')],
    ['the folder itself', list('.')],
    ['nothing', list('')],
    ['a full path', list('/etc/passwd')],
    ['one that climbs', list('../0/mnt/data/a')],
    ['one that climbs later', list('mnt/../../../0/mnt/data/a')],
    ['one that ends by climbing', list('mnt/data/..')],
    ['a dot on the way', list('mnt/./data/a')],
    ['two slashes', list('mnt//data/a')],
    ['a slash at the end', list('mnt/data/')],
    ['what is Nightkeep’s own', list('.nightkeep')],
    ['what lies in that', list('.nightkeep/lock')],
    ['the record', list('.nightkeep-record')],
    ['after a good one', list('mnt/data/a', '../1')],
    ['without an end', Buffer.from('mnt/data/a\0../0')],
    ['longer than any path', list(`${'a/'.repeat(3000)}b`)],
    ['newlines around it', list('\n/../\n/x', 'x\n', '../\n')],
    ['NULs only', Buffer.from('\0\0\0')],
  ])('are refused: %s', async (_, names) => {
    const session = await attack.inProgress();
    expect(errorIn(await session.list('leaving', names))).toMatch(/no proper names/);
    await session.end();
  });

  test('are bytes, and nothing else', async () => {
    const names = {
      'an octal of rsync’s': '\\#456',
      'an octal of printf’s': '\\0056\\0056/0',
      'an end of printf’s': '\\c',
      'a shell’s words': '$(touch /tmp/x); `id` "; rm -rf 0',
      options: '-rf',
      'more options': '--no-preserve-root',
      'a pattern': '*',
      'a newline and a name': 'x\n..x/0/mnt/data/a',
    };
    const session = await attack.inProgress();
    for (const [what, name] of Object.entries(names)) {
      expect(errorIn(await session.list('leaving', list(name))), what).toBeUndefined();
      expect(filesIn(attack.estate.keep('base/mnt/data')), what).toEqual(['a', 'b', 'sub']);
    }
    expect(await session.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
    await session.end();
  });

  test.each(['../../0/mnt', '/etc', '../../../../jail16/0/etc', '.', '../../0'])(
    'take nothing out by way of a symlink to %s',
    async (target) => {
      const planted = attack.folder('planted', { 'mnt/data/f': 'x' });
      symlinkSync(target, join(planted, 'mnt/out'));
      const first = await attack.inProgress();
      expect(attack.estate.send(planted, attack.receive())).toMatchObject({ exitCode: 0 });
      expect(errorIn(await first.tell('merge'))).toBeUndefined();
      const names = ['data/a', 'mnt/data/a', 'secret', 'passwd', 'out/data/a'].map((name) => `mnt/out/${name}`);
      expect(errorIn(await first.list('leaving', names))).toBeUndefined();
      expect(await first.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
      await first.end();
      expect(existsSync('/etc/passwd')).toBe(true);
    },
  );

  test.each([
    ['no number', 'x', /not a number/],
    ['an octal', '08', /not a number/],
    ['a negative one', '-1', /not a number/],
    ['a sum', '1+1', /not a number/],
    ['more than there is room for', '999999999999', /no more than/],
    ['more digits than a shell has', '9'.repeat(40), /not a number/],
  ])('come with their length: %s', async (_, bytes, error) => {
    const session = await attack.inProgress();
    expect(errorIn(await session.list('leaving', [], bytes))).toMatch(error);
    await session.end();
  });

  test('that end before their length change nothing', async () => {
    const session = await attack.inProgress();
    session.say('leaving', { bytes: '100' });
    await session.end();
    expect(filesIn(attack.estate.keep('base/mnt/data'))).toEqual(['a', 'b', 'sub']);
  });
});

describe('what a host tells of its entries', () => {
  const good = 'entry\tpath=/mnt/data\tstate=good';
  test.each([
    ['another event', 'run\tid=x\tstate=good'],
    ['no path', 'entry\tstate=good'],
    ['a path that climbs', 'entry\tpath=/mnt/../../0\tstate=good'],
    ['a path of Nightkeep’s own', 'entry\tpath=/.nightkeep/holds\tstate=missing'],
    ['no full path', 'entry\tpath=mnt\tstate=missing'],
    ['the root', 'entry\tpath=/\tstate=good'],
    ['a state of its own', 'entry\tpath=/mnt/data\tstate=collapsed'],
    ['an octal count', `${good}\tadded=08`],
    ['a count with a sum', `${good}\tadded=1+1`],
    ['a negative count', `${good}\tchanged=-5`],
    ['a count beyond all', `${good}\tadded=${'9'.repeat(30)}`],
    ['counts that are the server’s', `${good}\tfiles=1000`],
    ['what the server decides', `${good}\tsameAs=x`],
    ['a field twice', `${good}\tpath=/etc`],
    ['an escape that is none', `${good}\tmessage=\\#456`],
    ['an octal escape', 'entry\tpath=/mnt/\\056\\056/0\tstate=missing'],
    ['an escape without end', `${good}\tmessage=x\\`],
    ['an entry twice', `${good}\n${good}`],
    ['a field without a name', `${good}\t=x`],
    ['a kind of its own', `${good}\tkind=device`],
    ['plain in its own way', `${good}\tplain=maybe`],
    ['far too much', Array.from({ length: 10_001 }, (_, at) => `entry\tpath=/${at}\tstate=missing`).join('\n')],
    ['far too long', `${good}\tmessage=${'x'.repeat(20_000)}`],
  ])('is refused: %s', async (_, lines) => {
    for (const ask of ['troubled', 'entries']) {
      const session = await attack.inProgress();
      expect(errorIn(await session.list(ask, Buffer.from(`${lines}\n`, 'latin1'))), ask).toBeTruthy();
      expect(errorIn(await session.tell('publish'))).toBeUndefined();
      await session.end();
    }
    expect(attack.estate.nights()).toEqual([0]);
  });

  test('poisons no later night, whatever stands in it', async () => {
    const first = await attack.inProgress();
    const entry = { path: '/mnt/data', state: 'good', message: '\\n$(id)\\t%s%n\\\\', added: '0' };
    expect(
      await first.publish([entry, { path: '/a b\\n$(id)', state: 'missing', target: '\\t../..' }]),
    ).toBeUndefined();
    await first.end();
    expect(await attack.estate.night()).toMatchObject({ exitCode: 0, result: { state: 'good' } });
  });

  test('makes no night of nothing', async () => {
    const session = await attack.inProgress();
    expect(errorIn(await session.tell('publish'))).toMatch(/nothing was told/);
    await session.end();
    const other = await attack.inProgress();
    expect(await other.publish([{ path: '/never/sent', state: 'good', added: '1000' }])).toBeUndefined();
    await other.end();
    expect(attack.estate.nights()).toEqual([0]);
  });
});

describe('what is received', () => {
  test('has no say in what is the night’s own', async () => {
    const evil = attack.folder('evil', {
      '.nightkeep-record': 'run\tid=x\n',
      '.nightkeep-links': 'x',
      '.nightkeep-patch/f': 'x',
      '.nightkeep/lock/owner': 'x',
      'mnt/data/f': 'x',
    });
    const session = await attack.inProgress();
    expect(attack.estate.send(evil, attack.receive())).toMatchObject({ exitCode: 0 });
    await session.tell('merge');
    expect(await session.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
    await session.end();
    expect(filesIn(attack.estate.nightFolder(0))).toEqual(['.nightkeep-links', '.nightkeep-record', 'mnt']);
    expect(attack.estate.record(0)).toMatch(new RegExp(`^run\\tid=${session.run}\\t`));
    expect(readFileSync(attack.estate.nightFolder(0, '.nightkeep-links'), 'latin1')).not.toBe('x');
  });

  test('comes into no night once that is published', async () => {
    const session = await attack.inProgress();
    const big = attack.folder('big', { 'mnt/data/first': 'x' });
    writeFileSync(join(big, 'mnt/data/second'), Buffer.alloc(4_000_000, 'x'));
    attack.estate.sendSlowly(big, attack.receive());
    await until(
      () => existsSync(attack.estate.keep('patch')),
      () => 'nothing is received',
    );
    expect(await session.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
    await session.end();
    expect(filesIn(attack.estate.keep('receivers'))).toEqual([]);
    expect(filesIn(attack.estate.nightFolder(0, 'mnt/data'))).toEqual(['a', 'b', 'sub']);
  });

  test('changes no published file in place, whatever is sent and however', async () => {
    const evil = attack.folder('evil', {});
    mkdirSync(join(evil, 'mnt/data'), { recursive: true });
    for (const name of ['a', 'b']) writeFileSync(join(evil, 'mnt/data', name), `good ${name}`, { mode: 0o777 });
    for (const options of [['-rlp', '--numeric-ids'], ['-aHAX'], ['-aHc', '--chmod=777'], ['-aHS', '--partial']]) {
      const session = await attack.inProgress();
      attack.estate.send(evil, attack.receive(), options);
      await session.tell('merge');
      expect(await session.publish([{ path: '/mnt/data', state: 'good' }])).toBeUndefined();
      await session.end();
    }
    expect(attack.estate.nights()).toEqual([0, 1, 2, 3, 4]);
  });
});

import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeManifest } from '../../support/nights/manifest.ts';
import { attacked } from './attacked.ts';
import { errorIn, filesIn } from './gated.ts';
import { processBegan } from './processes.ts';

const attack = attacked();

describe('a host that receives', () => {
  test('can write an entry once only, and through no symlink', async () => {
    const outside = join(attack.estate.folder, 'outside');
    const planted = attack.folder('planted', { f: 'x' });
    symlinkSync(outside, join(planted, 'x'));
    const session = await attack.inProgress();
    expect(attack.estate.send(planted, attack.receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0, stderr: '' });
    const through = attack.folder('through', { 'x/foo': 'evil', f: 'evil' });
    expect(attack.estate.send(through, attack.receiveOf('/mnt/data')).stderr).toMatch(/has been received in this run/);
    expect(
      attack.estate.send(attack.folder('deeper', { foo: 'evil' }), attack.receiveOf('/mnt/data/x')).stderr,
    ).toMatch(/received|symlink/);
    expect(
      attack.estate.send(attack.folder('below', { foo: 'evil' }), attack.receiveOf('/mnt/data/x/y')).stderr,
    ).toMatch(/a symlink or a file/);
    // What is sent in other ways arrives elsewhere, and no more than was asked for comes into the night.
    expect(attack.estate.send(through, attack.receiveOf('/mnt/data', 'again'))).toMatchObject({ exitCode: 0 });
    expect(attack.estate.send(through, attack.receiveOf('/mnt/data', 'parents'))).toMatchObject({ exitCode: 0 });
    expect(attack.estate.send(through, attack.receiveOf('/mnt/data/x/foo', 'file'))).toMatchObject({ exitCode: 0 });
    expect(attack.estate.send(through, attack.receiveOf('/mnt/data/x', 'parents'))).toMatchObject({ exitCode: 0 });
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
    expect(errorIn(await session.tell('publish'))).toBeUndefined();
    await session.end();
    expect(filesIn(attack.estate.nightFolder(0, 'mnt/data'))).toEqual(['f', 'x']);
    expect(readFileSync(attack.estate.nightFolder(0, 'mnt/data/f'), 'latin1')).toBe('x');
    expect(filesIn(outside)).toEqual([]);
  });

  test('changes no published file in place, however often and with whatever it sends it', async () => {
    const session = await attack.inProgress();
    const source = join(attack.estate.host, 'mnt/data');
    expect(attack.estate.send(source, attack.receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0 });
    for (const name of ['a', 'b', 'sub/c']) chmodSync(join(source, name), 0o777);
    for (const options of [['-rlp', '--numeric-ids'], ['-aHAX'], ['-rlo'], ['-aHc', '--chmod=777']]) {
      for (const kind of ['directory', 'again', 'parents', 'file']) {
        attack.estate.send(source, attack.receiveOf(kind === 'file' ? '/mnt/data/a' : '/mnt/data', kind), options);
      }
    }
    for (const kind of ['file', 'directory'])
      attack.estate.send(source, attack.receiveOf('/mnt/data/sub', kind), ['-aH']);
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
    await session.tell('publish');
    await session.end();
    expect(attack.estate.nights()).toEqual([0, 1]);
  });

  test('can’t write into a night once it is published', async () => {
    const session = await attack.inProgress();
    const big = attack.folder('big', { first: 'x' });
    writeFileSync(join(big, 'second'), Buffer.alloc(4_000_000, 'x'));
    attack.estate.sendSlowly(big, attack.receiveOf('/mnt/data'));
    await attack.estate.until(() =>
      filesIn(attack.estate.keep('incoming/mnt/data')).some((name) => name.startsWith('.second')),
    );
    const [receiver] = filesIn(attack.estate.keep('receivers'));
    expect(processBegan(receiver ?? '')).toBe(true);
    // Another entry while the first one is still coming, and then the end.
    expect(attack.estate.send(attack.folder('more', { a: '' }), attack.receiveOf('/mnt/more')).stderr).toMatch(
      /something else is being received/,
    );
    await session.tell('entry', { path: '/mnt/data', state: 'good', files: '2', bytes: '1' });
    expect(processBegan(receiver ?? '')).toBe(false);
    await session.tell('publish');
    const published = takeManifest(attack.estate.nightFolder(0));
    expect(attack.estate.send(attack.folder('late', { late: '' }), attack.receiveOf('/mnt/late')).stderr).toMatch(
      /not in progress/,
    );
    expect(
      attack.estate.ask(
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
    expect(takeManifest(attack.estate.nightFolder(0))).toEqual(published);
  });

  test('can’t name what is Nightkeep’s own', async () => {
    const session = await attack.inProgress();
    const evil = attack.folder('evil', { '.nightkeep-record': 'run\tid=x\n', '.nightkeep-links': 'x', o: 'x' });
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
      const answer = attack.estate.send(evil, attack.receiveOf(entry, kind));
      expect(answer.exitCode, `${entry} ${kind}`).not.toBe(0);
    }
    for (const path of ['/.nightkeep-links', '/.nightkeep-record']) {
      for (const state of ['missing', 'failed', 'symlink']) await session.tell('entry', { path: `${path}`, state });
    }
    await session.end();
    const again = await attack.inProgress();
    // A night's list of joined names is written on while it is received: it must not be the one of the night before.
    await again.tell('entry', { path: '/.nightkeep-links', state: 'missing' });
    await again.tell('entry', { path: '/mnt/data', state: 'failed' });
    await again.tell('entry', { path: '/mnt/new', state: 'good', files: '1' });
    await again.end();
    expect(filesIn(attack.estate.keep('runs'))).toHaveLength(1);
  });

  test('takes nothing out of a night with what it says of hard links', async () => {
    const session = await attack.inProgress();
    expect(attack.estate.send(join(attack.estate.host, 'mnt/data'), attack.receiveOf('/mnt/data'))).toMatchObject({
      exitCode: 0,
    });
    const links = (entry: string, names: string) =>
      attack.estate.ask(
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

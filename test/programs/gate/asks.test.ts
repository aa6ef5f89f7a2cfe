import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bootable } from '../../../src-main/programs/boot.ts';
import { attacked } from './attacked.ts';
import { runId } from './gated.ts';

const attack = attacked();

describe('a host behind a gate', () => {
  test.each([
    ['a shell', ''],
    ['a command', 'cat /etc/passwd'],
    ['the command with one more', `exec sh -c 'true'; id`],
    ['scp', 'scp -t /'],
    ['sftp', 'internal-sftp'],
    ['rsync itself', 'rsync --server --sender -logDtpre.iLsfxCIvu . /'],
  ])('runs nothing: %s', (_, command) => {
    const answer = attack.estate.ask([['verb', 'fetch']], '', command);
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toMatch(/can do nothing but/);
    expect(attack.estate.refusals().at(-1)).toMatchObject({
      host: 'jail15',
      from: '192.0.2.7',
      asked: command || 'a shell',
      message: expect.stringContaining('nothing but'),
    });
  });

  test('runs no program of its own', () => {
    const mark = join(attack.estate.folder, 'outside/run');
    const answer = attack.estate.say(`${bootable(`touch '${mark}'\n`)}verb scripts\npath /$(touch ${mark})\n.\n`);
    expect(answer.error).toMatch(/for the scripts in \/data\/scripts only/);
    expect(existsSync(mark)).toBe(false);
  });

  test.each([
    ['', /no length/],
    ['#!/bin/sh\n', /no length/],
    ['-1\nverb scripts\n.\n', /no length/],
    ['010\nverb scripts\n.\n', /no length/],
    ['9$(id)\nverb scripts\n.\n', /no length/],
    ['400001\nverb scripts\n.\n', /too long/],
    ['99999999999999999999\nverb scripts\n.\n', /no length/],
    ['400\nverb scripts\npath /data/scripts\n.\n', /no end/],
  ])('says where its program ends, or is refused: %j', (said, error) => {
    const answer = attack.estate.say(said);
    expect(answer.error).toMatch(error);
    expect(answer.exitCode).toBe(1);
  });

  test.each(['/data/jail16', '/data/jail15/../jail16', '/data/jail15/', '/data', '/', '/data/jail15\n/data/jail16'])(
    'reaches no other backupdir: %j',
    (backupdir) => {
      for (const verb of ['session', 'receive', 'fetch']) {
        const answer = attack.estate.ask([
          ['verb', verb],
          ['backupdir', backupdir],
          ['run', runId()],
          ['hold', 'x'],
          ['name', 'y'],
        ]);
        expect(answer.exitCode, verb).toBe(1);
      }
      expect(
        attack.estate.refusals().filter(({ message }) => message === 'this key is for /data/jail15 only'),
      ).toHaveLength(3);
    },
  );

  test('gets only what was held for it', () => {
    const hold = (id: string, host: string, tarball: string) => {
      const path = attack.estate.keep(`holds/${id}`);
      mkdirSync(join(path, 'tree'), { recursive: true });
      writeFileSync(join(path, 'hold'), `hold\tid=${id}\thost=${host}\n${tarball}`);
      writeFileSync(join(path, 'x.tar.gz'), 'bytes');
      writeFileSync(join(path, 'y.tar.gz'), 'other');
      return path;
    };
    hold('ours', 'jail15', 'tarball\tname=x.tar.gz\tbytes=5\n');
    hold('theirs', 'jail16', 'tarball\tname=x.tar.gz\tbytes=5\n');
    symlinkSync(attack.estate.keep('holds/theirs'), attack.estate.keep('holds/linked'));
    const fetch = (id: string, name: string) =>
      attack.estate.ask([
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
    expect(attack.estate.refusals()).toHaveLength(8);
  });

  test('reads the scripts, and no other folder', () => {
    const scripts = join(attack.estate.server, 'data/scripts');
    mkdirSync(scripts);
    for (const name of ['SHA256SUMS', 'backup']) writeFileSync(join(scripts, name), `${name}\n`);
    symlinkSync('/etc/passwd', join(scripts, 'passwd'));
    const answer = attack.estate.ask([
      ['verb', 'scripts'],
      ['path', '/data/scripts'],
    ]);
    expect(answer.stdout).toBe('file\tname=SHA256SUMS\n=SHA256SUMS\nfile\tname=backup\n=backup\nend\n');
    for (const path of ['/data/scripts/..', '/etc', '/data/jail16/0']) {
      expect(
        attack.estate.ask([
          ['verb', 'scripts'],
          ['path', path],
        ]).error,
      ).toMatch(/only$/);
    }
  });
});

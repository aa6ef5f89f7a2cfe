import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { checkEntriesProgram, listFoldersProgram } from '../../../src-main/programs/host/check-entries.ts';
import { lookAgainProgram, readConfigProgram, saveConfigProgram } from '../../../src-main/programs/host/config-file.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

const everyByte = Buffer.from(Array.from({ length: 255 }, (_, index) => index + 1));
const path = '/usr/local/sbin/backup.config';

describe.each(shells)('under $name', (shell) => {
  let estate: Estate;
  let file: string;
  beforeEach(() => {
    estate = new Estate(shell);
    mkdirSync(join(estate.host, 'usr/local/sbin'), { recursive: true });
    file = join(estate.host, path);
  });
  afterEach(() => estate.end());

  it('backup.config is read and saved byte by byte, keeping its mode and the file before', async () => {
    const before = Buffer.concat([everyByte, Buffer.from('\r\n\n'), everyByte, Buffer.from('\n\n')]);
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    expect((await estate.run(readConfigProgram, { path })).result).toEqual(before);
    const after = Buffer.concat([Buffer.from('#!/bin/sh\n'), before, Buffer.from('end\\n\t')]);
    const saved = await estate.run(saveConfigProgram, { path, expected: before, text: textFromBytes(after) });
    expect(saved).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(file)).toEqual(after);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(`${file}.previous`)).toEqual(before);
    expect(readdirSync(join(estate.host, 'usr/local/sbin')).sort()).toEqual([
      'backup.config',
      'backup.config.previous',
    ]);
  });

  it('what is new of a host comes byte by byte, and nothing of a config that is known', async () => {
    mkdirSync(join(estate.host, 'data/one'), { recursive: true });
    const dirs = ['/data'];
    const texts = ['', '\n', 'a', 'a\n', '\na', 'a\\n\tb\\\\\n\n', 'same\n', '\tsize\tbytes=3\nsame', '\r\n'];
    for (const text of [...texts.map((each) => Buffer.from(each)), everyByte]) {
      writeFileSync(file, text);
      const { result } = await estate.run(lookAgainProgram, { path, known: undefined, dirs });
      expect(result).toEqual({
        config: text,
        folders: ['/data/one'],
        unreadable: [],
        lastRun: undefined,
      });
      const known = createHash('sha256').update(text).digest('hex');
      expect((await estate.run(lookAgainProgram, { path, known, dirs })).result?.config).toBeUndefined();
      expect((await estate.run(lookAgainProgram, { path, known: known.replace(/./g, '0'), dirs: [] })).result).toEqual({
        ...{ config: text, folders: [], unreadable: [], lastRun: undefined },
      });
    }
    expect((await estate.run(lookAgainProgram, { path: '/none', known: undefined, dirs })).error?.code).toBe(
      'not-found',
    );
  });

  it('a save is refused where the file was changed, made or removed in the meantime', async () => {
    writeFileSync(file, 'new');
    for (const expected of [Buffer.from('old'), Buffer.from('new\n'), undefined]) {
      const { error } = await estate.run(saveConfigProgram, { path, expected, text: 'mine' });
      expect(error?.code).toBe('conflict');
    }
    expect(readFileSync(file, 'utf8')).toBe('new');
    rmSync(file);
    expect(
      (await estate.run(saveConfigProgram, { path, expected: Buffer.from('new'), text: 'mine' })).error?.code,
    ).toBe('conflict');
    expect(existsSync(file)).toBe(false);
    expect((await estate.run(saveConfigProgram, { path, expected: undefined, text: 'mine' })).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(join(estate.host, 'usr/local/sbin'))).toEqual(['backup.config']);
  });

  it('a symlink to the file stays one', async () => {
    mkdirSync(join(estate.host, 'etc'));
    writeFileSync(join(estate.host, 'etc/real'), 'old');
    symlinkSync('../../../etc/real', file);
    expect((await estate.run(saveConfigProgram, { path, expected: Buffer.from('old'), text: 'new' })).exitCode).toBe(0);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(estate.host, 'etc/real'), 'utf8')).toBe('new');
  });

  it('what can not be read says why', async () => {
    expect((await estate.run(readConfigProgram, { path })).error?.code).toBe('not-found');
    expect((await estate.run(readConfigProgram, { path: '/usr/local' })).error?.code).toBe('bad-input');
    symlinkSync('backup.config', file);
    expect((await estate.run(readConfigProgram, { path })).error?.message).toContain('circle');
  });

  it('entries are checked, and symlinks resolved as the customer sees them', async () => {
    const root = '/mnt/data1/69.55.238.98-col00214-DIR';
    const inside = join(estate.host, root);
    mkdirSync(join(inside, "usr/home/it's \\ a\nname"), { recursive: true });
    mkdirSync(join(estate.host, 'usr/home'), { recursive: true });
    writeFileSync(join(inside, 'file'), '');
    symlinkSync('usr/home', join(inside, 'home'));
    symlinkSync('/usr/home', join(inside, 'absolute'));
    symlinkSync('../../../../../../../usr/home', join(inside, 'upwards'));
    symlinkSync('nowhere', join(inside, 'broken'));
    symlinkSync('circle', join(inside, 'circle'));
    const paths = [
      "usr/home/it's \\ a\nname",
      'file',
      'home',
      "home/it's \\ a\nname",
      'absolute',
      'upwards',
      'broken',
      'circle',
      'gone/deep',
      'file/below',
    ];
    const outcome = await estate.run(checkEntriesProgram, {
      entries: paths.map((each) => ({ path: `${root}/${each}`, root })),
    });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    const told = (outcome.result ?? []).map(({ path: each, state, at, real }) =>
      [each, state, at, real].map((text) => text?.replace(`${root}/`, '')),
    );
    expect(told).toEqual([
      ["usr/home/it's \\ a\nname", 'directory', "usr/home/it's \\ a\nname", undefined],
      ['file', 'file', 'file', undefined],
      ['home', 'symlink', 'home', 'usr/home'],
      ["home/it's \\ a\nname", 'symlink', 'home', "usr/home/it's \\ a\nname"],
      ['absolute', 'symlink', 'absolute', 'usr/home'],
      ['upwards', 'symlink', 'upwards', 'usr/home'],
      ['broken', 'symlink', 'broken', undefined],
      ['circle', 'symlink', 'circle', undefined],
      ['gone/deep', 'missing', 'gone', undefined],
      ['file/below', 'missing', 'file', undefined],
    ]);
  });

  it('folders are listed for completion, without files and symlinks', async () => {
    for (const name of ['b', 'a\nb', '.hidden', '-n']) mkdirSync(join(estate.host, 'list', name), { recursive: true });
    writeFileSync(join(estate.host, 'list/file'), '');
    symlinkSync('b', join(estate.host, 'list/link'));
    const { result } = await estate.run(listFoldersProgram, { path: '/list', limit: 10 });
    expect(result).toEqual(['-n', '.hidden', 'a\nb', 'b']);
    expect((await estate.run(listFoldersProgram, { path: '/list', limit: 2 })).result).toHaveLength(2);
    expect((await estate.run(listFoldersProgram, { path: '/list/file', limit: 2 })).error?.code).toBe('not-found');
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../support/nights/folder.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const ID = '20130228T120000Z-hhhhhh';

describe.each(shells)('nights that are packed while they are held, under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shell);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/usr/home/anna/same`, 'the same in both');
    await estate.built.write(`${ROOT}/usr/local/etc/x.conf`, 'x');
    await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'second one');
    await estate.built.publish(nights.second);
  });
  afterEach(() => estate.remove());

  const both = (...paths: string[]) => [
    { ...nights.first, paths },
    { ...nights.second, paths },
  ];
  const inHold = (path = '') => join(estate.built.path, '.nightkeep/holds', ID, path);
  const members = (tarball: string) =>
    execFileSync('tar', ['-tf', inHold(tarball)])
      .toString()
      .trim()
      .split('\n');

  test('the tarball has what the hold has, each folder before what is in it, and is recorded', async () => {
    const { hold, packed } = await estate.take(both('odd/new\nline -> \\x', 'usr/home/anna', 'usr/local/etc/x.conf'));
    const tarball = packed?.name ?? '';
    const bytes = fs.readFileSync(inHold(tarball));
    expect(packed).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      entries: 24,
    });
    expect(hold?.tarballs).toEqual([packed]);
    const of = (label: string) =>
      ['', 'odd/', 'odd/new\\nline -> \\\\x', 'usr/', 'usr/home/', 'usr/home/anna/'].map((name) => `${label}/${name}`);
    const listed = members(tarball);
    expect(listed.filter((name) => name.startsWith('2013-02-22')).slice(0, 6)).toEqual(of('2013-02-22'));
    expect(listed.filter((name) => name.startsWith('2013-02-24')).slice(0, 6)).toEqual(of('2013-02-24'));
    expect(listed.slice(-3)).toEqual(
      ['usr/local/', 'usr/local/etc/', 'usr/local/etc/x.conf'].map((name) => `2013-02-24/${name}`),
    );
    expect(new Set(listed).size).toBe(listed.length);
    // Packed again of the hold, it has the same.
    const again = await estate.pack('again.tar.gz');
    expect(members(again.name).sort()).toEqual(listed.sort());
    expect(fs.readdirSync(inHold()).sort()).toEqual(['again.tar.gz', tarball, 'hold', 'tree']);
  });

  test('nights that are renamed meanwhile make no tarball, and stay held', async () => {
    await estate.tool(
      'tar',
      `case "$*" in *-cvf*) (cd '${estate.built.path}' && mv 1 2 && mv 0 1) ;; esac; exec /bin/tar "$@"`,
    );
    await expect(estate.take(both('usr/home/anna'))).rejects.toMatchObject({ code: 'conflict' });
    expect(fs.readdirSync(inHold()).sort()).toEqual(['hold', 'tree']);
    expect(fs.readFileSync(inHold('tree/2013-02-24/usr/home/anna/www/index.html'), 'utf8')).toBe('second one');
    expect(await estate.pack()).toMatchObject({ entries: 14 });
  });

  test('what the packer leaves out, or writes wrong, is no tarball; the hold is there all the same', async () => {
    await estate.tool('tar', `case "$*" in *-cvf*) head -zn 5 | /bin/tar "$@" ;; *) exec /bin/tar "$@" ;; esac`);
    await expect(estate.take(both('usr/home'))).rejects.toMatchObject({
      message: expect.stringMatching(/has 5 members, and \d+ were named/),
    });
    expect(fs.readdirSync(inHold()).sort()).toEqual(['hold', 'tree']);
    await estate.tool('tar', 'exec /bin/tar "$@"');
    await estate.tool('gzip', `case "$*" in *-n*) /bin/gzip "$@" | head -c 300 ;; *) exec /bin/gzip "$@" ;; esac`);
    await estate.tool('pigz', `exec '${estate.bin}/gzip' "$@"`);
    await expect(estate.pack()).rejects.toMatchObject({ message: expect.stringContaining('can not be read again') });
    expect(fs.readdirSync(inHold()).sort()).toEqual(['hold', 'tree']);
  });

  test('a night that leaves rotation meanwhile is neither packed nor held', async () => {
    await estate.tool('tar', `case "$*" in *-cvf*) sleep 1 ;; esac; exec /bin/tar "$@"`);
    await estate.tool(
      'cp',
      `case "$*" in *-al*) mv '${estate.built.path}/1' '${estate.built.path}/gone' ;; esac; exec /bin/cp "$@"`,
    );
    await expect(estate.take(both('usr/home'))).rejects.toMatchObject({ code: 'night-gone' });
    expect(fs.readdirSync(join(estate.built.path, '.nightkeep/holds'))).toEqual([]);
  });
});

describe('what file systems allow only so much of', () => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shells[0] as (typeof shells)[number]);
  });
  afterEach(() => removeTree(estate.built.folder));

  test('a file with more names than another hold has links for gets a copy of its own there', async () => {
    await estate.built.write(`${ROOT}/www/index.html`, 'hello');
    await estate.built.publish(nights.first);
    // Into the night itself: the source and its copy would share nothing.
    const many = join(estate.built.path, '0', ROOT, 'www/many');
    fs.mkdirSync(many);
    fs.writeFileSync(join(many, '0'), 'one message');
    for (let name = 1; name < 35_000; name++) fs.linkSync(join(many, '0'), join(many, String(name)));
    const { hold, packed } = await estate.take([{ ...nights.first, paths: ['www'] }]);
    expect(packed).toMatchObject({ entries: 35_004 });
    const held = join(estate.built.path, '.nightkeep/holds', hold?.id ?? '', 'tree/2013-02-22/www/many');
    expect(fs.readdirSync(held)).toHaveLength(35_000);
    const inodes = Map.groupBy(fs.readdirSync(held), (name) => fs.statSync(join(held, name)).ino);
    expect(inodes.size).toBe(2);
    for (const [name] of inodes.values()) expect(fs.readFileSync(join(held, name ?? ''), 'utf8')).toBe('one message');
    expect(fs.statSync(held).mtimeMs).toBe(fs.statSync(many).mtimeMs);
  });

  test('a path as long as a host allows is held and packed, however long the one to the hold would be', async () => {
    await estate.built.write(`${ROOT}/www/index.html`, 'hello');
    await estate.built.publish(nights.first);
    const www = join(estate.built.path, '0', ROOT, 'www');
    // What the host could have: 4,095 bytes, with its root.
    const script = `cd "$1"; left=$((4095 - \${#2})); while [ $left -gt 250 ]; do d=$(printf '%0200d' 0); mkdir $d; cd $d; left=$((left - 201)); done; echo deep >$(printf "%0$((left - 1))d" 0)`;
    execFileSync('bash', ['-c', script, 'bash', www, `${ROOT}/www`]);
    const { packed } = await estate.take([{ ...nights.first, paths: ['www'] }]);
    const listed = execFileSync('tar', ['-tf', join(estate.built.path, '.nightkeep/holds', ID, packed?.name ?? '')]);
    const longest = Math.max(
      ...listed
        .toString()
        .split('\n')
        .map((name) => name.length),
    );
    expect(longest).toBe(4095 - ROOT.length - 1 + '2013-02-22/'.length);
    expect(await estate.pack('again.tar.gz')).toMatchObject({ entries: packed?.entries });
  });
});

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { bytes } from '../../support/nights/bytes.ts';
import { differences } from '../../support/nights/compare.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { plant } from '../../support/nights/mutate.ts';
import { hardNames } from '../../support/nights/names.ts';
import { Source } from '../../support/nights/source.ts';
import { shells } from '../../support/shells.ts';
import { nights, ROOT } from './estate.ts';

import {
  beside,
  besideRoot,
  changed,
  estateOf,
  inPlace,
  lookAt,
  NAME,
  ODD,
  onlyRoot,
  put,
  read,
  WWW,
} from './in-place.ts';

/** In a mount namespace of its own, that can't be tried: the program would not see it. */
const mayMount = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount --bind $d $d && umount $d; rmdir $d']).status === 0;

describe.each(shells)('in place under $name', (shell) => {
  test('all is as it was then, in everything, and what was there stays beside it, in everything', async () => {
    const estate = await estateOf(shell);
    const source = new Source(join(estate.built.source, ROOT), seeded('in place'));
    plant(source, 10);
    const then = withoutSockets(takeManifest(source.root));
    // Every third of the hard names: each is some processes.
    const tops = [...then.keys()]
      .filter((path) => path !== '.' && !path.includes('/') && path.length < 200)
      .filter((path, index) => index % 3 === 0 || !hardNames.includes(path));
    await estate.built.publish(nights.first);
    await estate.hold([{ ...nights.first, paths: [''] }]);
    const packed = await estate.pack();
    const now = new Source(estate.inRoot('/'), seeded('what is there now'));
    plant(now, 10);
    const before = takeManifest(now.root);

    const asked = tops.map((path) => textFromBytes(bytes(path)));
    const { places } = await estate.deliver(packed, inPlace(...asked));
    expect(places.map(({ path }) => path)).toEqual(asked);
    const after = takeManifest(now.root);
    // The root's own line has its times: nobody was here.
    expect(differences(ofTops(then, [...tops]), ofTops(after, tops))).toEqual([]);
    expect(after?.get('.')).toEqual(before?.get('.'));
    const aside = tops.filter((path) => before?.has(path));
    expect(aside.length).toBeGreaterThan(10);
    expect(differences(ofTops(before, aside), asBefore(ofTops(after, aside.map(besideInRoot))))).toEqual([]);
    // And what was not asked for.
    const others = [...(before?.keys() ?? [])].filter(
      (path) => path !== '.' && !path.includes('/') && !tops.includes(path),
    );
    expect(differences(ofTops(before, others), ofTops(after, others))).toEqual([]);
    expect(besideRoot(estate)).toEqual(onlyRoot);
  });

  test('takes just what is named, and notes for the nights what went aside', async () => {
    const { estate, packed } = await changed(shell);
    fs.rmSync(estate.inRoot('etc/link'));
    const anna = estate.inRoot('usr/home/anna');
    fs.utimesSync(anna, 1_000_000_000, 1_000_000_000.25);
    const { ino } = fs.statSync(estate.inRoot(WWW));
    expect(await lookAt(estate, WWW, ODD, 'etc/link')).toEqual([
      { path: WWW, isThere: true, aside: beside(WWW), earlier: '', problem: '' },
      { path: ODD, isThere: true, aside: beside(ODD), earlier: '', problem: '' },
      { path: 'etc/link', isThere: false, aside: '', earlier: '', problem: '' },
    ]);
    const { said, ended } = put(estate, packed, inPlace(WWW, ODD, 'etc/link', 'etc/gone'));
    const placed = [
      { path: WWW, aside: beside(WWW) },
      { path: ODD, aside: beside(ODD) },
      { path: 'etc/link', aside: '' },
    ];
    expect((await ended).places).toEqual(placed);
    expect(said.filter(({ placing, placed: one }) => placing ?? one)).toEqual(
      placed.flatMap((one) => [{ placing: one.path }, { placed: one }]),
    );
    expect(read(estate, `${WWW}/index.html`)).toBe('then');
    expect(fs.readdirSync(estate.inRoot(WWW))).toEqual(['index.html']);
    expect(read(estate, `${beside(WWW)}/index.html`) + read(estate, `${beside(WWW)}/new.html`)).toBe('nownow');
    expect(read(estate, ODD) + read(estate, beside(ODD))).toBe('odd thenodd now');
    expect(fs.readlinkSync(estate.inRoot('etc/link'))).toBe('../nowhere');
    expect(read(estate, 'etc/passwd')).toBe('now');
    expect(fs.statSync(anna).mtimeMs).toBe(1_000_000_000_250);
    expect(fs.statSync(estate.inRoot(beside(WWW))).ino).toBe(ino);
    expect(fs.readFileSync(join(estate.host, 'backup.config.delivered'), 'utf8')).toBe(
      `folder\tpath=${ROOT}/${beside(WWW)}\tinode=${ino}\ntarball\tpath=${ROOT}/${beside(ODD).replace('\\', '\\\\').replace('\n', '\\n')}\tbytes=7\n`,
    );
    // Once more is done once more, and what went aside at first stays.
    expect((await estate.deliver(packed, inPlace(WWW))).places).toEqual([{ path: WWW, aside: beside(WWW, '-2') }]);
    expect(read(estate, `${beside(WWW)}/new.html`) + read(estate, `${beside(WWW, '-2')}/index.html`)).toBe('nowthen');
    expect(besideRoot(estate)).toEqual(onlyRoot);
  });

  test('what can not be there is told before anything is moved', async () => {
    const { estate, packed } = await changed(shell);
    const secret = join(estate.host, 'secret');
    fs.mkdirSync(join(secret, 'anna/www'), { recursive: true });
    const problem = async (path: string) => (await lookAt(estate, path))[0]?.problem;
    const isRefused = async (code: string, says: string) => {
      expect(await problem(WWW)).toContain(says);
      const before = takeManifest(estate.inRoot('/'));
      await expect(estate.deliver(packed, inPlace('etc/passwd', WWW))).rejects.toMatchObject({
        code,
        message: expect.stringContaining(says),
      });
      expect(differences(before, takeManifest(estate.inRoot('/')))).toEqual([]);
      expect(besideRoot(estate)).toEqual(onlyRoot);
    };
    fs.renameSync(estate.inRoot('usr/home'), estate.inRoot('usr/home2'));
    await isRefused('not-found', `there is no folder ${ROOT}/usr/home/anna now`);
    fs.symlinkSync(secret, estate.inRoot('usr/home'));
    await isRefused('unsafe-path', 'a symlink stands in');
    fs.rmSync(estate.inRoot('usr/home'));
    fs.renameSync(estate.inRoot('usr/home2'), estate.inRoot('usr/home'));
    expect(fs.readdirSync(join(secret, 'anna/www'))).toEqual([]);
    await estate.tool('stat', `[ "$*" != '-c %d ./www' ] || exec echo 1; exec /usr/bin/stat "$@"`);
    await isRefused('unsafe-path', `${ROOT}/${WWW} is a file system of its own`);
    await estate.tool('stat', `case $PWD in */anna) exec echo 1 ;; esac; exec /usr/bin/stat "$@"`);
    await isRefused('unsafe-path', 'is of another file system than');
    fs.rmSync(join(estate.bin, 'stat'));
    await estate.tool('sftp-server', 'exit 1');
    await expect(estate.deliver(packed, inPlace(WWW))).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('can not be renamed on the host, and stays as it is'),
    });
    expect(read(estate, `${WWW}/index.html`)).toBe('now');
    await expect(estate.deliver(packed, inPlace('etc/gone'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('nothing was changed'),
    });
    for (const path of ['', '../x', 'a/../../x', '/x', 'x/.', 'x//y'])
      await expect(estate.deliver(packed, inPlace(path))).rejects.toMatchObject({ code: 'bad-input' });
  });

  test.skipIf(!mayMount)('a mount on the way, at the place, or in it, is told before anything is moved', async () => {
    const { estate, packed } = await changed(shell);
    const inside = estate.inRoot(`${WWW}/a b`);
    fs.mkdirSync(inside);
    const before = takeManifest(estate.inRoot('/'));
    for (const at of [inside, estate.inRoot(WWW), estate.inRoot('usr')]) {
      // Of the same device, so that it is no other one that tells.
      spawnSync('mount', ['--bind', at, at]);
      try {
        expect((await lookAt(estate, WWW))[0]?.problem).toContain(`${at} is mounted on the host`);
        await expect(estate.deliver(packed, inPlace(WWW))).rejects.toMatchObject({ code: 'unsafe-path' });
      } finally {
        spawnSync('umount', [at]);
      }
    }
    expect(differences(before, takeManifest(estate.inRoot('/')))).toEqual([]);
    expect((await lookAt(estate, WWW))[0]?.problem).toBe('');
  });
});

const withoutSockets = (manifest: Manifest | undefined): Manifest =>
  new Map([...(manifest ?? [])].filter(([, { type }]) => type !== 'socket'));

/** What is at these names of the root, and below them. */
const ofTops = (manifest: Manifest | undefined, tops: readonly string[]): Manifest =>
  new Map([...(manifest ?? [])].filter(([path]) => tops.includes(path.split('/')[0] ?? '')));

const besideInRoot = (top: string) => `.before-${NAME}.${top}`;
const without = (path: string) => path.replace(`.before-${NAME}.`, '');

/** What went aside, by the names that it had. */
const asBefore = (manifest: Manifest): Manifest =>
  new Map(
    [...manifest].map(([path, item]) => [
      without(path),
      item.links ? { ...item, links: linksBefore(item.links) } : item,
    ]),
  );
const linksBefore = (links: string) => links.replaceAll(`.before-${NAME}.`, '');

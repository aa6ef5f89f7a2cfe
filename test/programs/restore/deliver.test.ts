import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { probeRoot } from '../../../src-main/programs/restore/probe-root.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

describe.each(shells)('delivering a tarball under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shell);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/usr/home/anna/same`, 'the same in both');
    await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'second one');
    await estate.built.write(`${ROOT}/usr/home/anna/later`, 'came later');
    await estate.built.publish(nights.second);
  });
  afterEach(() => estate.remove());

  const both = (...paths: string[]) => [
    { ...nights.first, paths },
    { ...nights.second, paths },
  ];

  test('a name that is taken gets a number, and nothing is overwritten', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    writeFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'theirs');
    mkdirSync(estate.inRoot('col00214-2013-02-22..24-2.tar.gz'));
    symlinkSync('nowhere', estate.inRoot('col00214-2013-02-22..24-3.tar.gz'));
    const probe = await runProgram(estate.machines, 'jail15', probeRoot, {
      root: ROOT,
      name: 'col00214-2013-02-22..24',
    });
    expect(probe.name).toBe('col00214-2013-02-22..24-4.tar.gz');
    const delivered = await estate.deliver(packed);
    expect(delivered.name).toBe('col00214-2013-02-22..24-4.tar.gz');
    expect(readFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'utf8')).toBe('theirs');
    expect(readdirSync(estate.inRoot('col00214-2013-02-22..24-2.tar.gz'))).toEqual([]);
  });

  test('doing any step twice does it once', async () => {
    await estate.hold(both('usr'));
    expect((await estate.hold(both('usr'))).hold).toMatchObject({ id: '20130228T120000Z-hhhhhh' });
    const packed = await estate.pack();
    expect(await estate.pack()).toEqual(packed);
    const { name } = await estate.deliver(packed, { configPath: '/backup.config' });
    expect(await estate.deliver(packed)).toMatchObject({ name, before: true });
    expect(readdirSync(estate.inRoot('/'))).toEqual([name]);
    // For the nights, which leave it out.
    expect(readFileSync(join(estate.host, 'backup.config.delivered'), 'latin1')).toBe(
      `tarball\tpath=${ROOT}/${name}\tbytes=${packed.bytes}\n`,
    );
  });

  test('what arrives damaged is refused, and nothing is left', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await estate.tool(
      'ssh',
      'while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; sh -c "$*" | { IFS= read -r head; printf "%s\\n" "$head"; tr "\\037" x; }',
    );
    await expect(estate.deliver(packed)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    await estate.tool(
      'ssh',
      'while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; sh -c "$*" | head -c 200',
    );
    await expect(estate.deliver(packed)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
    expect(readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  });

  test('what the login on the server prints is no part of the tarball', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    const name = (noise: string) => `while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; ${noise}`;
    for (const noise of ['echo Welcome; echo', 'printf "no whole line"', 'printf "error\\tcode=x\\n"']) {
      await estate.tool('ssh', name(`${noise}; exec sh -c "$*"`));
      await estate.deliver(packed, { name: `after-${noise.length}` });
    }
    expect(readdirSync(estate.inRoot('/'))).toHaveLength(3);
    await estate.tool('ssh', name('echo This account is currently not available.; exit 1'));
    await expect(estate.deliver(packed, { name: 'never' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('This account is currently not available.'),
    });
  });

  test('a server that can not be reached, and a hold that is gone, are told as such', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await expect(estate.deliver(packed, { hold: 'gone' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(estate.deliver(packed, { root: '/nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await estate.tool('ssh', 'echo "ssh: connect to host backup1 port 22: No route to host" >&2; exit 255');
    await expect(estate.deliver(packed)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('No route to host'),
    });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
  });

  test('a customer whose root is a symlink, or has no room, gets nothing', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    mkdirSync(join(estate.host, 'elsewhere'));
    symlinkSync('../../elsewhere', join(estate.host, 'mnt/data1/10.0.0.1-col00001-DIR'));
    await expect(estate.deliver(packed, { root: '/mnt/data1/10.0.0.1-col00001-DIR' })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
    await expect(estate.deliver(packed, { bytes: 9e15 })).rejects.toMatchObject({ code: 'no-space' });
    expect(readdirSync(join(estate.host, 'elsewhere'))).toEqual([]);
  });

  test('cancelled while it copies, it leaves nothing', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    await estate.tool(
      'ssh',
      `printf 'tarball\\tbytes=1\\tsha256=0\\nhalf'; touch '${estate.bin}/copying'; exec sleep 100`,
    );
    const cancel = new AbortController();
    const delivery = estate.deliver(packed, {}, cancel.signal);
    while (!existsSync(join(estate.bin, 'copying'))) await new Promise((resolve) => setTimeout(resolve, 10));
    cancel.abort();
    await expect(delivery).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(estate.inRoot('/'))).toEqual([]);
    expect(readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  });

  test('without a folder beside the root, the tarball is received inside it', async () => {
    await estate.hold(both('usr'));
    const packed = await estate.pack();
    // As on a file system of its own: nothing can be linked in from outside.
    await estate.tool(
      'ln',
      'for last; do :; done; [ "$last" = . ] && { echo "Invalid cross-device link" >&2; exit 1; }; exec /bin/ln "$@"',
    );
    writeFileSync(estate.inRoot('col00214-2013-02-22..24.tar.gz'), 'theirs');
    const delivered = await estate.deliver(packed);
    expect(delivered.name).toBe('col00214-2013-02-22..24-2.tar.gz');
    expect(readdirSync(estate.inRoot('/')).sort()).toEqual([
      'col00214-2013-02-22..24-2.tar.gz',
      'col00214-2013-02-22..24.tar.gz',
    ]);
    expect(statSync(estate.inRoot(delivered.name)).nlink).toBe(1);
  });
});

const whyNoFlags = ((): string | undefined => {
  if (process.getuid?.() !== 0) return 'flags of files need root';
  const folder = mkdtempSync(join(tmpdir(), 'nk-flags-'));
  try {
    execFileSync('chattr', ['+a', folder], { stdio: 'ignore' });
    execFileSync('chattr', ['-a', folder], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this file system keeps no flags';
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

describe.skipIf(whyNoFlags !== undefined)(
  `a root that takes no files${whyNoFlags ? ` (skipped: ${whyNoFlags})` : ''}`,
  () => {
    test.each([
      { flag: 'i', word: 'immutable' },
      { flag: 'a', word: 'append-only' },
    ])('is told as $word, and nothing is put there', async ({ flag, word }) => {
      const estate = await RestoreEstate.make(shells[0] as (typeof shells)[number]);
      onTestFinished(() => estate.remove());
      await estate.built.write(`${ROOT}/www/index.html`, 'hello');
      await estate.built.publish(nights.first);
      await estate.hold([{ ...nights.first, paths: ['www'] }]);
      const packed = await estate.pack();
      execFileSync('chattr', [`+${flag}`, estate.inRoot('/')]);
      try {
        const told = { code: 'permission-denied', message: expect.stringContaining(word) };
        await expect(estate.deliver(packed)).rejects.toMatchObject(told);
        await expect(runProgram(estate.machines, 'jail15', probeRoot, { root: ROOT, name: 'x' })).rejects.toMatchObject(
          told,
        );
        expect(readdirSync(estate.inRoot('/'))).toEqual([]);
      } finally {
        execFileSync('chattr', [`-${flag}`, estate.inRoot('/')]);
      }
      expect(readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
    });
  },
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shells } from '../../support/shells.ts';
import { type RestoreEstate, ROOT } from './estate.ts';

import { beside, besideRoot, changed, inPlace, lookAt, NAME, onlyRoot, put, read, WWW } from './in-place.ts';

/** NIGHTKEEP_ATTACKS=40 for a long one. */
const TRIES = Number(process.env.NIGHTKEEP_ATTACKS ?? 3);

/** A rename fails from the Nth call on, or at it alone. */
const failing = (estate: RestoreEstate, at: string) =>
  estate.tool(
    'sftp-server',
    `echo >>'${estate.bin}/calls'; case $(wc -l <'${estate.bin}/calls') in ${at}) exit 1 ;; esac; exec /usr/lib/openssh/sftp-server`,
  );

describe.each(shells)('where a step fails under $name', (shell) => {
  test('what was there is there again, or it is said where it is; what is in place already stays', async () => {
    const { estate, packed } = await changed(shell);
    const before = takeManifest(estate.inRoot('/'));
    await failing(estate, '2');
    await expect(estate.deliver(packed, inPlace(WWW))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('what was there before is there again'),
    });
    expect(differences(before, takeManifest(estate.inRoot('/')))).toEqual([]);

    fs.rmSync(join(estate.bin, 'calls'));
    await failing(estate, '[3456789]');
    const { said, ended } = put(estate, packed, inPlace('etc/passwd', WWW));
    await expect(ended).rejects.toMatchObject({
      message: expect.stringContaining(`what was there before is ${ROOT}/${beside(WWW)}`),
    });
    expect(said.flatMap(({ placed }) => placed ?? [])).toEqual([{ path: 'etc/passwd', aside: beside('etc/passwd') }]);
    expect(read(estate, 'etc/passwd') + read(estate, beside('etc/passwd'))).toBe('thennow');
    expect(fs.existsSync(estate.inRoot(WWW))).toBe(false);
    expect(read(estate, `${beside(WWW)}/new.html`)).toBe('now');
    expect(await lookAt(estate, WWW)).toEqual([
      { path: WWW, isThere: false, aside: '', earlier: beside(WWW), problem: '' },
    ]);
    fs.rmSync(join(estate.bin, 'sftp-server'));
    expect((await estate.deliver(packed, inPlace(WWW))).places).toEqual([{ path: WWW, aside: '' }]);
    expect(read(estate, `${WWW}/index.html`) + read(estate, `${beside(WWW)}/index.html`)).toBe('thennow');
    expect(besideRoot(estate)).toEqual(onlyRoot);
  });

  test('what is made there in that moment is not overwritten', async () => {
    const { estate, packed } = await changed(shell);
    await estate.tool(
      'sftp-server',
      '/usr/lib/openssh/sftp-server; [ -e passwd ] || echo their >passwd; [ -e www ] || { mkdir www && echo their >www/own; }',
    );
    await expect(estate.deliver(packed, inPlace('etc/passwd'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`what was there before is ${ROOT}/${beside('etc/passwd')}`),
    });
    await expect(estate.deliver(packed, inPlace(WWW))).rejects.toMatchObject({ code: 'conflict' });
    expect(read(estate, 'etc/passwd') + read(estate, `${WWW}/own`)).toBe('their\ntheir\n');
    expect(read(estate, beside('etc/passwd')) + read(estate, `${beside(WWW)}/index.html`)).toBe('nownow');
  });

  test.each([
    ['as the first goes aside', 'sftp-server', 1, WWW, [true, false]],
    ['as the new one goes in', 'sftp-server', 2, WWW, [false, true]],
    ['once it is in', 'touch', 4, WWW, [true, true]],
    ['as a file goes in', 'ln', 3, 'etc/passwd', [false, true]],
  ] as const)(
    'killed %s, nothing is lost, and the next look and the next try are right',
    async (_, tool, call, at, isThere) => {
      const { estate, packed } = await changed(shell);
      const real = tool === 'sftp-server' ? '/usr/lib/openssh/sftp-server' : `/usr/bin/${tool}`;
      const group = '$(ps -o pgid= -p $$ | tr -d " ")';
      // Before the call, and after it.
      for (const when of ['before', 'after']) {
        const counted = `echo >>'${estate.bin}/calls'; [ $(wc -l <'${estate.bin}/calls') = ${call} ]`;
        const kill = `kill -KILL -- -${group}`;
        await estate.tool(
          tool,
          when === 'before'
            ? `if ${counted}; then ${kill}; fi; exec ${real} "$@"`
            : `${real} "$@"; if ${counted}; then ${kill}; fi`,
        );
        await expect(estate.deliver(packed, inPlace(WWW, 'etc/passwd'))).rejects.toBeInstanceOf(NightkeepError);
        fs.rmSync(join(estate.bin, tool));
        fs.rmSync(join(estate.bin, 'calls'));
        expect(fs.existsSync(estate.inRoot(at)), `${at} ${when}`).toBe(isThere[when === 'before' ? 0 : 1]);
        for (const path of [WWW, 'etc/passwd']) {
          const [look] = await lookAt(estate, path);
          expect(look?.isThere).toBe(fs.existsSync(estate.inRoot(path)));
          if (look?.isThere) continue;
          expect(fs.existsSync(estate.inRoot(look?.earlier ?? ''))).toBe(true);
        }
        expect(everywhere(estate, 'new.html')).toEqual(['now']);
        expect(everywhere(estate, 'passwd')).toContain('now');
        await estate.deliver(packed, inPlace(WWW, 'etc/passwd'));
        expect(read(estate, `${WWW}/index.html`) + read(estate, 'etc/passwd')).toBe('thenthen');
        expect(everywhere(estate, 'new.html')).toEqual(['now']);
        expect(everywhere(estate, 'passwd')).toContain('now');
      }
    },
  );
});

/** The texts of all files whose name ends so, wherever in the root they are by now. */
function everywhere(estate: RestoreEstate, name: string): string[] {
  const root = estate.inRoot('/');
  return (fs.readdirSync(root, { recursive: true }) as string[])
    .filter((path) => path.endsWith(name) && fs.lstatSync(join(root, path)).isFile())
    .map((path) => fs.readFileSync(join(root, path), 'utf8'));
}

describe.each(shells)('root in the jail who knows the moment, under $name', (shell) => {
  test.each([
    ['once it was looked at', 'touch', 3],
    ['as the old one goes aside', 'sftp-server', 1],
    ['as the new one goes in', 'sftp-server', 2],
    ['once it is in', 'touch', 4],
  ])('and swaps the folder for a symlink %s, moves nothing but their own', async (_, tool, call) => {
    const { estate, packed } = await changed(shell);
    const secret = join(estate.host, 'secret');
    fs.mkdirSync(join(secret, 'www'), { recursive: true });
    fs.writeFileSync(join(secret, 'www/index.html'), 'secret');
    const before = takeManifest(secret);
    const anna = estate.inRoot('usr/home/anna');
    const real = tool === 'touch' ? '/usr/bin/touch' : '/usr/lib/openssh/sftp-server';
    await estate.tool(
      tool,
      `echo >>'${estate.bin}/calls'
      if [ $(wc -l <'${estate.bin}/calls') = ${call} ]; then mv '${anna}' '${anna}-away' && ln -s '${secret}' '${anna}'; fi
      exec ${real} "$@"`,
    );
    const { places } = await estate.deliver(packed, inPlace(WWW));
    expect(places).toEqual([{ path: WWW, aside: beside(WWW) }]);
    expect(fs.readlinkSync(anna)).toBe(secret);
    expect(differences(before, takeManifest(secret))).toEqual([]);
    const away = `${anna}-away`;
    expect(fs.readFileSync(`${away}/www/index.html`, 'utf8')).toBe('then');
    expect(fs.readFileSync(`${away}/.before-${NAME}.www/index.html`, 'utf8')).toBe('now');
    expect(besideRoot(estate)).toEqual(onlyRoot);
  });
});

/** Root in the jail puts symlinks to the host's folders, of the same names, where theirs were, and theirs again. */
const swapper = `
const fs = require('node:fs');
const { root, secret } = JSON.parse(process.argv[1]);
const parent = process.ppid;
process.chdir(root);
const quietly = (work) => { try { work(); } catch {} };
const pause = new Int32Array(new SharedArrayBuffer(4));
process.stdout.write('ready');
const links = { usr: secret + '/usr', 'usr/home': secret + '/usr/home', 'usr/home/anna': secret + '/usr/home/anna', 'usr/home/anna/www': secret + '/usr/home/anna/www' };
const names = Object.keys(links);
const rest = () => Atomics.wait(pause, 0, 0, Math.random() * 60);
while (process.ppid === parent) {
  const name = names[Math.floor(Math.random() * names.length)];
  quietly(() => { fs.renameSync(name, 'away'); fs.symlinkSync(links[name], name); });
  rest();
  quietly(() => { if (fs.lstatSync(name).isSymbolicLink()) fs.unlinkSync(name); });
  quietly(() => fs.renameSync('away', name));
  // What could not go back was restored meanwhile: without this, nothing would be disturbed any more.
  quietly(() => fs.rmSync('away', { recursive: true, force: true }));
  quietly(() => fs.mkdirSync('usr/home/anna/www', { recursive: true }));
  rest();
}`;

describe.each(shells)('root in the jail against a restore in place under $name', (shell) => {
  test(
    'nothing of the host is moved, changed or given away, and nothing of theirs leaves their root',
    async () => {
      const { estate, packed } = await changed(shell);
      const secret = join(estate.host, 'secret');
      fs.mkdirSync(join(secret, WWW), { recursive: true });
      fs.writeFileSync(join(secret, WWW, 'index.html'), 'secret');
      const before = takeManifest(secret);
      const child = spawn(process.execPath, ['-e', swapper, JSON.stringify({ root: estate.inRoot('/'), secret })], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      const outcomes = new Set<string>();
      try {
        for (let round = 0; round < TRIES; round++) {
          for (const path of [WWW, WWW, 'usr/home']) {
            outcomes.add(
              await estate.deliver(packed, inPlace(path)).then(
                () => 'done',
                (error: unknown) => (error instanceof NightkeepError ? error.code : String(error)),
              ),
            );
            expect(differences(before, takeManifest(secret))).toEqual([]);
            expect(besideRoot(estate)).toEqual(onlyRoot);
          }
        }
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      for (const outcome of outcomes)
        expect(outcome).toMatch(/^(done|unsafe-path|not-found|conflict|permission-denied)$/);
      expect(fs.readdirSync(estate.host).sort()).toEqual(['backup.config.delivered', 'mnt', 'secret']);
    },
    20 * 60_000,
  );
});

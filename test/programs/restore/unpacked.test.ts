import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { probeRoot } from '../../../src-main/programs/restore/probe-root.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { Source } from '../../support/nights/source.ts';
import { type Shell, shells } from '../../support/shells.ts';
import { PATIENCE, until } from '../../support/until.ts';
import { attack, HostSecrets } from './attacker.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

/** NIGHTKEEP_ATTACKS=40 for a long one. */
const TRIES = Number(process.env.NIGHTKEEP_ATTACKS ?? 4);
const NAME = 'restored-2013-02-22';
const unpacked = { unpacked: true, name: NAME, configPath: '/backup.config' } as const;
const one = shells[0] as Shell;

async function estateOf(shell: Shell): Promise<RestoreEstate> {
  const estate = await RestoreEstate.make(shell);
  onTestFinished(() => removeTree(estate.built.folder));
  return estate;
}

/** A hold of one night with a file, a link and some bytes in it, packed. */
async function small(shell: Shell, text = 'first') {
  const estate = await estateOf(shell);
  await estate.built.write(`${ROOT}/www/index.html`, text);
  await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
  await estate.built.publish(nights.first);
  await estate.hold([{ ...nights.first, paths: [''] }]);
  return { estate, packed: await estate.pack() };
}

const besideRoot = (estate: RestoreEstate) => fs.readdirSync(join(estate.inRoot('/'), '..'));
const onlyRoot = ['69.55.238.98-col00214-DIR'];

/** What a tarball has to bring back: all but sockets. */
const expected = (manifest: Manifest | undefined): Manifest =>
  new Map([...(manifest ?? [])].filter(([, { type }]) => type !== 'socket'));

describe.each([
  { tar: 'GNU tar', tools: {} },
  { tar: 'bsdtar', tools: { gtar: 'exec bsdtar "$@"' } },
])('two nights unpacked in the customer’s / by $tar', ({ tar, tools }) => {
  test.each(shells)('equal what was there on those nights, in everything: under $name', async (shell) => {
    const estate = await estateOf(shell);
    for (const [tool, script] of Object.entries(tools)) await estate.tool(tool, script as string);
    const source = new Source(join(estate.built.source, ROOT), seeded(`restore ${tar}`));
    plant(source, 60);
    const before = expected(takeManifest(source.root));
    await estate.built.publish(nights.first);
    const log = mutate(source, 40);
    const after = expected(takeManifest(source.root));
    await estate.built.publish(nights.second);
    await estate.hold([nights.first, nights.second].map((night) => ({ ...night, paths: [''] })));
    const packed = await estate.pack();

    const delivered = await estate.deliver(packed, { ...unpacked, name: 'restored-2013-02-22..24' });
    expect(delivered).toMatchObject({ name: 'restored-2013-02-22..24', bytes: packed.bytes, sha256: packed.sha256 });
    expect(fs.readdirSync(estate.inRoot('/'))).toEqual([delivered.name]);
    const folder = estate.inRoot(delivered.name);
    const { mode, ino } = fs.statSync(folder);
    expect(mode & 0o7777).toBe(0o700);
    expect(fs.readdirSync(folder)).toEqual(['2013-02-22', '2013-02-24']);
    expect(differences(before, takeManifest(join(folder, '2013-02-22'))), log.join('\n')).toEqual([]);
    expect(differences(after, takeManifest(join(folder, '2013-02-24'))), log.join('\n')).toEqual([]);
    expect(besideRoot(estate)).toEqual(onlyRoot);
    // For the nights, which leave it out.
    expect(fs.readFileSync(join(estate.host, 'backup.config.delivered'), 'latin1')).toBe(
      `folder\tpath=${ROOT}/${delivered.name}\tinode=${ino}\n`,
    );
  });
});

describe.each(shells)('unpacking in the customer’s / under $name', (shell) => {
  test('a name that is taken by whatever gets a number, and nothing is overwritten', async () => {
    const { estate, packed } = await small(shell);
    fs.mkdirSync(estate.inRoot(NAME));
    fs.writeFileSync(estate.inRoot(`${NAME}-2`), 'theirs');
    fs.symlinkSync('nowhere', estate.inRoot(`${NAME}-3`));
    const probe = await runProgram(estate.machines, 'jail15', probeRoot, { root: ROOT, name: NAME });
    expect(probe.folder).toBe(`${NAME}-4`);
    expect(await estate.deliver(packed, unpacked)).toMatchObject({ name: `${NAME}-4` });
    // Once more is another one: they may have changed the first.
    expect(await estate.deliver(packed, unpacked)).toMatchObject({ name: `${NAME}-5` });
    expect(fs.readdirSync(estate.inRoot(NAME))).toEqual([]);
    expect(fs.readFileSync(estate.inRoot(`${NAME}-2`), 'utf8')).toBe('theirs');
    expect(fs.existsSync(estate.inRoot('nowhere'))).toBe(false);
    expect(fs.readFileSync(estate.inRoot(`${NAME}-4/2013-02-22/www/index.html`), 'utf8')).toBe('first');
  });

  test('cancelled while it unpacks, it leaves nothing, and no tar at work', async () => {
    const { estate, packed } = await small(shell);
    await estate.tool(
      'gtar',
      `case " $* " in *" -xpf "*) mkdir begun && touch '${estate.bin}/unpacking' && exec sleep 100 ;; esac; exec tar "$@"`,
    );
    const cancel = new AbortController();
    const delivery = estate.deliver(packed, unpacked, cancel.signal);
    delivery.catch(() => undefined);
    await until(
      () => fs.existsSync(join(estate.bin, 'unpacking')),
      () => 'tar',
    );
    expect(besideRoot(estate)).toHaveLength(2);
    cancel.abort();
    await expect(delivery).rejects.toMatchObject({ code: 'cancelled' });
    await until(
      () => besideRoot(estate).length === 1,
      () => besideRoot(estate).join(' '),
    );
    expect(fs.readdirSync(estate.inRoot('/'))).toEqual([]);
  });
});

describe('what can not be unpacked as it is', () => {
  test.each([
    ['a byte', 'printf x >2013-02-22/www/index.html'],
    ['a mode', 'chmod 711 2013-02-22/www'],
    ['a time', 'touch -d 2001-01-01 2013-02-22/www/index.html'],
    ['a file', 'rm 2013-02-22/www/index.html'],
    ['a type', 'rm 2013-02-22/www/index.html; ln -s /etc/passwd 2013-02-22/www/index.html'],
  ])('is told and removed again, by either tar: %s', async (_, harm) => {
    const { estate, packed } = await small(one);
    for (const tar of ['tar', 'bsdtar']) {
      await estate.tool('gtar', `case " $* " in *" -xpf "*) ${tar} "$@" && ${harm}; exit ;; esac; exec ${tar} "$@"`);
      await expect(estate.deliver(packed, unpacked)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('2013-02-22/www'),
      });
      expect(fs.readdirSync(estate.inRoot('/'))).toEqual([]);
      expect(besideRoot(estate)).toEqual(onlyRoot);
    }
  });

  test('says so where tar can not set something, and where there is no room for what is in it', async () => {
    const { estate, packed } = await small(one, 'x'.repeat(3_000_000));
    await estate.tool('df', `echo h; echo "disk 9 9 ${Math.ceil(packed.bytes / 1024) + 100} 9% /mnt"`);
    await expect(estate.deliver(packed, unpacked)).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringContaining('what is in the tarball has 3.0 MB'),
    });
    await estate.tool('df', 'exec /bin/df "$@"');
    await estate.tool(
      'gtar',
      'case " $* " in *" -xpf "*) tar "$@"; echo "tar: 2013-02-22/www: Cannot setxattr: not here" >&2; exit ;; esac; exec tar "$@"',
    );
    await expect(estate.deliver(packed, unpacked)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Cannot setxattr'),
    });
    expect(fs.readdirSync(estate.inRoot('/'))).toEqual([]);
    expect(besideRoot(estate)).toEqual(onlyRoot);
  });

  test('is a root that is a file system of its own: all in it is in the customer’s reach', async () => {
    const { estate, packed } = await small(one);
    await estate.tool('ln', 'for last; do :; done; [ "$last" = . ] && exit 1; exec /bin/ln "$@"');
    await expect(estate.deliver(packed, unpacked)).rejects.toMatchObject({
      code: 'unsafe-path',
      message: expect.stringContaining('deliver the tarball instead'),
    });
    expect(fs.readdirSync(estate.inRoot('/'))).toEqual([]);
    await estate.tool('stat', '[ "$*" = "-c %d ." ] && exec echo 1; exec /usr/bin/stat "$@"');
    const probe = await runProgram(estate.machines, 'jail15', probeRoot, { root: ROOT, name: NAME });
    expect(probe.folder).toBe('');
  });

  test('elsewhere than on Linux it has a name that nobody can foresee', async () => {
    const { estate, packed } = await small(one);
    await estate.tool('uname', 'echo FreeBSD');
    const { name } = await estate.deliver(packed, unpacked);
    expect(name).toMatch(/^restored-2013-02-22-[0-9a-f]{12}$/);
  });
});

describe.each(shells)('root in the jail against an unpacking under $name', (shell) => {
  test(
    'nothing of the host is changed or given away',
    async () => {
      const { estate, packed } = await small(shell, 'x'.repeat(100_000));
      const secrets = new HostSecrets(join(estate.host, 'secrets'));
      const fifo = join(estate.host, 'fifo');
      execFileSync('mkfifo', [fifo]);
      const names = ['', '-2', '-3', '-4', '-5'].map((number) => `${NAME}${number}`);
      const end = await attack({ root: estate.inRoot('/'), secrets: secrets.folder, fifo, names });
      const outcomes: string[] = [];
      try {
        for (let round = 0; round < TRIES; round++) {
          outcomes.push(
            await estate.deliver(packed, { ...unpacked, configPath: undefined }, AbortSignal.timeout(PATIENCE)).then(
              ({ name }) => name,
              (error: unknown) => (error instanceof NightkeepError ? error.code : String(error)),
            ),
          );
          expect(secrets.harm()).toBeUndefined();
        }
      } finally {
        await end();
      }
      for (const outcome of outcomes)
        expect(outcome).toMatch(/^(restored-2013-02-22(-\d+)?|unsafe-path|conflict|program-failed)$/);
      expect(besideRoot(estate)).toEqual(onlyRoot);
      expect(fs.readdirSync(estate.host).sort()).toEqual(['fifo', 'mnt', 'secrets']);
      // And once they stop, it works.
      const { name } = await estate.deliver(packed, unpacked);
      expect(fs.readFileSync(estate.inRoot(`${name}/2013-02-22/www/index.html`), 'utf8')).toHaveLength(100_000);
    },
    20 * 60_000,
  );
});

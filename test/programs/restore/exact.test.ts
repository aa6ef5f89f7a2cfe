import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { Source } from '../../support/nights/source.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const ways: { way: string; seed: string; tools: Record<string, string>; atOnce: boolean }[] = [
  { way: 'packed by GNU tar while they are held', seed: 'GNU tar', tools: {}, atOnce: true },
  { way: 'packed by bsdtar while they are held', seed: 'bsdtar', tools: { gtar: 'exec bsdtar "$@"' }, atOnce: true },
  // Its cp links files, and leaves out what rsync keeps of folders, as FreeBSD's does.
  {
    way: 'packed by bsdtar, of a hold',
    seed: 'bsdtar',
    tools: { gtar: 'exec bsdtar "$@"', cp: 'exec busybox cp "$@"' },
    atOnce: false,
  },
  {
    way: 'packed by GNU tar, of a hold for which cp can not link',
    seed: 'GNU tar',
    tools: { cp: 'exit 1' },
    atOnce: false,
  },
];

/** What a tarball has to bring back: all but sockets. */
function expected(manifest: Manifest | undefined): Manifest {
  return new Map([...(manifest ?? [])].filter(([, item]) => item.type !== 'socket'));
}

describe.each(ways)('a restore of two nights, $way', ({ seed, tools, atOnce }) => {
  test.each(shells)('unpacked, equals what was there on those nights, in everything: under $name', async (shell) => {
    const estate = await RestoreEstate.make(shell);
    onTestFinished(() => removeTree(estate.built.folder));
    for (const [tool, script] of Object.entries(tools)) await estate.tool(tool, script);
    const source = new Source(join(estate.built.source, ROOT), seeded(`restore ${seed}`));
    plant(source, 60);
    const before = expected(takeManifest(source.root));
    await estate.built.publish(nights.first);
    const log = mutate(source, 40);
    const after = expected(takeManifest(source.root));
    await estate.built.publish(nights.second);

    const both = [nights.first, nights.second].map((night) => ({ ...night, paths: [''] }));
    const made = atOnce ? await estate.take(both) : await estate.hold(both);
    const packed = made.packed ?? (await estate.pack());
    expect(made.packed !== undefined).toBe(atOnce);
    // What is held is what was there, too, whatever was packed.
    const tree = join(estate.built.path, '.nightkeep/holds', made.hold?.id ?? '', 'tree');
    expect(differences(before, expected(takeManifest(join(tree, '2013-02-22')))), log.join('\n')).toEqual([]);
    expect(differences(after, expected(takeManifest(join(tree, '2013-02-24')))), log.join('\n')).toEqual([]);
    const inode = (path: string) => statSync(path).ino;
    const [file] = [...after].find(([name, { type }]) => type === 'file' && /^[\w/]+$/.test(name)) ?? [];
    expect(inode(join(tree, '2013-02-24', file ?? ''))).toBe(inode(join(estate.built.path, '0', ROOT, file ?? '')));
    const delivered = await estate.deliver(packed);
    expect(delivered).toMatchObject({ name: 'col00214-2013-02-22..24.tar.gz', before: false, os: 'Linux' });
    expect(statSync(estate.inRoot(delivered.name)).mode & 0o7777).toBe(0o600);
    expect(readdirSync(estate.inRoot('/'))).toEqual([delivered.name]);

    const unpacked = join(estate.built.folder, 'unpacked');
    mkdirSync(unpacked);
    const flags = ['--numeric-owner', '--xattrs', '--xattrs-include=*', '--acls', '--warning=no-unknown-keyword'];
    execFileSync('tar', [...flags, '-xzpf', estate.inRoot(delivered.name)], { cwd: unpacked, stdio: 'ignore' });
    expect(readdirSync(unpacked)).toEqual(['2013-02-22', '2013-02-24']);
    expect(differences(before, takeManifest(join(unpacked, '2013-02-22'))), log.join('\n')).toEqual([]);
    expect(differences(after, takeManifest(join(unpacked, '2013-02-24'))), log.join('\n')).toEqual([]);
  });
});

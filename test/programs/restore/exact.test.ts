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

const tars = [
  { tar: 'GNU tar', stand: undefined },
  { tar: 'bsdtar', stand: 'exec bsdtar "$@"' },
];

/** What a tarball has to bring back: all but sockets. */
function expected(manifest: Manifest | undefined): Manifest {
  return new Map([...(manifest ?? [])].filter(([, item]) => item.type !== 'socket'));
}

describe.each(tars)('a restore of two nights, packed by $tar', ({ tar, stand }) => {
  test.each(shells)('unpacked, equals what was there on those nights, in everything: under $name', async (shell) => {
    const estate = await RestoreEstate.make(shell);
    onTestFinished(() => removeTree(estate.built.folder));
    if (stand) await estate.tool('gtar', stand);
    const source = new Source(join(estate.built.source, ROOT), seeded(`restore ${tar}`));
    plant(source, 60);
    const before = expected(takeManifest(source.root));
    await estate.built.publish(nights.first);
    const log = mutate(source, 40);
    const after = expected(takeManifest(source.root));
    await estate.built.publish(nights.second);

    await estate.hold([
      { ...nights.first, paths: [''] },
      { ...nights.second, paths: [''] },
    ]);
    const packed = await estate.pack();
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

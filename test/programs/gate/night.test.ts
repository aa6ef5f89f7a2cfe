import { chmodSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shells } from '../../support/shells.ts';
import { filesIn, GatedEstate, today } from './gated.ts';

let estate: GatedEstate;
afterEach(() => estate.end());

describe.each(shells)('a night through a gate under $name', (shell) => {
  test('is as it would be without one, within what the server decided', async () => {
    estate = new GatedEstate(shell, { nightsToKeep: 2 });
    const entries = ['/mnt/data', '/etc/one file', '/srv/a/b'];
    estate.configure(entries);
    for (const folder of ['mnt/data/sub', 'etc', 'srv/a/b']) mkdirSync(join(estate.host, folder), { recursive: true });
    for (const name of ['mnt/data/a', 'mnt/data/sub/c', 'mnt/data/ \\#012 "x"', 'etc/one file', 'srv/a/b/f']) {
      writeFileSync(join(estate.host, name), name);
    }
    chmodSync(join(estate.host, 'srv/a'), 0o750);
    linkSync(join(estate.host, 'mnt/data/a'), join(estate.host, 'mnt/data/joined'));

    expect(await estate.night({ nightsToKeep: 90, version: 'v1' })).toMatchObject({ exitCode: 0 });
    expect(estate.record(0)).toContain(`host=jail15\tserver=backup1\tdate=${today()}\t`);
    // What is no hard link any more is sent again; a file's new mode is one of tonight only.
    rmSync(join(estate.host, 'mnt/data/joined'));
    writeFileSync(join(estate.host, 'mnt/data/joined'), 'mnt/data/a');
    chmodSync(join(estate.host, 'etc/one file'), 0o600);
    const before = estate.past();
    expect(await estate.night({ nightsToKeep: 90 })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await estate.night()).toMatchObject({ exitCode: 0 });

    for (const path of ['mnt/data', 'etc/one file', 'srv/a', 'srv/a/b']) {
      expect(differences(takeManifest(join(estate.host, path)), takeManifest(estate.nightFolder(0, path)))).toEqual([]);
    }
    expect(statSync(estate.nightFolder(2, 'mnt/data/joined')).ino).toBe(
      statSync(estate.nightFolder(2, 'mnt/data/a')).ino,
    );
    expect(statSync(estate.nightFolder(0, 'srv/a/b/f')).ino).toBe(statSync(estate.nightFolder(2, 'srv/a/b/f')).ino);
    const [run] = before.keys();
    expect(differences(before.get(run ?? ''), estate.past().get(run ?? ''))).toEqual([]);
    expect(estate.nights()).toEqual([0, 1, 2]);
    expect(estate.refusals()).toEqual([]);
    expect(filesIn(estate.keep('patch'))).toEqual([]);
  });
});

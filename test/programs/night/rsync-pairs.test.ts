import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

/**
 * Old rsyncs are not to be had by the way; where somebody built some, NIGHTKEEP_RSYNCS names a folder with programs called
 * `rsync-VERSION`. Which pairs were run stands in the README.
 */
const built = process.env.NIGHTKEEP_RSYNCS;
const versions = built
  ? fs.readdirSync(built).flatMap((name) => (name.startsWith('rsync-') ? [name.slice('rsync-'.length)] : []))
  : [];
const todays = 'today’s';
const pairs = [...versions, todays].flatMap((host) => [...versions, todays].map((server) => [host, server] as const));
const ofVersion = (version: string) => (version === todays ? pathOf('rsync') : join(built ?? '', `rsync-${version}`));

function estateWith(host: string, server: string): Estate {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const choose = `rsync='${ofVersion(host)}'\n[ "$NIGHTKEEP_PREFIX" != '${estate.server}' ] || rsync='${ofVersion(server)}'`;
  estate.putProgram('rsync', `${choose}\nexec "$rsync" "$@"`);
  return estate;
}

/** What rsyncs are known to differ in. Times are whole seconds: before 3.1.3 no others are kept. */
function change(root: string, night: number): void {
  const put = (path: string, text: string) => {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.rmSync(join(root, path), { force: true });
    fs.writeFileSync(join(root, path), text);
  };
  put('changes', `of night ${night}`);
  put(`comes ${night}`, 'x');
  put('folder/stays', 'as it was');
  fs.chmodSync(join(root, 'folder/stays'), 0o600 + night);
  put(`odd/\\#012 \n "${night}" [a]*?`, 'odd');
  if (night === 0) {
    put('joined/a', 'one file');
    fs.linkSync(join(root, 'joined/a'), join(root, 'joined/b'));
    fs.linkSync(join(root, 'joined/a'), join(root, 'folder/c'));
    fs.symlinkSync('nowhere', join(root, 'symlink'));
    put('sparse', '');
    fs.truncateSync(join(root, 'sparse'), 10_000_000);
    put('unchanged', 'the same each night');
  } else {
    fs.rmSync(join(root, `comes ${night - 1}`));
    // One that is no link any more, and one that becomes one.
    put('joined/b', 'one file');
    fs.rmSync(join(root, `joined/d`), { force: true });
    fs.linkSync(join(root, 'changes'), join(root, 'joined/d'));
    fs.renameSync(join(root, 'folder'), join(root, 'renamed'));
    fs.mkdirSync(join(root, 'folder'));
    put('folder/stays', 'as it was');
    fs.rmSync(join(root, 'renamed'), { recursive: true });
  }
  const at = new Date('2026-01-01T00:00:00Z');
  const settle = (folder: string) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) settle(path);
      // One that changed is of another second.
      else
        fs.lutimesSync(
          path,
          at,
          new Date(at.getTime() + (entry.name === 'changes' || entry.name === 'd' ? night * 1000 : 0)),
        );
    }
    fs.utimesSync(folder, at, at);
  };
  settle(root);
}

const title = 'nights are exact, whichever rsyncs the host and the server have';
test.skipIf(versions.length === 0)(
  versions.length === 0 ? `${title} (skipped: NIGHTKEEP_RSYNCS names no folder of rsyncs)` : title,
  { timeout: 3_600_000 },
  async () => {
    for (const [host, server] of pairs) {
      const estate = estateWith(host, server);
      const root = join(estate.host, 'mnt/data');
      const told = `${host} to ${server}`;
      for (let night = 0; night < 3; night++) {
        fs.mkdirSync(root, { recursive: true });
        change(root, night);
        const { result, stderr, error } = await estate.night();
        expect([stderr, error, result?.state, result?.entries[0]?.message], told).toEqual([
          '',
          undefined,
          'good',
          undefined,
        ]);
        expect(differences(takeManifest(root), takeManifest(estate.nightFolder(0, 'mnt/data'))), told).toEqual([]);
      }
      const inodes = [0, 1, 2].map((index) => fs.statSync(estate.nightFolder(index, 'mnt/data/unchanged')).ino);
      expect(new Set(inodes).size, `${told}: what did not change is stored once`).toBe(1);
    }
  },
);

test('an rsync that is too old is refused by its version, on the host and on the server', async () => {
  for (const machine of ['host', 'server'] as const) {
    const estate = new Estate(shellOfThisTest());
    onTestFinished(() => estate.end());
    fs.mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
    estate.putProgram(
      'rsync',
      `if [ "$NIGHTKEEP_PREFIX$*" = '${estate[machine]}--version' ]; then echo 'rsync  version 3.0.6  protocol version 30'; exit 0; fi
exec '${pathOf('rsync')}' "$@"`,
    );
    const { error } = await estate.night();
    const name = machine === 'host' ? 'jail15' : 'backup1';
    expect(error).toMatchObject({
      code: 'missing-tool',
      message: `${name} has rsync 3.0.6, which is too old: 3.0.9 is the least that works`,
    });
    expect(estate.nights()).toEqual([]);
  }
});

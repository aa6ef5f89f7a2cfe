import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronDist } from '../../support/electron-dist.ts';
import { runMain } from '../../support/run-main.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const electronVersion = JSON.parse(readFileSync(join(checkout, 'node_modules/electron/package.json'), 'utf8')).version;
const SHORTEST_ASAR = 1e6;
/** It is 8.1 MB today, most of it packages: what is much larger has taken in something that it doesn't load. */
const LONGEST_ASAR = 10e6;

let folder: string;
/** The app as it was packed, the Debian package and the RPM, unpacked. */
let app: string;
let deb: string;
let rpm: string;

const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 64e6 });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-package-'));
  const dist = await electronDist(folder, electronVersion);
  const output = join(folder, 'made');
  const args = ['build/package.mjs', '--electron', dist, '--output', output, 'deb', 'rpm'];
  execFileSync(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'ignore', 'pipe'] });
  app = made('-unpacked');
  [deb, rpm] = [join(folder, 'deb'), join(folder, 'rpm')];
  run('dpkg-deb', '-R', made('.deb'), deb);
  mkdirSync(rpm);
  run('bsdtar', '-C', rpm, '-xf', made('.rpm'));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What was made, by the end of its name: the rest is the version and the machine's architecture. */
function made(end: string): string {
  const output = join(folder, 'made');
  const name = readdirSync(output).find((known) => known.endsWith(end));
  if (!name) throw new Error(`no ${end} was made`);
  return join(output, name);
}

/** Each file below a folder, with the hash of what is in it. */
function contents(below: string): Record<string, string> {
  const files = readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(below, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

describe('the Debian package', () => {
  test('has the app as it was packed, and its copyright where Debian wants it', () => {
    const { LICENSE: copyright, ...files } = contents(app);
    expect(contents(join(deb, 'usr/lib/nightkeep'))).toEqual(files);
    expect(contents(join(deb, 'usr/share/doc/nightkeep'))).toEqual({ copyright });
  });

  test('has nothing anywhere but that, its icons and its entry in the menu', () => {
    const others = Object.keys(contents(join(deb, 'usr'))).filter((path) => !path.startsWith('lib/nightkeep/'));
    const sizes = [1024, 128, 16, 24, 256, 32, 48, 512, 64, 96];
    expect(others.sort()).toEqual(
      [
        'share/applications/nightkeep.desktop',
        'share/doc/nightkeep/copyright',
        'share/lintian/overrides/nightkeep',
        ...sizes.map((size) => `share/icons/hicolor/${size}x${size}/apps/nightkeep.png`),
      ].sort(),
    );
    expect(readlinkSync(join(deb, 'usr/bin/nightkeep'))).toBe('../lib/nightkeep/nightkeep');
  });

  test('is run by anybody, in a sandbox whose helper is root’s', () => {
    expect(mode(join(deb, 'usr/lib/nightkeep/nightkeep'))).toBe('755');
    expect(mode(join(deb, 'usr/lib/nightkeep/chrome-sandbox'))).toBe('4755');
    expect(mode(join(deb, 'usr/lib/nightkeep/resources/app.asar'))).toBe('644');
    // It runs nothing when it is installed or removed.
    expect(readdirSync(join(deb, 'DEBIAN'))).toEqual(['control']);
  });

  test('says what it is and what it needs', () => {
    const control = readFileSync(join(deb, 'DEBIAN/control'), 'utf8');
    expect(control).toContain(`Package: nightkeep\nVersion: ${version}\n`);
    expect(control).toContain(`Architecture: ${run('dpkg', '--print-architecture')}`);
    expect(control).toMatch(/^Maintainer: Nightkeep <.+@.+>$/m);
    expect(control).toMatch(/^Depends: .*libgtk-3-0.*libnss3/m);
  });

  test('is in the menu, and opens nightkeep: links', () => {
    expect(readFileSync(join(deb, 'usr/share/applications/nightkeep.desktop'), 'utf8').trim().split('\n')).toEqual([
      '[Desktop Entry]',
      'Name=Nightkeep',
      'StartupWMClass=Nightkeep',
      'Comment=Backups of hosted customers',
      'GenericName=Backups',
      'Exec=nightkeep %U',
      'Icon=nightkeep',
      'Type=Application',
      'Terminal=false',
      'StartupNotify=true',
      'Categories=System;Utility;',
      'MimeType=x-scheme-handler/nightkeep;',
    ]);
  });

  test('has each icon in the size that its folder says', () => {
    const icons = join(deb, 'usr/share/icons/hicolor');
    for (const size of readdirSync(icons)) {
      const png = readFileSync(join(icons, size, 'apps/nightkeep.png'));
      // A PNG's width and height stand behind its signature and the name of its first chunk.
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(size);
    }
  });
});

test('the RPM has the same files', () => {
  expect(contents(join(rpm, 'usr/lib/nightkeep'))).toEqual(contents(app));
  expect(run('rpm', '-qp', '--scripts', made('.rpm'))).toContain('chmod 4755 /usr/lib/nightkeep/chrome-sandbox');
  const entry = readFileSync(join(rpm, 'usr/share/applications/nightkeep.desktop'), 'utf8').split('\n');
  for (const line of ['Exec=nightkeep %U', 'Icon=nightkeep', 'MimeType=x-scheme-handler/nightkeep;'])
    expect(entry).toContain(line);
  expect(contents(join(rpm, 'usr/share/icons'))).toEqual(contents(join(deb, 'usr/share/icons')));
});

test('the program runs the app of its archive and nothing else, whatever it is started with', async () => {
  const wire = await getCurrentFuseWire(join(deb, 'usr/lib/nightkeep/nightkeep'));
  const [off, on] = [FuseState.DISABLE, FuseState.ENABLE];
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.EnableCookieEncryption]: on,
  });
});

describe('the archive of the app', () => {
  const archive = () => join(deb, 'usr/lib/nightkeep/resources/app.asar');

  test('stands alone, and has the built app and what that loads', () => {
    expect(readdirSync(join(deb, 'usr/lib/nightkeep/resources'))).toEqual(['app.asar']);
    const files = listPackage(archive(), { isPack: false });
    expect(new Set(files.map((path) => path.split('/')[1]))).toEqual(new Set(['node_modules', 'out', 'package.json']));
    const main = files.filter((path) => path.startsWith('/out/main/'));
    expect(main.filter((path) => !path.startsWith('/out/main/chunks'))).toEqual(['/out/main/electron.js']);
    expect(files).toContain('/out/preload/preload.cjs');
    expect(files).toContain('/out/renderer/index.html');
  });

  test('has no web shell, no Node, no tools of building and testing, no maps, types or sources', () => {
    const files = listPackage(archive(), { isPack: false });
    const packages = new Set(files.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]));
    const own = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
    for (const name of ['ws', 'react', 'cpu-features', ...Object.keys(own.devDependencies)])
      expect(packages).not.toContain(name);
    for (const name of Object.keys(own.optionalDependencies)) expect(packages).not.toContain(name);
    for (const name of Object.keys(own.dependencies).filter((known) => known !== 'ws'))
      expect(packages).toContain(name);
    expect(files.filter((path) => /\.(map|node|ts|cc|md)$|\/tests?\//.test(path))).toEqual([]);
    const { size } = statSync(archive());
    expect(size).toBeGreaterThan(SHORTEST_ASAR);
    expect(size).toBeLessThan(LONGEST_ASAR);
  });

  test('starts: every package it loads is in it', async () => {
    const [home, unpacked] = [tempFolder(), tempFolder()];
    extractAll(archive(), unpacked);
    const { code, err, told } = await runMain(home, join(unpacked, 'out/main/electron.js'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(told.answer).toMatchObject({ result: { shell: 'electron', home, version } });
  });
});

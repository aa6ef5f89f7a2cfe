import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DownloadedFile } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { recordedLog } from '../../support/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import { LiveEstate } from '../restore/estate.ts';

/** The smallest PNG there is. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let estate: LiveEstate;
let core: Core;
let downloads: string;
let runId: string;
const site = () => join(estate.root, 'usr/home/site');

beforeAll(async () => {
  estate = await LiveEstate.start('2013-02-22T09:52:00Z');
  downloads = join(estate.fleet.layout.folder, 'Downloads');
  core = createCore({
    settings: openSettings(estate.fleet.home),
    clock: { now: () => estate.now, every: () => () => undefined },
    log: recordedLog(),
    by: 'anna@desk7',
    shell: 'cli',
    version: '0.0.0-test',
    watch: false,
    downloads,
  });
  mkdirSync(site());
  writeFileSync(join(site(), 'page.html'), '<script>alert(1)</script>\n');
  writeFileSync(join(site(), 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  writeFileSync(join(site(), 'long.log'), `${'a line\n'.repeat(60_000)}`);
  writeFileSync(join(site(), 'picture.txt'), png);
  writeFileSync(join(site(), 'data.db'), Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 31) % 256)));
  symlinkSync('/etc/passwd', join(site(), 'link'));
  runId = (await estate.night('2013-02-22T09:52:00Z')).runId;
});
afterAll(async () => {
  await core?.close();
  await estate?.stop();
});

const preview = (name: string) => core.call('files.preview', { host: 'jail15', runId, path: join(site(), name) });
const download = (name: string) =>
  runJob(core, 'files.download', { host: 'jail15', runId, path: join(site(), name) }) as Promise<DownloadedFile>;

test('a file of a night is shown for what its content is, whatever its name says', async () => {
  expect(await preview('page.html')).toEqual({
    kind: 'text',
    size: 26,
    text: '<script>alert(1)</script>\n',
    cut: false,
  });
  expect(await preview('latin.txt')).toMatchObject({ kind: 'text', text: 'caf\udce9' });
  const long = await preview('long.log');
  expect(long).toMatchObject({ kind: 'text', size: 420_000, cut: true });
  expect(long.text?.length).toBe(256 * 1024);
  const picture = await preview('picture.txt');
  expect(picture).toMatchObject({ kind: 'image', mime: 'image/png', base64: png.toString('base64') });
  expect(await preview('data.db')).toEqual({ kind: 'binary', size: 3_000_000 });
  await expect(preview('link')).rejects.toMatchObject({ code: 'unsafe-path' });
});

test('one file comes down whole, for one’s own eyes, and takes no other’s name', async () => {
  const content = readFileSync(join(site(), 'data.db'));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const first = await download('data.db');
  expect(first).toMatchObject({ path: join(downloads, 'data.db'), bytes: content.length, sha256 });
  expect(readFileSync(first.path).equals(content)).toBe(true);
  expect(statSync(first.path).mode & 0o777).toBe(0o600);
  const second = await download('data.db');
  expect(second.path).toBe(join(downloads, 'data-2.db'));
  await expect(download('link')).rejects.toThrow('symlink');
  expect(readdirSync(downloads).sort()).toEqual(['data-2.db', 'data.db']);
});

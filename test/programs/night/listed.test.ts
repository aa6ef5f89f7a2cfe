import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { slowRsync } from '../../support/nights/slow-rsync.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

function started() {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(estate.host, path)), { recursive: true });
    writeFileSync(join(estate.host, path), content);
  };
  return { estate, put };
}
const onDay = (day: number) => ({ at: new Date(Date.UTC(2026, 1, day, 8)), date: `2026-02-0${day}` });

test('what took the place of a listed file before its turn came is of the next night', async () => {
  const { estate, put } = started();
  // As they are; as a pattern of rsync would read them; as rsync tells them.
  const names = ['z', 'z*[?]\\', 'z\\', 'z\n\u0001'];
  put('mnt/data/a', randomBytes(1000));
  for (const name of names) put(`mnt/data/${name}`, 'of the first night');
  expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
  put('mnt/data/a', randomBytes(60_000_000));
  for (const name of names) put(`mnt/data/${name}`, 'of the second night, never seen');
  slowRsync(join(estate.folder, 'bin'), 20_000);
  const receiving = () => {
    const folder = estate.keep('patch/mnt/data');
    return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.a.'));
  };
  const night = estate.night(onDay(2));
  await estate.until(receiving);
  for (const name of names) {
    rmSync(join(estate.host, 'mnt/data', name));
    put(`mnt/data/${name}/inside`, 'of a folder that was never compared');
  }
  put('mnt/data/zz', 'came meanwhile');
  expect(receiving(), 'the first file is still on its way').toBe(true);
  expect(await night).toMatchObject({ exitCode: 0 });
  for (const name of names) {
    expect(readFileSync(estate.nightFolder(0, `mnt/data/${name}`), 'utf8'), name).toBe('of the first night');
  }
  expect(lstatSync(estate.nightFolder(0, 'mnt/data/a')).size).toBe(60_000_000);
  expect(existsSync(estate.nightFolder(0, 'mnt/data/zz'))).toBe(false);
  expect(await estate.night(onDay(3))).toMatchObject({ exitCode: 0, result: { state: 'good' } });
  const host = takeManifest(join(estate.host, 'mnt/data'));
  expect(differences(host, takeManifest(estate.nightFolder(0, 'mnt/data')))).toEqual([]);
});

test('more differences than rules are made of come as well as few', async () => {
  const { estate, put } = started();
  for (let index = 0; index < 11_500; index++) put(`mnt/data/${index % 700}/${index}`, `${index}`);
  put('mnt/data/699/kept', 'all the time');
  expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
  for (let index = 0; index < 11_500; index++) put(`mnt/data/${index % 700}/${index}`, `${index} changed`);
  rmSync(join(estate.host, 'mnt/data/0/0'));
  const { result } = await estate.night(onDay(2));
  expect(result?.entries[0]).toMatchObject({ state: 'good', changed: 11_499, deleted: 1 });
  const host = takeManifest(join(estate.host, 'mnt/data'));
  expect(differences(host, takeManifest(estate.nightFolder(0, 'mnt/data')))).toEqual([]);
});

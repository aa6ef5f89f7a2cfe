import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canView } from '../../support/nights/can-view.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { slowRsync } from '../../support/nights/slow-rsync.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

function started() {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(estate.host, path)), { recursive: true });
    writeFileSync(join(estate.host, path), content);
  };
  return { estate, put };
}
/** From now on entries are read where a symlink would be followed, so that what differs is not sent by its name. */
const withoutView = (estate: Estate) => estate.putProgram('unshare', 'exit 1');
const onDay = (day: number) => ({ at: new Date(Date.UTC(2026, 1, day, 8)), date: `2026-02-0${day}` });

test('what took the place of a listed file before its turn came is of the next night', async () => {
  const { estate, put } = started();
  withoutView(estate);
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
  withoutView(estate);
  for (let index = 0; index < 6200; index++) put(`mnt/data/${index % 300}/${index}`, `${index}`);
  put('mnt/data/299/kept', 'all the time');
  expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
  for (let index = 0; index < 6200; index++) put(`mnt/data/${index % 300}/${index}`, `${index} changed`);
  rmSync(join(estate.host, 'mnt/data/0/0'));
  const { result } = await estate.night(onDay(2));
  expect(result?.entries[0]).toMatchObject({ state: 'good', changed: 6199, deleted: 1 });
  const host = takeManifest(join(estate.host, 'mnt/data'));
  expect(differences(host, takeManifest(estate.nightFolder(0, 'mnt/data')))).toEqual([]);
});

/** At each sending the program is told the number of it, just before rsync looks at the names that it was given. */
function beforeSending(estate: Estate, change: string, beforeComparing = ':'): void {
  const count = join(estate.folder, 'sendings');
  writeFileSync(count, '');
  estate.putProgram(
    'rsync',
    `case " $* " in *' --server '*) ;; *' -n'*' nightkeep:. '*)
  (cd '${estate.host}/mnt/data' && ${beforeComparing}) ;; *' nightkeep:. '*)
  echo >>'${count}'; cd '${estate.host}/mnt/data' && (${change}) <'${count}' && cd "$OLDPWD" ;; esac
exec '${pathOf('rsync')}' "$@"`,
  );
}

test.runIf(canView)('what became something else before its name was looked at comes as what it is', async () => {
  const { estate, put } = started();
  const data = (name: string) => join(estate.host, 'mnt/data', name);
  // Some that a list of names would take for a remark, or for a word of its own.
  const odd = ['#a', ';b', ' c', '-n', 'e\n\u0001', '\\#012', 'g*[?]', '..h', '.i/.j./#'];
  const differing = ['file', 'folder/inside', 'gone', 'deep/folder/inside', ...odd];
  for (const name of differing) put(`mnt/data/${name}`, 'of the first night');
  put('mnt/data/emptied/of', 'all');
  put('mnt/data/emptied/kept', 'as it is');
  expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
  put('root/secret/inside', 'of another customer');
  for (const name of differing) put(`mnt/data/${name}`, 'of the second night');
  rmSync(data('emptied/of'));
  symlinkSync(join(estate.host, 'root/secret'), data('lure'));
  mkdirSync(data('coming/below'), { recursive: true });
  writeFileSync(data('coming/below/inside'), 'in a folder that takes the place of a file');
  beforeSending(
    estate,
    `read -r first && ! read -r second || exit 0
    rm file gone && mv coming file && mv folder was && mv lure folder && mv deep/folder/inside deep/was && rmdir deep/folder && mv deep/was deep/folder`,
  );
  const { result } = await estate.night(onDay(2));
  expect(result?.state).toBe('good');
  expect(result?.entries[0]?.message).toBeUndefined();
  const host = takeManifest(join(estate.host, 'mnt/data'));
  expect(differences(host, takeManifest(estate.nightFolder(0, 'mnt/data')))).toEqual([]);
  expect(readFileSync(join(estate.folder, 'sendings'), 'utf8'), 'a pass more').toHaveLength(2);
});

test.runIf(canView)('a customer who makes folders of files all night long keeps no night from its end', async () => {
  const { estate, put } = started();
  for (let at = 0; at < 6; at++) put(`mnt/data/${at}`, '1');
  expect(await estate.night(onDay(1))).toMatchObject({ exitCode: 0 });
  for (let at = 0; at < 6; at++) put(`mnt/data/${at}`, 'of night two');
  beforeSending(
    estate,
    'n=$(wc -l) && rm "$n" && mkdir "$n" && echo in >"$n/in"',
    'for n in 1 2 3 4 5; do [ -d $n ] || date +%N >$n; done',
  );
  const { result } = await estate.night(onDay(2));
  expect(readFileSync(join(estate.folder, 'sendings'), 'utf8')).toHaveLength(2);
  expect(result?.entries[0]).toMatchObject({ added: 1, changed: 10 });
  expect(result?.entries[0]?.message).toBe(
    'not all of it could be copied: "/mnt/data/2" became a folder while it was sent: what is in it is missing',
  );
  expect(readFileSync(estate.nightFolder(0, 'mnt/data/1/in'), 'utf8')).toBe('in\n');
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

let estate: Estate;
beforeEach(() => {
  estate = new Estate(shellOfThisTest());
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), 'content');
});
afterEach(() => estate.end());

/** A sync that notes how it was called and what there was then. */
function watchSync(help: string, status = 0): () => string[] {
  const log = join(estate.folder, 'synced');
  const there = (name: string) => `$([ -e '${estate.backupdir}/${name}' ] && echo yes || echo no)`;
  estate.putProgram(
    'sync',
    `[ "$1" != --help ] || { echo '${help}'; exit 0; }
     echo "sync $* | received ${there('.nightkeep/base/mnt/data/file')}, record ${there('.nightkeep/incoming/.nightkeep-record')}, night ${there('0')}" >>'${log}'
     exit ${status}`,
  );
  return () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
}
const before = '| received yes, record no, night no';
/** The base is the night that is to be published then. */
const named = '| received no, record no, night no';

test.each([
  ['GNU', '  -f, --file-system  sync the file systems that contain the files'],
  ['busybox', 'Usage: sync [-df] [FILE]...'],
])('what was received is on disk before the record, and that before the night: %s', async (_, help) => {
  const synced = watchSync(help);
  const { result, events } = await estate.night();
  expect(result?.state).toBe('good');
  expect(synced()).toEqual([
    `sync -f .nightkeep/base ${before}`,
    `sync .nightkeep/incoming/.nightkeep-record.new ${named}`,
  ]);
  // Publishing is what comes after that.
  const names = events.map(({ name }) => name);
  expect(names.indexOf('publishing')).toBeGreaterThan(names.indexOf('entry'));
  expect(names.indexOf('published')).toBeGreaterThan(names.indexOf('publishing'));
});

test('as on a FreeBSD, whose sync knows no files and which has an fsync', async () => {
  const synced = watchSync('');
  estate.putProgram('fsync', `exec '${join(estate.folder, 'bin/sync')}' fsync "$@"`);
  expect((await estate.night()).result?.state).toBe('good');
  expect(synced()).toEqual([`sync  ${before}`, `sync fsync .nightkeep/incoming/.nightkeep-record.new ${named}`]);
});

test('a disk that can’t be written to publishes nothing', async () => {
  expect((await estate.night()).result?.state).toBe('good');
  const record = estate.record(0);
  watchSync('--file-system', 1);
  expect((await estate.night()).error).toMatchObject({
    code: 'program-failed',
    message: 'what was received could not be written to disk',
  });
  expect(estate.nights()).toEqual([0]);
  expect(estate.record(0)).toBe(record);
  estate.putProgram('sync', `exec '${pathOf('sync')}' "$@"`);
  expect((await estate.night()).result?.state).toBe('good');
  expect(readdirSync(estate.keep('runs'))).toHaveLength(2);
});

import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { attacked } from './attacked.ts';
import { errorIn, filesIn } from './gated.ts';

const attack = attacked();
const dryRun = ['-naH', '--numeric-ids', '--delete'];

/** What a host sends of changes: names with the folders they lie in. */
const sendPatch = (from: string) =>
  attack.estate.send(from, attack.receiveOf('/mnt/data', 'patch'), ['-aH', '--relative', '--numeric-ids']);

/** Of another host, and where a symlink in this one's nights leads. */
const elsewhere = () => join(attack.estate.server, 'data/jail16/0/etc');

/** A night whose `out` is a symlink to another host's, and the base that is made of it. */
async function plantSymlink(): Promise<void> {
  const planted = attack.folder('planted', { f: 'x', 'sub/c': 'y' });
  symlinkSync(elsewhere(), join(planted, 'out'));
  const session = await attack.inProgress();
  expect(attack.estate.send(planted, attack.receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0 });
  await session.tell('entry', { path: '/mnt/data', state: 'good', files: '4', bytes: '2' });
  expect(errorIn(await session.tell('publish'))).toBeUndefined();
  await session.tell('end');
  await session.end();
  for (const deadline = Date.now() + 20_000; !existsSync(base()); await pause(10)) {
    if (Date.now() > deadline) throw new Error('no base was made');
  }
}

const base = () => attack.estate.keep('base');
const merged = (events: Awaited<ReturnType<Awaited<ReturnType<typeof attack.inProgress>>['merge']>>) =>
  events.at(-1)?.fields.merged;
const incoming = (path: string) => join(attack.estate.keep('incoming'), 'mnt/data', path);

describe('a host that changes the base of its night', () => {
  test('takes nothing out by way of a symlink', async () => {
    await plantSymlink();
    const session = await attack.inProgress();
    expect(merged(await session.merge('/mnt/data', ['out/secret', 'sub/c']))).toBe('yes');
    expect(readFileSync(join(elsewhere(), 'secret'), 'latin1')).toBe('of another');
    // What stood in the way of a name was no folder.
    expect(filesIn(incoming(''))).toEqual(['f', 'sub']);
    await session.end();
  });

  test('puts nothing there by way of a symlink', async () => {
    await plantSymlink();
    const session = await attack.inProgress();
    expect(sendPatch(attack.folder('through', { 'out/secret': 'evil', 'out/more': 'evil' }))).toMatchObject({
      exitCode: 0,
    });
    expect(merged(await session.merge('/mnt/data'))).toBe('yes');
    expect(filesIn(elsewhere())).toEqual(['secret']);
    expect(lstatSync(incoming('out')).isDirectory()).toBe(true);
    expect(readFileSync(incoming('out/secret'), 'latin1')).toBe('evil');
    await session.end();
  });

  test('reaches nothing by way of a symlink that it sends', async () => {
    await plantSymlink();
    const session = await attack.inProgress();
    const patch = attack.folder('patch', { f: 'new' });
    symlinkSync(elsewhere(), join(patch, 'sub'));
    expect(sendPatch(patch)).toMatchObject({ exitCode: 0 });
    expect(merged(await session.merge('/mnt/data', ['sub/c', 'sub/secret', 'sub']))).toBe('yes');
    expect(filesIn(elsewhere())).toEqual(['secret']);
    expect(lstatSync(incoming('sub')).isSymbolicLink()).toBe(true);
    await session.end();
  });

  test.each([
    '../../../../0/mnt/data/f',
    '/etc/passwd',
    'sub/../../f',
    'sub/\\#056\\#056/f',
    'sub\\#057c',
    '..',
    '',
    'sub//c',
  ])('names nothing outside the entry: %j', async (name) => {
    await plantSymlink();
    const session = await attack.inProgress();
    expect(errorIn(await session.merge('/mnt/data', [name]))).toMatch(/no proper names/);
    await session.end();
    expect(filesIn(join(base(), 'mnt/data'))).toEqual(['f', 'out', 'sub']);
  });

  test('compares and writes nothing', async () => {
    await plantSymlink();
    const session = await attack.inProgress();
    const other = attack.folder('other', { f: 'other', new: 'new' });
    rmSync(join(other, 'f'));
    expect(attack.estate.send(other, attack.receiveOf('/mnt/data', 'compare')).stderr).toMatch(/writes nothing/);
    expect(attack.estate.send(other, attack.receiveOf('/mnt/data', 'compare'), dryRun)).toMatchObject({ exitCode: 0 });
    expect(attack.estate.send(other, attack.receiveOf('/mnt/other', 'directory'), dryRun).stderr).toMatch(
      /not allowed/,
    );
    expect(attack.estate.send(other, attack.receiveOf('/mnt', 'compare'), dryRun)).toMatchObject({ exitCode: 0 });
    for (const entry of ['/mnt/data/out', '/mnt/data/f', '/nothing']) {
      expect(attack.estate.send(other, attack.receiveOf(entry, 'compare'), dryRun).stderr).toMatch(/no base/);
    }
    expect(filesIn(join(base(), 'mnt/data'))).toEqual(['f', 'out', 'sub']);
    await session.end();
  });

  test('has each entry once', async () => {
    await plantSymlink();
    const session = await attack.inProgress();
    expect(merged(await session.merge('/mnt/data'))).toBe('yes');
    expect(merged(await session.merge('/mnt/data', ['f']))).toBeUndefined();
    expect(merged(await session.merge('/mnt/data/sub', ['c']))).toBeUndefined();
    expect(filesIn(incoming(''))).toEqual(['f', 'out', 'sub']);
    await session.end();
  });
});

import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesFromText } from '../../../src-main/domain/bytes.ts';
import { shells } from '../../support/shells.ts';
import { type RestoreEstate, ROOT } from '../restore/estate.ts';
import { day, first, listed, makeEstate, proofOf, prove, rot, second, third } from './estate.ts';

const ODD = `${ROOT}/odd/ new\nline \\ tab\t \udcff -> \\x `;

describe.each(shells)('reading back under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await makeEstate(shell);
    const { built } = estate;
    await built.write(`${ROOT}/www/index.html`, 'first');
    await built.write(`${ROOT}/www/stays.html`, 'the same in all');
    await built.write(ODD, 'odd');
    fs.symlinkSync('/etc/passwd', built.inSource(`${ROOT}/www/link`));
    await built.publish(first);
    await built.write(`${ROOT}/www/index.html`, 'second one');
    await built.publish(second);
  });
  afterEach(() => estate.remove());

  const inNight = (index: number, path: string) => bytesFromText(join(estate.built.path, String(index), path));
  const noted = () => fs.readFileSync(proofOf(estate, 'notes'), 'latin1').split('\n').slice(0, -1);
  /** Small as it is, some passes have been everywhere. */
  async function proveAll(from: number): Promise<void> {
    for (let at = from; at < from + 2; at++) await prove(estate, day(at));
  }

  test('what came is noted once, and is as it was from then on', async () => {
    const { checked, bad } = await prove(estate, day(1));
    expect(bad).toEqual([]);
    expect(checked).toMatchObject({ at: day(1), bad: 0, yielded: false });
    expect(checked?.files).toBeGreaterThan(0);
    await proveAll(2);
    const names = noted().map((line) => line.split(' ').slice(6).join(' '));
    expect(new Set(names).size).toBe(names.length);
    // As wire.sh encodes it.
    expect(names.map((name) => name.slice(name.indexOf(' ') + 1))).toContain(
      `.${ROOT}/odd/ new\\nline \\\\ tab\\t \xff -> \\\\x /`,
    );
    expect(names.join('\n')).not.toMatch(/link|nightkeep/);
    expect(await listed(estate)).toMatchObject({ checked: { at: day(3), bad: 0, noted: names.length }, bad: [] });
  });

  test('other bytes of the same size and time are found, with the nights that still have them, and those that share them', async () => {
    // The first night has a copy of its own of it, with the same bytes.
    const path = inNight(1, `${ROOT}/www/stays.html`);
    const bytes = fs.readFileSync(path);
    const { atime, mtime } = fs.statSync(path);
    fs.rmSync(path);
    fs.writeFileSync(path, bytes);
    fs.utimesSync(path, atime, mtime);
    await estate.built.publish(third);
    await proveAll(1);
    rot(inNight(0, `${ROOT}/www/stays.html`));
    const { bad } = await prove(estate, day(9));
    const found = bad.find(({ where }) => where === third.runId);
    expect(found).toEqual({
      where: third.runId,
      path: `${ROOT}/www/stays.html`,
      is: 'rotten',
      at: day(9),
      copies: [
        { run: third.runId, is: 'same' },
        { run: second.runId, is: 'same' },
        { run: first.runId, is: 'good' },
      ],
    });
    expect((await listed(estate))?.bad).toEqual(bad);
    // It is first again in the next pass, and stays found since then.
    expect((await prove(estate, day(10), { files: 2 })).bad).toContainEqual(found);
    // What is right again is no failure any more.
    const { atime: then, mtime: last } = fs.statSync(inNight(0, `${ROOT}/www/stays.html`));
    fs.writeFileSync(inNight(0, `${ROOT}/www/stays.html`), 'the same in all');
    fs.utimesSync(inNight(0, `${ROOT}/www/stays.html`), then, last);
    expect((await prove(estate, day(11))).bad).toEqual([]);
  });

  test('a file of an odd name that rotted is told by all of its bytes, and one that was written to as that', async () => {
    await proveAll(1);
    rot(inNight(0, ODD));
    fs.appendFileSync(inNight(0, `${ROOT}/www/index.html`), 'x');
    const { bad } = await prove(estate, day(9));
    const told = bad.filter(({ where }) => where === second.runId).map(({ path, is }) => [path, is]);
    expect(told.sort()).toEqual([
      [ODD, 'rotten'],
      [`${ROOT}/www/index.html`, 'written'],
    ]);
  });

  test('what the newest night has as the same file is followed there, good or bad, and what left is forgotten', async () => {
    await proveAll(1);
    rot(inNight(0, `${ROOT}/www/stays.html`));
    await estate.built.publish(third);
    await prove(estate, day(5));
    for (const index of [2, 1]) await estate.built.trash(index);
    const { bad } = await prove(estate, day(6));
    expect(bad).toMatchObject([{ where: third.runId, path: `${ROOT}/www/stays.html` }]);
    expect(noted().every((line) => line.split(' ')[6] === third.runId)).toBe(true);
    await estate.built.publish(first);
    fs.renameSync(join(estate.built.path, '1'), join(estate.built.path, '.nightkeep/trash/left'));
    // Its night left before the other was looked at: by its inode alone it could be another file.
    expect((await prove(estate, day(7))).bad).toEqual([]);
  });

  test('names that came with the newest night are drawn from its list, and what leads out of it is not', async () => {
    const changes = join(estate.built.path, '.nightkeep/changes');
    fs.mkdirSync(changes);
    fs.writeFileSync(join(estate.built.path, 'secret'), 'not of the night');
    const names = ['.', `.${ODD}`, `./gone`, './../secret', `.${ROOT}/www`, `.${ROOT}/www/link`, './.nightkeep-record'];
    fs.writeFileSync(join(changes, second.runId), Buffer.from(`${names.join('\0')}\0`, 'latin1'));
    // Of two new ones, eight names are drawn, which are all of these.
    await prove(estate, day(1), { files: 4 });
    expect(noted().join('\n')).toContain('./mnt/data1/69.55.238.98-col00214-DIR/odd/ new\\nline');
    expect(noted().join('\n')).not.toMatch(/secret|record|link|gone/);
  });

  test('what a hold has is read back, too, and told by the path of its night', async () => {
    await estate.hold([{ ...first, label: first.date, paths: ['www'] }]);
    for (const index of [1, 0]) await estate.built.trash(index);
    await proveAll(1);
    rot(join(estate.built.path, '.nightkeep/holds/20130228T120000Z-hhhhhh/tree', first.date, 'www/stays.html'));
    expect((await prove(estate, day(9))).bad).toEqual([
      { where: 'hold:20130228T120000Z-hhhhhh', path: `${ROOT}/www/stays.html`, is: 'rotten', at: day(9), copies: [] },
    ]);
  });

  test('one that was lately is not done again, nor one beside another, nor where a night is at work', async () => {
    await prove(estate, day(2));
    await expect(prove(estate, day(3), { since: day(1) })).resolves.toMatchObject({ checked: undefined });
    expect((await listed(estate))?.checked?.at).toBe(day(2));
    const both = await Promise.allSettled([prove(estate, day(4)), prove(estate, day(4))]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    for (const each of both) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'locked' });

    const lock = join(estate.built.path, '.nightkeep/lock');
    fs.mkdirSync(lock);
    const began = fs.readFileSync(`/proc/${process.pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19];
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').split('-')[0];
    const owner = { what: 'run', run: 'x', pid: process.pid, began: `${began}.${boot}`, startedAt: day(1) };
    const line = Object.entries(owner).map(([key, value]) => `\t${key}=${value}`);
    fs.writeFileSync(join(lock, 'owner'), `lock${line.join('')}\n`);
    await expect(prove(estate, day(5))).rejects.toMatchObject({ code: 'locked' });
    // Its owner is dead.
    fs.writeFileSync(join(lock, 'owner'), `lock${line.join('').replace(`pid=${process.pid}`, 'pid=999999')}\n`);
    await expect(prove(estate, day(6))).resolves.toMatchObject({ checked: { at: day(6) } });
  });

  test('killed in the middle, it has noted what it read, and the next one goes on', async () => {
    const killed = await makeEstate(shell, { NIGHTKEEP_TEST_DIE_AT: 'read-one' });
    fs.cpSync(estate.built.path, killed.built.path, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
    await expect(prove(killed, day(1))).rejects.toMatchObject({ code: 'program-failed' });
    const done = fs.readFileSync(proofOf(killed, 'done'), 'latin1');
    expect(done.split('\n').length).toBe(2);
    // Cut off within a line, as when the disk was full.
    fs.appendFileSync(proofOf(killed, 'done'), 'good 2013-03-01T00:00:00Z 0123');
    const after = await makeEstate(shell);
    await fs.promises.rm(after.built.path, { recursive: true });
    fs.renameSync(killed.built.path, after.built.path);
    expect(await prove(after, day(2))).toMatchObject({ checked: { bad: 0 }, bad: [] });
    expect(fs.readFileSync(proofOf(after, 'notes'), 'latin1')).not.toMatch(/ 0123$/m);
    expect(fs.readdirSync(proofOf(after)).sort()).toEqual(['.nightkeep', 'notes', 'state']);
    await killed.remove();
    await after.remove();
  });

  test('it takes no more files and bytes than it may', async () => {
    for (let index = 0; index < 30; index++) await estate.built.write(`${ROOT}/many/${index}`, 'x'.repeat(300_000));
    await estate.built.publish(third);
    expect((await prove(estate, day(1), { files: 7 })).checked?.files).toBeLessThanOrEqual(7);
    const { checked } = await prove(estate, day(2), { files: 60, megabytes: 1 });
    expect(checked?.bytes).toBeLessThanOrEqual(1_400_000);
    expect(checked?.files).toBeGreaterThan(0);
  });

  test('a backupdir of the old script has no night to prove, and nothing is put there', async () => {
    const old = await makeEstate(shell);
    await old.built.write('/a', 'a');
    await old.built.publishOld();
    await expect(prove(old, day(1))).rejects.toMatchObject({ code: 'not-found' });
    expect(fs.readdirSync(old.built.path)).toEqual(['0']);
    await old.remove();
  });
});

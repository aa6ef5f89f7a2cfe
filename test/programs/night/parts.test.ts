import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellOfThisTest, shells } from '../../support/shells.ts';
import { Estate } from './estate.ts';

const customerPatterns = ['-(?<customer>col\\d{5})-DIR'];
const rootOf = (customer: string) => `mnt/10.0.0.1-${customer}-DIR`;
const onDay = (day: number) => {
  const at = new Date(Date.UTC(2026, 1, day, 8));
  return { at, date: at.toISOString().slice(0, 10), customerPatterns };
};

/** One entry over four customers, each with as many files. */
function hosting(shell = shellOfThisTest()) {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  estate.configure(['/mnt']);
  for (const customer of ['col00001', 'col00002', 'col00003', 'col00004']) fill(estate, customer);
  return estate;
}

function fill(estate: Estate, customer: string): void {
  mkdirSync(join(estate.host, rootOf(customer), 'www'), { recursive: true });
  for (let file = 0; file < 10; file++) writeFileSync(join(estate.host, rootOf(customer), 'www', `${file}`), customer);
}

const holds = (estate: Estate) =>
  readdirSync(estate.keep('holds')).map((id) => readFileSync(estate.keep(`holds/${id}/hold`), 'utf8'));

test.each(shells)('a customer who is gone from within an entry is seen, named and held, under $name', async (shell) => {
  const estate = hosting(shell);
  expect((await estate.night(onDay(1))).result?.state).toBe('good');
  renameSync(join(estate.host, rootOf('col00002')), join(estate.host, 'aside'));
  for (const day of [2, 3]) {
    const { result } = await estate.night(onDay(day));
    expect(result).toMatchObject({ state: 'warning', entries: [{ path: '/mnt', state: 'collapsed' }] });
    expect(result?.entries[0]?.message).toBe(
      `customer col00002 in /${rootOf('col00002')}: it is gone, and had 12 files and folders in the last good night; that one is held`,
    );
  }
  // Of just that part, and once.
  expect(holds(estate)).toHaveLength(1);
  expect(holds(estate)[0]).toContain(`\tpath=/${rootOf('col00002')}\n`);
  renameSync(join(estate.host, 'aside'), join(estate.host, rootOf('col00002')));
  expect((await estate.night(onDay(4))).result).toMatchObject({ state: 'good', entries: [{ state: 'good' }] });
});

test('a customer whose files are mostly gone is seen beside three who have all', async () => {
  const estate = hosting();
  await estate.night(onDay(1));
  for (let file = 0; file < 8; file++) execFileSync('rm', [join(estate.host, rootOf('col00003'), 'www', `${file}`)]);
  const { result } = await estate.night(onDay(2));
  expect(result?.entries[0]).toMatchObject({
    state: 'collapsed',
    message: expect.stringContaining(
      'customer col00003 in /mnt/10.0.0.1-col00003-DIR: it has 4 files and folders, and had 12',
    ),
  });
});

const canMount =
  process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test.runIf(canMount)(
  'a disk that is not mounted tonight is a cause of its own, and what holds no files is not walked',
  async () => {
    const estate = hosting();
    const disk = join(estate.host, rootOf('col00004'));
    const mount = (...words: string[]) => {
      execFileSync('mount', words);
      onTestFinished(() => void spawnSync('umount', ['-l', words.at(-1) as string]));
    };
    mount('-t', 'tmpfs', 'none', disk);
    fill(estate, 'col00004');
    mkdirSync(join(estate.host, rootOf('col00001'), 'proc'));
    mount('-t', 'proc', 'proc', join(estate.host, rootOf('col00001'), 'proc'));
    const first = await estate.night(onDay(1));
    expect(first.result).toMatchObject({ state: 'good', entries: [{ files: 49 }] });
    expect(first.events.filter(({ name }) => name === 'note').map(({ fields }) => fields.message)).toEqual([
      `/${rootOf('col00001')}/proc is no file system of files, and is not copied`,
    ]);
    expect(readdirSync(estate.nightFolder(0, rootOf('col00001')))).toEqual(['www']);
    execFileSync('umount', [disk]);
    // What was there before it was mounted over.
    execFileSync('rm', ['-rf', join(disk, 'www')]);
    const second = await estate.night(onDay(2));
    expect(second.result?.entries[0]?.message).toBe(
      `customer col00004 in /${rootOf('col00004')}: it is not mounted tonight, and had 12 files and folders in the last good night; that one is held`,
    );
  },
);

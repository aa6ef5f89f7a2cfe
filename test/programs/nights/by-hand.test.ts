import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { BackupdirBuilder } from '../../support/backupdir.ts';

const guide = fileURLToPath(new URL('../../../docs/operators.md', import.meta.url));
const customer = '/mnt/data1/69.55.238.98-col00214-DIR';

/** The commands of "When Nightkeep is gone", block by block, as they stand there. */
const blocks = [
  ...(readFileSync(guide, 'utf8').split('## When Nightkeep is gone')[1] ?? '').matchAll(/```sh\n(.*?)```/gs),
].map(([, text = '']) => text);

/** A server with four nights of jail15, of which each has what the guide speaks of, and the host's own files. */
async function machines() {
  const server = await BackupdirBuilder.make();
  onTestFinished(() => server.remove());
  for (const day of [22, 23, 24, 25]) {
    await server.write(`${customer}/usr/home/anna/www/index.html`, `the page of ${day} February`);
    await server.write('/etc/passwd', 'root');
    await server.publish({ runId: `2013022${day % 10}T081000Z-abc123`, date: `2013-02-${day}` });
  }
  const [host, bin] = [join(server.folder, 'host'), join(server.folder, 'bin')];
  for (const folder of [join(host, customer), join(host, 'etc'), join(host, 'usr/home'), bin]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(host, 'etc/passwd'), 'root');
  // In place of ssh: what it would run on the host is run here.
  writeFileSync(join(bin, 'ssh'), '#!/bin/sh\nshift\nexec sh -c "$*"\n');
  chmodSync(join(bin, 'ssh'), 0o755);
  const run = (block: string) => {
    const script = block
      .replaceAll('root@backup1:/data/', `${server.folder}/data/`)
      .replaceAll(/(?<![\w.])\/data\//g, `${server.folder}/data/`)
      .replaceAll(`>${customer}`, `>${host}${customer}`)
      .replaceAll(`sum ${customer}`, `sum ${host}${customer}`)
      .replaceAll(' /etc /usr/home ', ` ${host}/etc ${host}/usr/home `);
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    });
    return { status, stdout, stderr };
  };
  return { server, host, run };
}

const [whichNights = '', giveBack = '', keep = '', oneMore = ''] = blocks;

test('the guide’s commands tell which night is of which day', async () => {
  const { run } = await machines();
  expect(run(whichNights).stdout.trim().split('\n')).toEqual([
    '0/.nightkeep-record date=2013-02-25 state=good',
    '1/.nightkeep-record date=2013-02-24 state=good',
    '2/.nightkeep-record date=2013-02-23 state=good',
    '3/.nightkeep-record date=2013-02-22 state=good',
  ]);
});

test('they give a customer their files, proven whole, and write over nothing', async () => {
  const { host, run } = await machines();
  const { status, stdout } = run(giveBack);
  expect(status).toBe(0);
  const [there, here] = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(there).toBe(here);
  const tarball = join(host, customer, 'col00214.tar.gz');
  const page = execFileSync('tar', ['-xzOf', tarball, 'usr/home/anna/www/index.html'], { encoding: 'utf8' });
  expect(page).toBe('the page of 22 February');
  // A second time the name is taken.
  const before = statSync(tarball).mtimeMs;
  expect(run(giveBack).status).not.toBe(0);
  expect(statSync(tarball).mtimeMs).toBe(before);
});

test('they follow no link that a customer made where the tarball is to lie', async () => {
  const { host, run } = await machines();
  const elsewhere = join(host, 'etc/cron.daily');
  symlinkSync(elsewhere, join(host, customer, 'col00214.tar.gz'));
  expect(run(giveBack).status).not.toBe(0);
  expect(existsSync(elsewhere)).toBe(false);
});

test('they keep a night from rotation, at no cost', async () => {
  const { server, run } = await machines();
  expect(run(keep).status).toBe(0);
  const kept = join(server.folder, 'data/kept-col00214-2013-02-23/usr/home/anna/www/index.html');
  const night = join(server.path, '3', customer, 'usr/home/anna/www/index.html');
  expect(statSync(kept).ino).toBe(statSync(night).ino);
});

test('they make a night with rsync alone, and change none that is there', async () => {
  const { server, host, run } = await machines();
  const before = readFileSync(join(server.path, '0/etc/passwd'), 'utf8');
  writeFileSync(join(host, 'etc/passwd'), 'root and anna');
  expect(run(oneMore).status).toBe(0);
  expect(readFileSync(join(server.path, 'by-hand-2013-03-01', host, 'etc/passwd'), 'utf8')).toBe('root and anna');
  expect(readFileSync(join(server.path, '0/etc/passwd'), 'utf8')).toBe(before);
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { GatedEstate } from './gated.ts';

test('a host behind a gate neither changes nor reads what is noted of its files, nor puts notes of its own there', async () => {
  const estate = new GatedEstate(shellOfThisTest());
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/a'), 'good');
  expect(await estate.night()).toMatchObject({ exitCode: 0 });
  mkdirSync(estate.keep('proof'));
  for (const name of ['notes', 'state', 'rehearsed'])
    writeFileSync(estate.keep(`proof/${name}`), `${name} of the server\n`);
  const before = takeManifest(estate.keep('proof'));

  const session = estate.session();
  expect((await session.hear('ready')).at(-1)?.name).toBe('ready');
  const folder = join(estate.folder, `sent-${session.run}`);
  const names = ['proof/notes', '.nightkeep/proof/notes', '.nightkeep/proof/done', '.nightkeep/proof/scratch/x'];
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'good of the host\n');
  }
  estate.send(folder, { run: session.run, kind: 'patch' });
  await session.tell('merge');
  await session.list('leaving', ['.nightkeep/proof/notes', '../proof/state', '../../.nightkeep/proof']);
  await session.publish([{ path: '/mnt/data', state: 'good', added: '1' }]);
  await session.end();
  expect(differences(before, takeManifest(estate.keep('proof')))).toEqual([]);
  expect(readdirSync(estate.keep('proof')).sort()).toEqual(['notes', 'rehearsed', 'state']);
  expect(readFileSync(estate.keep('proof/notes'), 'utf8')).toBe('notes of the server\n');

  for (const [hold, name] of [
    ['../proof', 'notes'],
    ['..', 'proof'],
    ['../../.nightkeep/proof', 'notes'],
  ] as const) {
    const answer = estate.ask([
      ['verb', 'fetch'],
      ['hold', hold],
      ['name', name],
    ]);
    expect(`${answer.stdout}`, hold).not.toContain('of the server');
    expect(`${answer.stdout}`, hold).toMatch(/^error\t/);
  }
});

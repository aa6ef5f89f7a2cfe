import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { GatedEstate, today } from './gated.ts';

test('a host behind a gate neither changes the rule nor lets a night go that it keeps', async () => {
  const estate = new GatedEstate(shellOfThisTest(), { nightsToKeep: 1 });
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/a'), 'good');
  expect(await estate.night()).toMatchObject({ exitCode: 0 });
  const good = estate.runOf(0);
  // Of another week, so that it is the newest of its own.
  writeFileSync(estate.nightFolder(0, '.nightkeep-record'), estate.record(0).replace(today(), today(-8)), 'latin1');
  writeFileSync(estate.keep('longer-rule'), '2 0\n');
  const before = takeManifest(estate.nightFolder(0));

  const claims: Record<string, string>[] = [
    { weeks: '0', months: '0' },
    { date: today(-30), nights: '1' },
    { date: '2099-01-01' },
  ];
  for (const claim of claims) {
    const session = estate.session({ ...claim, rule: '0 0' });
    expect((await session.hear('ready')).at(-1)?.name).toBe('ready');
    const folder = join(estate.folder, `sent-${session.run}`);
    for (const name of [
      'longer-rule',
      '.nightkeep/longer-rule',
      `.nightkeep/longer/${good}/mnt/data/a`,
      `longer/${good}/x`,
    ]) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), '0 0\n');
    }
    estate.send(folder, { run: session.run, kind: 'patch' });
    await session.tell('merge', { weeks: '0', months: '0' });
    await session.list('leaving', [
      './longer-rule',
      `../longer/${good}`,
      `.nightkeep/longer/${good}`,
      '../../longer-rule',
    ]);
    await session.publish([{ path: '/mnt/data', state: 'good', added: '1' }]);
    await session.end();

    const again = estate.session();
    expect((await again.hear('ready')).at(-1)?.name).toBe('ready');
    expect(await again.publish([{ path: '/mnt/data', state: 'good', added: '1' }])).toBeUndefined();
    await again.end();
  }
  expect(readFileSync(estate.keep('longer-rule'), 'utf8')).toBe('2 0\n');
  expect(readdirSync(estate.keep('longer'))).toEqual([good]);
  expect(differences(before, takeManifest(estate.keep(`longer/${good}`)))).toEqual([]);
});

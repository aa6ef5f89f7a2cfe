import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listFiles } from '../../../src-main/programs/nights/list-files.ts';
import { readFileStart } from '../../../src-main/programs/nights/read-file.ts';
import { listHolds } from '../../../src-main/programs/restore/list-holds.ts';
import { packHold } from '../../../src-main/programs/restore/pack.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const ID = '20130228T120000Z-hhhhhh';
const NAME = 'part-0123';

describe.each(shells)('a part of a hold under $name', (shell) => {
  async function held() {
    const estate = await RestoreEstate.make(shell);
    onTestFinished(() => removeTree(estate.built.folder));
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/usr/home/anna/new\nline`, 'odd');
    await estate.built.write(`${ROOT}/etc/x.conf`, 'x');
    symlinkSync('/etc', join(estate.built.source, ROOT, 'usr/away'));
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'second one');
    await estate.built.publish(nights.second);
    await estate.hold([nights.first, nights.second].map((night) => ({ ...night, paths: ['usr'] })));
    return estate;
  }
  const run = (estate: RestoreEstate, parts: { label: string; paths: string[] }[], name = NAME) =>
    runProgram(estate.machines, 'backup1', packHold, {
      backupdir: estate.built.path,
      id: ID,
      name: `${name}.tar.gz`,
      parts,
    });
  const look = (estate: RestoreEstate, runId: string, path: string) =>
    runProgram(estate.machines, 'backup1', listFiles, { backupdir: estate.built.path, runId, path });

  test('is looked at as a night is, and no link leads out of it', async () => {
    const estate = await held();
    const night = `held/${ID}/2013-02-24`;
    expect((await look(estate, night, '/')).map(({ name }) => name)).toEqual(['usr']);
    expect((await look(estate, night, '/usr/home/anna')).map(({ name }) => name)).toEqual(['www', 'new\nline']);
    const file = { backupdir: estate.built.path, runId: night, path: '/usr/home/anna/www/index.html', most: 100 };
    const { content } = await runProgram(estate.machines, 'backup1', readFileStart, file);
    expect(content.toString()).toBe('second one');
    await expect(look(estate, night, '/usr/away')).rejects.toMatchObject({ code: 'unsafe-path' });
    for (const wrong of [
      'held/gone/2013-02-24',
      `held/${ID}/2013-02-23`,
      `held/${ID}`,
      `held/${ID}/../tree`,
      'held//x',
    ])
      await expect(look(estate, wrong, '/usr'), wrong).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is packed alone, once, and is not taken for the whole of it', async () => {
    const estate = await held();
    const parts = [
      { label: '2013-02-22', paths: ['usr/home/anna/new\nline', 'usr/home/anna/www'] },
      { label: '2013-02-24', paths: ['usr/home/anna/www/index.html'] },
    ];
    const packed = await run(estate, parts);
    const folder = join(estate.built.path, '.nightkeep/holds', ID);
    const unpacked = join(estate.built.folder, 'unpacked');
    execFileSync('mkdir', [unpacked]);
    execFileSync('tar', ['-xzf', join(folder, packed.name)], { cwd: unpacked });
    const files = execFileSync('find', ['.', '!', '-type', 'd', '-print0'], { cwd: unpacked }).toString().split('\0');
    expect(files.sort()).toEqual([
      '',
      './2013-02-22/usr/home/anna/new\nline',
      './2013-02-22/usr/home/anna/www/index.html',
      './2013-02-24/usr/home/anna/www/index.html',
    ]);
    expect(readFileSync(join(unpacked, '2013-02-24/usr/home/anna/www/index.html'), 'utf8')).toBe('second one');
    expect(await run(estate, parts)).toEqual(packed);
    const [place] = await runProgram(estate.machines, 'backup1', listHolds, { backupdirs: [estate.built.path] });
    expect(place?.holds[0]?.tarballs).toEqual([]);
    const whole = await estate.pack();
    expect(whole.entries).toBeGreaterThan(packed.entries);
    expect(readdirSync(folder).sort()).toEqual([whole.name, 'hold', packed.name, 'tree'].sort());
  });

  test('that is not there, or lies behind a link, is refused', async () => {
    const estate = await held();
    for (const [paths, code] of [
      [['usr/gone'], 'not-found'],
      [['usr/away/passwd'], 'unsafe-path'],
      [['../../hold'], 'unsafe-path'],
    ] as const)
      await expect(run(estate, [{ label: '2013-02-22', paths: [...paths] }]), paths[0]).rejects.toMatchObject({ code });
    await expect(run(estate, [{ label: '..', paths: ['x'] }])).rejects.toMatchObject({ code: 'bad-input' });
    expect(readdirSync(join(estate.built.path, '.nightkeep/holds', ID)).sort()).toEqual(['hold', 'tree']);
  });
});

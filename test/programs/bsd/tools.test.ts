import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type NamePattern, namePattern } from '../../../src-main/domain/name-pattern.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { diskSpace } from '../../../src-main/programs/fleet/disk-space.ts';
import { probeProgram } from '../../../src-main/programs/host/probe.ts';
import { identityProgram } from '../../../src-main/programs/keeper/identity.ts';
import { listNights } from '../../../src-main/programs/nights/list-nights.ts';
import { searchNights } from '../../../src-main/programs/nights/search.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';
import { DF_IN_RESERVE, putBsdTools } from '../../support/nights/bsd-tools.ts';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A PATH on which FreeBSD's tools come first. */
function bsdPath(df?: string): string {
  const folder = tempFolder();
  const put = (name: string, source: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${source}\n`, { mode: 0o755 });
  putBsdTools(put);
  if (df) put('df', df);
  return `${folder}:${process.env.PATH}`;
}

describe.each(shells)('with FreeBSD’s tools, under $name', ({ argv }) => {
  let built: BackupdirBuilder;
  beforeEach(async () => {
    built = await BackupdirBuilder.make();
  });
  afterEach(() => built.remove());
  const machines = (df?: string) => localMachines({ shell: argv, env: { PATH: bsdPath(df) } });

  test('the tools refuse what FreeBSD’s do', async () => {
    for (const words of [
      "find . -name '*[[:cntrl:]]*'",
      'find . -printf %p',
      'date -d now',
      'sed -i s/a/b/ x',
      'stat -c %i .',
      'cp --archive a b',
      'xargs -r true',
    ]) {
      const { exitCode } = await machines().exec('a', { script: words, stdin: Buffer.alloc(0) });
      expect(exitCode, words).toBe(64);
    }
  });

  test('names are found', async () => {
    await built.write('/jail/Büro\n.txt', 'x');
    await built.write('/jail/plain', 'x');
    await built.publish({ runId: '20130222T081000Z-aaaaaa', date: '2013-02-22' });
    const search = (pattern: string) =>
      runProgram(machines(), 'a', searchNights(namePattern(pattern) as NamePattern), {
        backupdir: built.path,
        roots: ['/jail'],
      });
    expect(await search('BÜRO')).toMatchObject({ matches: [{ path: '/jail/Büro\n.txt' }], gaps: [] });
    expect(await search('PLAIN')).toMatchObject({ matches: [{ path: '/jail/plain' }], gaps: [] });
  });

  test('a disk of which root’s reserve is in use has no room, and is told', async () => {
    expect(await runProgram(machines(DF_IN_RESERVE), 'a', diskSpace, ['/'])).toEqual([
      { dir: '/', freeBytes: 0, totalBytes: 20307196 * 1024 },
    ]);
    const probed = await runProgram(machines(DF_IN_RESERVE), 'a', probeProgram, {
      configPath: join(built.folder, 'backup.config'),
      folder: built.folder,
    });
    expect(probed.freeBytes).toBe(0);
  });

  test('a backupdir is marked, and its nights are listed', async () => {
    await built.write('/jail/plain', 'x');
    await built.publishOld();
    mkdirSync(join(built.path, '.nightkeep'));
    const input = {
      backupdir: built.path,
      host: 'jail15',
      expected: [],
      now: new Date(),
      confirm: { by: 'maria', target: built.path },
    };
    expect(await runProgram(machines(), 'a', identityProgram, input)).toMatchObject({ state: 'own', nights: 1 });
    const [place] = await runProgram(machines(), 'a', listNights, { backupdirs: [built.path] });
    expect(place?.nights).toMatchObject([
      { runId: expect.stringMatching(/^old-\d+-\d+$/), bornAt: expect.any(Number) },
    ]);
  });
});

import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listHolds } from '../../../src-main/programs/restore/list-holds.ts';
import { proveHold } from '../../../src-main/programs/restore/prove-hold.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const ID = '20130228T120000Z-hhhhhh';

describe.each(shells)('proving a hold under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shell);
    await estate.built.write(`${ROOT}/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    execFileSync('mkfifo', [estate.built.inSource(`${ROOT}/www/pipe`).toString()]);
    fs.symlinkSync('nowhere', estate.built.inSource(`${ROOT}/www/link`));
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/www/index.html`, 'second one');
    await estate.built.publish(nights.second);
    await estate.take([nights.first, nights.second].map((night) => ({ ...night, paths: ['odd', 'www'] })));
  });
  afterEach(() => estate.remove());

  const inHold = (path = '') => join(estate.built.path, '.nightkeep/holds', ID, path);
  const prove = (at: string) =>
    runProgram(estate.machines, 'backup1', proveHold, { backupdir: estate.built.path, id: ID, at });
  const recorded = async () => {
    const places = await runProgram(estate.machines, 'backup1', listHolds, { backupdirs: [estate.built.path] });
    return places[0]?.holds[0]?.proven;
  };
  const left = () =>
    fs.readdirSync(join(estate.built.path, '.nightkeep/trash')).filter((name) => name.startsWith('prove'));

  /** As a disk does it: another byte, and nothing that tells of it. */
  function rot(path: string): void {
    const { atime, mtime } = fs.statSync(path);
    const bytes = fs.readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    fs.writeFileSync(path, bytes);
    fs.utimesSync(path, atime, mtime);
  }

  test('what is as it was is noted as proven, and nothing is left of it', async () => {
    expect(await recorded()).toBeUndefined();
    expect(await prove('2013-03-01T00:00:00Z')).toEqual({ files: 8, wrong: 0, names: [] });
    expect(await recorded()).toEqual({ at: '2013-03-01T00:00:00Z', files: 8, wrong: 0 });
    expect(left()).toEqual([]);
  });

  test('a held file that is other bytes by now is found, though its size and time are the same', async () => {
    rot(inHold('tree/2013-02-24/www/index.html'));
    rot(inHold('tree/2013-02-22/odd/new\nline -> \\x'));
    const { wrong, names } = await prove('2013-03-01T00:00:00Z');
    // The odd one is the same file in both nights.
    expect({ wrong, names: names.toSorted() }).toEqual({
      wrong: 3,
      names: ['2013-02-22/odd/new\nline -> \\x', '2013-02-24/odd/new\nline -> \\x', '2013-02-24/www/index.html'],
    });
    expect(await recorded()).toMatchObject({ wrong: 3 });
    expect(left()).toEqual([]);
  });

  test('a tarball that is other bytes by now is found', async () => {
    rot(inHold('col00214-2013-02-22..24.tar.gz'));
    expect(await prove('2013-03-01T00:00:00Z')).toEqual({
      files: 0,
      wrong: 1,
      names: ['col00214-2013-02-22..24.tar.gz'],
    });
    expect(await recorded()).toEqual({ at: '2013-03-01T00:00:00Z', files: 0, wrong: 1 });
  });

  test('without a tarball there is nothing to compare with, and it says so', async () => {
    fs.rmSync(inHold('col00214-2013-02-22..24.tar.gz'));
    await expect(prove('2013-03-01T00:00:00Z')).rejects.toMatchObject({ code: 'not-found' });
    expect(await recorded()).toBeUndefined();
  });
});

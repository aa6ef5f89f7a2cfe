import { linkSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { filesIn } from '../gate/gated.ts';
import { Estate } from './estate.ts';

/** Bytes: as large as ext4 lets a file be. */
const FIFTEEN_TERABYTES = 15e12;

test.each(shells)('a file that is all hole costs no night its time, and is named: under $name', async (shell) => {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  estate.configure(['/mnt/data', '/mnt/other']);
  const inData = (name: string) => join(estate.host, 'mnt/data', name);
  mkdirSync(inData('logs'), { recursive: true });
  mkdirSync(join(estate.host, 'mnt/other'));
  writeFileSync(join(estate.host, 'mnt/other/file'), 'x');
  const [hole, twin] = ['logs/last\\#012 log\n*', 'twin'].map(inData) as [string, string];
  writeFileSync(hole, 'the first user');
  linkSync(hole, twin);
  writeFileSync(inData('logs/beside'), 'x');
  truncateSync(hole, FIFTEEN_TERABYTES);

  for (const night of [1, 2]) {
    writeFileSync(inData('new'), `of night ${night}`);
    const { result, stderr } = await estate.night();
    expect([stderr, result?.state], `night ${night}`).toEqual(['', 'warning']);
    const [data, other] = result?.entries ?? [];
    expect(data?.message).toMatch(
      /mnt\/data\/twin" is left out: it is a sparse file of 15\.0 TB, nearly all of it a hole/,
    );
    expect(data?.message).toContain('log');
    expect(other).toMatchObject({ state: 'good' });
    expect(other?.message).toBeUndefined();
    expect(filesIn(estate.nightFolder(0, 'mnt/data'))).toEqual(['logs', 'new']);
    expect(filesIn(estate.nightFolder(0, 'mnt/data/logs'))).toEqual(['beside']);
  }

  truncateSync(hole, 5);
  expect((await estate.night()).result?.state).toBe('good');
  expect(filesIn(estate.nightFolder(0, 'mnt/data'))).toEqual(['logs', 'new', 'twin']);
  expect(filesIn(estate.nightFolder(0, 'mnt/data/logs'))).toHaveLength(2);
});

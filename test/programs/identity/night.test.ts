import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src-main/programs/wire.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

describe.each(shells)('a night asks whose the backupdir is, under $name', (shell) => {
  let estate: Estate;
  beforeEach(() => {
    estate = new Estate(shell);
    mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
    writeFileSync(join(estate.host, 'mnt/data/file'), 'x');
  });
  afterEach(() => estate.end());
  const markOf = ({ events }: Awaited<ReturnType<Estate['night']>>) =>
    events.find(({ name }) => name === 'session')?.fields.mark ?? '';

  test('and tells the mark, which the next one may be asked for', async () => {
    const first = await estate.night();
    const mark = markOf(first);
    expect(mark).toMatch(/^[0-9a-f]{32}$/);
    expect(await estate.night({ mark })).toMatchObject({ exitCode: 0, stderr: '', result: { state: 'good' } });
    const written = parseEvent(readFileSync(join(estate.backupdir, '.nightkeep/mark')).subarray(0, -1));
    expect(written.fields).toMatchObject({ id: mark, host: 'jail15' });
  });

  test('and writes nothing where that is another host’s', async () => {
    await estate.night({ host: 'jail16' });
    const refused = await estate.night();
    expect(refused.error).toMatchObject({ code: 'needs-confirmation', message: expect.stringContaining('jail16') });
    expect(estate.nights()).toEqual([0]);
  });

  test('and begins no new history on the mount point of a disk that is away', async () => {
    const mark = markOf(await estate.night());
    renameSync(estate.backupdir, `${estate.backupdir}.disk`);
    expect((await estate.night({ mark })).error).toMatchObject({ code: 'needs-confirmation' });
    expect(existsSync(estate.backupdir)).toBe(false);
    mkdirSync(estate.backupdir);
    expect((await estate.night({ mark })).error).toMatchObject({ code: 'needs-confirmation' });
    expect(existsSync(join(estate.backupdir, '.nightkeep'))).toBe(false);
    rmSync(estate.backupdir, { recursive: true });
    renameSync(`${estate.backupdir}.disk`, estate.backupdir);
    expect(await estate.night({ mark })).toMatchObject({ exitCode: 0, result: { state: 'good' } });
  });
});

import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { it } from './estate.ts';

describe('sftp', () => {
  it('lists a directory without following symlinks', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const folder = join(estate.folder, 'listed');
    await mkdir(join(folder, 'sub dir'), { recursive: true });
    await writeFile(join(folder, 'ümlaut\n"x"'), 'twelve bytes', { mode: 0o640 });
    await utimes(join(folder, 'ümlaut\n"x"'), 1_361_491_200, 1_361_491_200);
    await symlink('nowhere', join(folder, 'link'));
    const list = await machines.list('jail15', folder);
    expect(list.map(({ name, type }) => [name, type])).toEqual([
      ['link', 'symlink'],
      ['sub dir', 'directory'],
      ['ümlaut\n"x"', 'file'],
    ]);
    expect(list[2]).toMatchObject({ size: 12, mode: 0o640, mtimeMs: 1_361_491_200_000, uid: process.getuid?.() });
  });

  it('reads files of any size up to the bound', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const file = join(estate.folder, 'file');
    for (const length of [0, 1, 32 * 1024, 100_001]) {
      const content = Buffer.from(Array.from({ length }, (_, i) => (i * 7) % 256));
      await writeFile(file, content);
      expect((await machines.readFile('jail15', file, length)).equals(content)).toBe(true);
      if (length === 0) continue;
      await expect(machines.readFile('jail15', file, length - 1)).rejects.toMatchObject({
        code: 'bad-input',
        message: `jail15: ${file} is larger than ${length - 1} bytes.`,
      });
    }
  });

  it('says what is missing, and what it can not name', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.readFile('jail15', '/nowhere/at all', 10)).rejects.toMatchObject({
      code: 'not-found',
      message: 'jail15: /nowhere/at all is not there.',
    });
    await expect(machines.list('jail15', '/nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(machines.list('jail15', '/caf\udce9')).rejects.toMatchObject({ code: 'bad-input' });
  });
});

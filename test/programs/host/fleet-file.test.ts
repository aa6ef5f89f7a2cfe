import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { readFleetFile, saveFleetFile } from '../../../src-main/programs/repository/fleet-file.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

const path = '/data/scripts/team/fleet.json';

describe.each(shells)('under $name', (shell) => {
  let estate: Estate;
  let file: string;
  beforeEach(() => {
    estate = new Estate(shell);
    mkdirSync(join(estate.host, 'data/scripts'), { recursive: true });
    file = join(estate.host, path);
  });
  afterEach(() => estate.end());

  it('a fleet file is made with its folder, and read byte by byte', async () => {
    expect((await estate.run(readFleetFile, { path })).result).toBeUndefined();
    const bytes = Buffer.from(
      `{ "fleet": "\\\\\t\\n – ${'x'.repeat(16_357)}😀${'\\'.repeat(2000)}${'y'.repeat(130_000)}" }\n`,
    );
    const saved = await estate.run(saveFleetFile, { path, expected: undefined, text: textFromBytes(bytes) });
    expect(saved).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(file)).toEqual(bytes);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o755);
    expect((await estate.run(readFleetFile, { path })).result).toEqual(bytes);
  });

  it('what somebody else saved meanwhile stays', async () => {
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'theirs');
    for (const expected of [undefined, Buffer.from('mine')]) {
      const { error } = await estate.run(saveFleetFile, { path, expected, text: 'new' });
      expect(error?.code).toBe('conflict');
    }
    expect(readFileSync(file, 'utf8')).toBe('theirs');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('what can’t be read or made is told with its path', async () => {
    mkdirSync(file, { recursive: true });
    expect((await estate.run(readFleetFile, { path })).error?.message).toBe(`${path} is not a file`);
    const elsewhere = '/data/loop/fleet.json';
    symlinkSync('loop', join(estate.host, 'data/loop'));
    const { error } = await estate.run(saveFleetFile, { path: elsewhere, expected: undefined, text: 'new' });
    expect(error).toMatchObject({ code: 'permission-denied', message: expect.stringContaining(elsewhere) });
  });
});

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { saveConfigProgram } from '../../../src-main/programs/host/config-file.ts';
import { configHistoryProgram } from '../../../src-main/programs/host/config-history.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

const path = '/usr/local/sbin/backup.config';
const at = '2013-02-28T10:00:00Z';

describe.each(shells)('under $name', (shell) => {
  let estate: Estate;
  let file: string;
  beforeEach(() => {
    estate = new Estate(shell);
    mkdirSync(join(estate.host, 'usr/local/sbin'), { recursive: true });
    file = join(estate.host, path);
  });
  afterEach(() => estate.end());

  const save = (text: string, more: { by?: string; ticket?: string } = {}) =>
    estate.run(saveConfigProgram, {
      path,
      expected: existsSync(file) ? readFileSync(file) : undefined,
      text,
      at,
      by: 'anna@desk7',
      ...more,
    });
  const history = async () => {
    const { result, exitCode, stderr } = await estate.run(configHistoryProgram, { path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return result ?? { kept: [], byHand: false };
  };

  it('each save is kept with who, when and which ticket, byte by byte, and what stood there before the first', async () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, index) => index + 1));
    writeFileSync(file, bytes);
    const by = "o'neil \\ $(id)\n\ttab";
    expect(await save('one\n', { by, ticket: '#48213' })).toMatchObject({ exitCode: 0, stderr: '' });
    await save('two\\n\n\n');
    const { kept, byHand } = await history();
    expect(byHand).toBe(false);
    expect(kept).toEqual([
      { number: '100003', how: 'saved', at, by: 'anna@desk7', ticket: undefined, text: 'two\\n\n\n' },
      { number: '100002', how: 'saved', at, by, ticket: '#48213', text: 'one\n' },
      {
        number: '100001',
        how: 'found',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        by: undefined,
        ticket: undefined,
        text: textFromBytes(bytes),
      },
    ]);
    expect(statSync(`${file}.history`).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(`${file}.history`))
      expect(statSync(join(`${file}.history`, name)).mode & 0o777, name).toBe(0o600);
  });

  it('what was changed by hand is told, before the next save and after it', async () => {
    expect(await history()).toEqual({ kept: [], byHand: false });
    await save('one\n');
    expect(await history()).toMatchObject({ byHand: false, kept: [{ how: 'saved', text: 'one\n' }] });
    writeFileSync(file, 'by hand\n');
    expect(await history()).toMatchObject({ byHand: true, kept: [{ text: 'one\n' }] });
    await save('two\n');
    expect(await history()).toMatchObject({
      byHand: false,
      kept: [
        { how: 'saved', text: 'two\n' },
        { how: 'found', text: 'by hand\n' },
        { how: 'saved', text: 'one\n' },
      ],
    });
    rmSync(file);
    expect((await history()).byHand).toBe(true);
  });

  it('a save of what is there already, or one that is refused, is none', async () => {
    await save('one\n');
    await save('one\n');
    const refused = await estate.run(saveConfigProgram, { path, expected: Buffer.from('other'), text: 'two', at });
    expect(refused.error?.code).toBe('conflict');
    expect((await history()).kept.map(({ text }) => text)).toEqual(['one\n']);
    expect(readdirSync(`${file}.history`).sort()).toEqual(['100001.record', '100001.text']);
  });

  it('fifty are kept', async () => {
    mkdirSync(`${file}.history`);
    for (let number = 100_008; number < 100_060; number++) {
      writeFileSync(join(`${file}.history`, `${number}.text`), `${number}\n`);
      writeFileSync(join(`${file}.history`, `${number}.record`), `record\thow=saved\tat=${at}\tby=tom\n`);
    }
    writeFileSync(file, '100059\n');
    await save('new\n');
    const { kept } = await history();
    expect(kept).toHaveLength(50);
    expect(kept[0]).toMatchObject({ number: '100060', text: 'new\n' });
    expect(kept.at(-1)).toMatchObject({ number: '100011', text: '100011\n' });
    expect(readdirSync(`${file}.history`)).toHaveLength(100);
  });

  it('a link in the place of the history is not followed, and nothing is saved then', async () => {
    mkdirSync(join(estate.host, 'elsewhere'));
    symlinkSync('../../../elsewhere', `${file}.history`);
    writeFileSync(file, 'one\n');
    expect((await save('two\n')).error?.code).toBe('permission-denied');
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    expect(readdirSync(join(estate.host, 'elsewhere'))).toEqual([]);
  });

  it('what is not whole there is told as far as it goes', async () => {
    await save('one\n');
    writeFileSync(join(`${file}.history`, '100002.record'), 'error\tcode=not-found\nmore\n');
    writeFileSync(join(`${file}.history`, '100002.text'), 'two\n');
    writeFileSync(join(`${file}.history`, '100003.text.new'), 'half');
    writeFileSync(join(`${file}.history`, '100004.text'), 'x'.repeat(3 * 1024 * 1024));
    writeFileSync(
      join(`${file}.history`, '100004.record'),
      `record\thow=saved\tat=yesterday\tby=${'b'.repeat(9000)}\n`,
    );
    const { kept, byHand } = await history();
    expect(byHand).toBe(true);
    expect(kept).toEqual([
      { number: '100004', how: 'saved', by: 'b'.repeat(255) },
      { number: '100002', how: 'found', text: 'two\n' },
      { number: '100001', how: 'saved', at, by: 'anna@desk7', text: 'one\n' },
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromText } from '../../../src-main/domain/bytes.ts';
import { copyableEntries, parseConfig } from '../../../src-main/domain/config.ts';
import config from '../../../src-main/programs/night/config.sh?raw';
import { compose } from '../../../src-main/programs/program.ts';
import { parseEvent } from '../../../src-main/programs/wire.ts';
import { absentShells, everyShell, type Shell } from '../../support/shells.ts';
import { configCases } from './config-cases.ts';

const driver = compose(
  config,
  `nk_config_entry() {
    if nk_why_not_a_path "$2"; then nk_emit entry line "$1" path "$2"; else nk_emit entry line "$1" path "$2" copyable 1; fi
  }
  for nk_file; do
    nk_emit file
    nk_read_config "$nk_file"
    nk_emit read backupdir "$nk_backupdir" server "$nk_server"
  done`,
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nk-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readBySh(shell: Shell, texts: string[]) {
  const script = join(folder, 'driver.sh');
  writeFileSync(script, driver);
  const files = texts.map((text, index) => {
    const file = join(folder, `${index}.config`);
    writeFileSync(file, bytesFromText(text));
    return file;
  });
  const [program, ...words] = shell.argv;
  const { stdout, stderr } = spawnSync(program, [...words, script, ...files], { maxBuffer: 1e8 });
  expect(stderr.toString()).toBe('');
  const results: {
    backupdir?: string;
    server?: string;
    entries: { line: number; path: string }[];
    copyable: string[];
  }[] = [];
  for (const line of stdout.toString('latin1').split('\n').slice(0, -1)) {
    const { name, fields } = parseEvent(Buffer.from(line, 'latin1'));
    if (name === 'file') results.push({ entries: [], copyable: [] });
    const last = results.at(-1);
    if (name === 'entry') last?.entries.push({ line: Number(fields.line), path: fields.path ?? '' });
    if (name === 'entry' && fields.copyable) last?.copyable.push(fields.path ?? '');
    if (name === 'read' && last)
      Object.assign(last, { backupdir: fields.backupdir || undefined, server: fields.server || undefined });
  }
  return results;
}

const fragments = fc.constantFrom(
  'backupdir=',
  'server=',
  'export ',
  '## ENTRY ',
  '##',
  'ENTRY',
  '/a',
  '/',
  '//',
  '.',
  '..',
  ' ',
  '\t',
  '\r',
  '\n',
  '\n',
  "'",
  '"',
  '#',
  '$x',
  '`',
  '\\',
  's',
  ';',
  '*',
  '~',
  '=',
  '\u00E9',
  '\uDCFE',
  '\0',
  '-',
);
const anyText = fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join(''));

describe.each(everyShell)('backup.config under $name', (shell) => {
  it('reads lines of blanks and slashes without taking the square of their length', () => {
    const many = 300_000;
    const text = `## ENTRY ${' '.repeat(many)}/a${'\t '.repeat(many)}\n## ENTRY ${'/'.repeat(many)}b/\n`;
    expect(readBySh(shell, [text])[0]?.copyable).toEqual(['/a', '/b']);
  });

  it('reads the table of cases as the app does', () => {
    const results = readBySh(
      shell,
      configCases.map(({ text }) => text),
    );
    configCases.forEach(({ name, backupdir, server, entries = [] }, index) => {
      expect({ name, ...results[index] }).toMatchObject({
        name,
        entries: entries.map(([line, path]) => ({ line, path })),
      });
      expect([name, results[index]?.backupdir, results[index]?.server]).toEqual([name, backupdir, server]);
    });
  });

  it('reads whatever else as the app does', () => {
    const texts = fc.sample(anyText, 400);
    const results = readBySh(shell, texts);
    texts.forEach((text, index) => {
      const { backupdir, server, entries } = parseConfig(text);
      const copyable = new Set(copyableEntries(entries).map(({ path }) => path));
      expect({ text, ...results[index], copyable: new Set(results[index]?.copyable) }).toEqual({
        text,
        backupdir,
        server,
        entries,
        copyable,
      });
    });
  });
});

it.skipIf(absentShells.length === 0)(`could not be tried here: ${absentShells.join(', ')}`, (context) =>
  context.skip(),
);

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rememberedMarkSource } from '../../../src-main/programs/keeper/identity.ts';
import { compose } from '../../../src-main/programs/program.ts';
import events from '../../../src-main/programs/shared/events.sh?raw';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test.each(shells)('a host remembers the mark of the place that its config names: under $name', ({ argv }) => {
  const folder = tempFolder();
  const file = join(folder, 'mark of the server');
  const [shell, ...words] = argv;
  const sh = (commands: string, ...args: string[]) =>
    execFileSync(shell, [
      ...words,
      '-c',
      `${compose(events, rememberedMarkSource)}\n${commands}`,
      'sh',
      ...args,
    ]).toString();
  const remember = (...args: string[]) => sh('nk_remember_mark "$@"', ...args);
  const recall = (...args: string[]) => sh('nk_recall_mark "$@"; printf %s "$nk_expected_mark"', ...args);

  expect(recall(file, 'vault3', '/data/x')).toBe('');
  remember(file, 'vault3', '/data/tab\tand\nline', 'abc123');
  expect(recall(file, 'vault3', '/data/tab\tand\nline')).toBe('abc123');
  expect(recall(file, 'vault4', '/data/tab\tand\nline')).toBe('');
  expect(recall(file, 'vault3', '/data')).toBe('');
  remember(file, 'vault3', '/data', 'def456');
  expect(recall(file, 'vault3', '/data')).toBe('def456');
  remember(file, 'vault3', '/data', '');
  expect(recall(file, 'vault3', '/data')).toBe('def456');

  writeFileSync(file, 'mark\tid=$(touch pwned)\tserver=vault3\tbackupdir=/data\n');
  expect(recall(file, 'vault3', '/data')).toBe('');
  // Where nothing can be written, nothing is remembered, and nothing fails.
  mkdirSync(join(folder, 'taken.new/x'), { recursive: true });
  remember(join(folder, 'nowhere/mark'), 'vault3', '/data', 'abc');
  remember('', 'vault3', '/data', 'abc');
  expect(recall('', 'vault3', '/data')).toBe('');
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
});

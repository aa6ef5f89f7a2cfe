import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runMain } from '../../support/run-main.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('the main process starts, serves its page, answers a call and ends cleanly', async () => {
  const home = tempFolder();
  const { code, err, events, told } = await runMain(home);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(events).toEqual(['path', 'sandbox', 'schemes', 'page', 'answer', 'refused', 'ended']);
  expect(told.path).toEqual({ name: 'userData', path: join(home, 'electron') });
  expect(told.page).toBe('app://nightkeep/index.html');
  expect(told.answer).toMatchObject({ result: { shell: 'electron', home } });
  expect(told.refused).toMatchObject({ error: { code: 'permission-denied' } });
  expect(existsSync(join(home, 'history.sqlite'))).toBe(true);
});

test('a history of a newer version is told of in a window, and the app ends', async () => {
  const home = tempFolder();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(home, 'history.sqlite'));
  database.exec(
    "CREATE TABLE migrations (version INTEGER, name TEXT, applied_at TEXT); INSERT INTO migrations VALUES (999, '', '')",
  );
  database.close();
  const { code, told } = await runMain(home);
  expect(code).toBe(1);
  expect(told.error).toMatchObject({ text: expect.stringContaining('newer Nightkeep') });
});

test('a settings file that is broken keeps nothing from starting: the page tells of it', async () => {
  const home = tempFolder();
  writeFileSync(join(home, 'config.json'), '{');
  const { code, events } = await runMain(home);
  expect({ code, events: events.slice(-3) }).toEqual({ code: 0, events: ['answer', 'refused', 'ended'] });
});

test('the data folder is found as the command line has it too, and a link opens its page', async () => {
  const home = tempFolder();
  const main = fileURLToPath(new URL('../../../src-main/shells/electron/main.ts', import.meta.url));
  const { code, told } = await runMain(home, main, ['--home', home, 'nightkeep://customer/col00214']);
  expect(code).toBe(0);
  expect(told.answer).toMatchObject({ result: { home } });
  expect(told.page).toBe('app://nightkeep/index.html#/customers/col00214');
});

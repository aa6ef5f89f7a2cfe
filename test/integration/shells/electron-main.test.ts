import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Runs the main process of the sources over a stand-in of electron; gives what it told it, in order. */
async function runMain(home: string) {
  const args = ['--import', at('build/raw-imports.mjs'), '--import', at('test/support/electron-stand-in.mjs')];
  const child = spawn(process.execPath, [...args, at('src-main/shells/electron/main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, STAND_IN_HOME: home },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const told = out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line): { event: string; value: unknown } => JSON.parse(line));
  return {
    code,
    err,
    events: told.map(({ event }) => event),
    told: Object.fromEntries(told.map(({ event, value }) => [event, value])),
  };
}

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

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openInElectron } from '../../support/fleet/shown-app.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** In place of Electron: writes down what it was called with, and goes on as told. */
function standIn(folder: string, then: string): string {
  const program = join(folder, 'electron');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/called\n${then}\n`);
  chmodSync(program, 0o755);
  return program;
}

test('Electron gets the checkout and the fleet’s data folder; its end ends the demo', async () => {
  const folder = tempFolder();
  const app = openInElectron(standIn(folder, 'exit 3'), '/home of a fleet');
  expect(await app.ended).toBe(3);
  const [checkout = '', home] = readFileSync(join(folder, 'called'), 'utf8').split('\n');
  expect(JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))).toMatchObject({ name: 'nightkeep' });
  expect(home).toBe('--home=/home of a fleet');
});

test('the end of the demo ends Electron', async () => {
  const folder = tempFolder();
  const app = openInElectron(standIn(folder, 'exec sleep 60'), '/fleet');
  await expect.poll(() => existsSync(join(folder, 'called'))).toBe(true);
  await app.end();
  expect(await app.ended).toBe(1);
  await app.end();
});

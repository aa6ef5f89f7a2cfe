import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openSettings, type Settings } from '../../../../src-main/ports.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

let openElectronSettings: (home: string) => Settings;

// The real electron-store, over an electron that is not there: loading the module would download the binary.
beforeAll(async () => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: 'data:text/javascript,export default {}', shortCircuit: true }
        : next(specifier, context),
  });
  ({ openElectronSettings } = await import('../../../../src-main/shells/electron/store.ts'));
  hooks.deregister();
});

test('the desktop app and the command line have the same file', () => {
  const home = tempFolder();
  openElectronSettings(home).saveFleet({ timeZone: 'Europe/Vienna' });
  expect(openSettings(home).fleet().timeZone).toBe('Europe/Vienna');
  openSettings(home).saveFleet({ timeZone: 'UTC' });
  expect(openElectronSettings(home).fleet().timeZone).toBe('UTC');
  expect(statSync(join(home, 'config.json')).mode & 0o777).toBe(0o600);
});

test('a broken file is told of and never written over', () => {
  const home = tempFolder();
  const file = join(home, 'config.json');
  writeFileSync(file, '{ broken');
  const settings = openElectronSettings(home);
  for (const use of [() => settings.fleet(), () => settings.saveFleet({}), () => settings.write('window', {})]) {
    expect(use).toThrow(expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(file) }));
  }
  expect(readFileSync(file, 'utf8')).toBe('{ broken');
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAtLogin } from '../../../../src-main/shells/electron/login.ts';
import { electronDouble } from '../../../support/electron-double.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

function parts(platform: NodeJS.Platform, program: string) {
  const electron = electronDouble();
  const configFolder = tempFolder();
  const login = startAtLogin({ app: electron.module.app, platform, program, configFolder });
  return { electron, login, file: join(configFolder, 'autostart', 'nightkeep.desktop') };
}

test('on Linux an entry among what the desktop starts, without a window', () => {
  const { login, file } = parts('linux', '/opt/my "apps"/100%/Nightkeep.AppImage');
  expect(login.isOn()).toBe(false);
  login.set(true);
  expect(login.isOn()).toBe(true);
  const [exec] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Exec='));
  expect(exec).toBe('Exec="/opt/my \\\\"apps\\\\"/100%%/Nightkeep.AppImage" --hidden');
  login.set(false);
  expect(existsSync(file)).toBe(false);
  login.set(false);
});

test('on Windows by the system, without a window', () => {
  const { login, electron } = parts('win32', 'C:\\Nightkeep\\Nightkeep.exe');
  login.set(true);
  expect(electron.login).toEqual({ path: 'C:\\Nightkeep\\Nightkeep.exe', args: ['--hidden'], openAtLogin: true });
  expect(login.isOn()).toBe(true);
});

test('on macOS by the system, which tells the app itself', () => {
  const { login, electron } = parts('darwin', '/Applications/Nightkeep.app/Contents/MacOS/Nightkeep');
  login.set(true);
  expect(electron.login).toEqual({ openAtLogin: true });
});

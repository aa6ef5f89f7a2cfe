import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  electronDouble,
  FakeContents,
  FakeImage,
  FakeMenu,
  FakeNotification,
  FakeTray,
  FakeWindow,
} from '../../../support/electron-double.ts';
import { electronTypes } from '../../../support/electron-types.ts';

const declared = electronTypes();

/** What a double has beside what it stands in for: to look at what happened, and to make something happen. */
const own: Record<string, readonly string[]> = {
  WebContents: ['wasPrevented', 'openHandler'],
  Menu: ['entry', 'press', 'onPopup'],
};

/** The methods of an object, down to EventEmitter's. */
function methodsOf(object: object): Map<string, (...args: unknown[]) => unknown> {
  const found = new Map<string, (...args: unknown[]) => unknown>();
  const stops: unknown[] = [Object.prototype, EventEmitter.prototype, Function.prototype];
  for (let at: object | null = object; at && !stops.includes(at); at = Object.getPrototypeOf(at)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function' && name !== 'constructor' && !name.startsWith('_')) found.set(name, value);
    }
  }
  return found;
}

/** What the double has that Electron's types don't, or that takes more arguments than they say. */
function problemsOf(type: string, object: object): string[] {
  const { members } = declared(type);
  return [...methodsOf(object)]
    .filter(([name]) => !own[type]?.includes(name))
    .flatMap(([name, { length }]) => {
      if (!members.has(name)) return [`${type} has no ${name}`];
      const most = members.get(name);
      return most === undefined || length > most
        ? [`${type}.${name} takes ${most ?? 'nothing, being a property'}, not ${length}`]
        : [];
    });
}

const { module } = electronDouble();
const doubles: [string, object][] = [
  ['App', module.app],
  ['Dialog', module.dialog],
  ['IpcMain', module.ipcMain],
  ['PowerMonitor', module.powerMonitor],
  ['Protocol', module.protocol],
  ['Screen', module.screen],
  ['Session', module.session.defaultSession],
  ['Shell', module.shell],
  ['WebContents', new FakeContents()],
  ['BrowserWindow', new FakeWindow({})],
  ['Tray', new FakeTray(new FakeImage())],
  ['Menu', new FakeMenu([])],
  ['Notification', new FakeNotification({ title: '', body: '' })],
  ['NativeImage', new FakeImage()],
];

describe('the double of electron', () => {
  test.each(doubles)('%s has no member that the real one lacks', (type, object) => {
    expect(problemsOf(type, object)).toEqual([]);
  });

  test('of what is called on the classes themselves, too', () => {
    expect(problemsOf('Menu', module.Menu)).toEqual([]);
    expect(problemsOf('NativeImage', module.nativeImage)).toEqual([]);
  });

  test.each([
    ['a member that is not there', 'Tray', { setTooltip: () => {} }, 'Tray has no setTooltip'],
    ['one with too many arguments', 'App', { quit: (_now: boolean) => {} }, 'App.quit takes 0, not 1'],
    ['a property taken for a function', 'App', { isPackaged: () => true }, 'App.isPackaged takes nothing'],
  ])('%s is found', (_, type, object, problem) => {
    expect(problemsOf(type, object)).toEqual([expect.stringContaining(problem)]);
  });
});

test('every event that the shell listens to is one of the object it listens on', () => {
  const folder = fileURLToPath(new URL('../../../../src-main/shells/electron', import.meta.url));
  const typeOf: Record<string, string> = {
    app: 'App',
    contents: 'WebContents',
    webContents: 'WebContents',
    made: 'BrowserWindow',
    tray: 'Tray',
    notification: 'Notification',
    monitor: 'PowerMonitor',
    ipcRenderer: 'IpcRenderer',
  };
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const listened = sources.flatMap((text) => [...text.matchAll(/(\w+)\.(?:on|once)\('([\w-]+)'/g)]);
  const known = listened.filter(([, object = '']) => object !== 'updater');
  expect(known.length).toBeGreaterThan(15);
  for (const [, object = '', event = ''] of known) {
    const type = typeOf[object];
    expect(type, `what is ${object}?`).toBeDefined();
    expect(declared(type as string).events, `${type} knows no ${event}`).toContain(event);
  }
});

describe('what Electron refuses', () => {
  test('windows, trays, notices and screens before the app is ready', () => {
    const { module: early } = electronDouble();
    expect(() => new early.BrowserWindow({})).toThrow('before the app is ready');
    expect(() => new early.Notification()).toThrow('before the app is ready');
    expect(() => early.screen.getAllDisplays()).toThrow('before the app is ready');
  });

  test('schemes and the sandbox once it is', () => {
    const { module: late, become } = electronDouble();
    become.ready();
    expect(() => late.protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready');
    expect(() => late.app.enableSandbox()).toThrow('before app is ready');
  });

  test('a value that can’t be cloned, on its way to a page or from one', async () => {
    expect(() => new FakeContents().send('channel', { run: () => {} })).toThrow(/could not be cloned/);
    const { module: main, invokes } = electronDouble();
    main.ipcMain.handle('channel', () => ({ later: () => {} }));
    await expect(invokes.get('channel')?.({} as never)).rejects.toThrow(/could not be cloned/);
    expect(() => main.ipcMain.handle('channel', () => {})).toThrow('second handler');
  });

  test('a window that is gone', () => {
    const window = new FakeWindow({});
    window.close();
    expect(() => window.show()).toThrow('destroyed');
    expect(() => window.webContents.send('channel')).toThrow('destroyed');
  });
});

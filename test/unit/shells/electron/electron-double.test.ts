import type { App, BrowserWindow, Notification, PowerMonitor, Protocol, Session, Tray, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { electronDouble, FakeContents, type FakeImage, FakeWindow } from '../../../support/electron-double.ts';
import type {
  AppEvents,
  ContentsEvents,
  NotificationEvents,
  PowerEvents,
  TrayEvents,
  WindowEvents,
} from '../../../support/electron-events.ts';
import type { Held } from '../../../support/electron-held.ts';

/*
 * The compiler holds the double to Electron's types, where the double is written: test/support/electron-held.ts. What
 * follows is never run. Each line after an expected error would be one of the double's if nothing were compared; the
 * compiler refuses an expectation that nothing comes of.
 */
void (() => {
  // @ts-expect-error: a member that is not there
  ({}) as Held<Pick<Tray, 'setTooltip'>>;
  // @ts-expect-error: one that the double lacks
  ({}) satisfies Held<Pick<Tray, 'setToolTip'>>;
  // @ts-expect-error: an argument of another type
  ({ setToolTip: (_text: number) => {} }) satisfies Held<Pick<Tray, 'setToolTip'>>;
  // @ts-expect-error: an argument of fewer values than the real one takes
  ({ setOverlayIcon: (_icon: FakeImage, _text: string) => {} }) satisfies Held<Pick<BrowserWindow, 'setOverlayIcon'>>;
  // @ts-expect-error: one argument too many
  ({ quit: (_now: boolean) => {} }) satisfies Held<Pick<App, 'quit'>>;
  // @ts-expect-error: a property taken for a function
  ({ isPackaged: () => true }) satisfies Held<Pick<App, 'isPackaged'>>;
  // @ts-expect-error: an answer of another type
  ({ requestSingleInstanceLock: () => 'yes' }) satisfies Held<Pick<App, 'requestSingleInstanceLock'>>;
  // @ts-expect-error: an answer at once that comes later
  ({ whenReady: () => {} }) satisfies Held<Pick<App, 'whenReady'>>;
  // @ts-expect-error: an answer without one of its fields
  ({ getLoginItemSettings: () => ({ openAtLogin: true }) }) satisfies Held<Pick<App, 'getLoginItemSettings'>>;
  // @ts-expect-error: a handler that is promised other arguments than the real one gives
  ({ setPermissionCheckHandler: (_ask: (permission: string) => boolean) => {} }) satisfies Held<
    Pick<Session, 'setPermissionCheckHandler'>
  >;
  // @ts-expect-error: a handler that may answer what the real one does not take
  ({ handle: (_scheme: string, _answer: () => string) => {} }) satisfies Held<Pick<Protocol, 'handle'>>;
  // @ts-expect-error: a double that stands in for another class
  ({ setContextMenu: (_menu: FakeImage | null) => {} }) satisfies Held<Pick<Tray, 'setContextMenu'>>;
});

/** What a listener of Electron's is told, where its own contents stand for the double's. */
const told =
  <Args extends unknown[]>() =>
  (..._args: { [Index in keyof Args]: Args[Index] extends FakeContents ? WebContents : Args[Index] }) => {};

/* The same of the events that the doubles emit: each is one of the real ones, and tells no more than they do. */
void ((app: App, window: BrowserWindow, contents: WebContents) => {
  ({
    'web-contents-created': app.on('web-contents-created', told<AppEvents['web-contents-created']>()),
    'before-quit': app.on('before-quit', told<AppEvents['before-quit']>()),
    'open-url': app.on('open-url', told<AppEvents['open-url']>()),
    'second-instance': app.on('second-instance', told<AppEvents['second-instance']>()),
    activate: app.on('activate', told<AppEvents['activate']>()),
    'window-all-closed': app.on('window-all-closed', told<AppEvents['window-all-closed']>()),
  }) satisfies Record<keyof AppEvents, unknown>;
  ({
    'ready-to-show': window.once('ready-to-show', told<WindowEvents['ready-to-show']>()),
    close: window.on('close', told<WindowEvents['close']>()),
  }) satisfies Record<keyof WindowEvents, unknown>;
  ({
    'did-finish-load': contents.on('did-finish-load', told<ContentsEvents['did-finish-load']>()),
    'zoom-changed': contents.on('zoom-changed', told<ContentsEvents['zoom-changed']>()),
    'context-menu': contents.on('context-menu', told<ContentsEvents['context-menu']>()),
    'will-navigate': contents.on('will-navigate', told<ContentsEvents['will-navigate']>()),
    'will-redirect': contents.on('will-redirect', told<ContentsEvents['will-redirect']>()),
    'will-frame-navigate': contents.on('will-frame-navigate', told<ContentsEvents['will-frame-navigate']>()),
    'will-attach-webview': contents.on('will-attach-webview', told<ContentsEvents['will-attach-webview']>()),
  }) satisfies Record<keyof ContentsEvents, unknown>;
  // @ts-expect-error: an event that is not there
  app.on('open-uri', told<AppEvents['open-url']>());
  // @ts-expect-error: one of another object
  window.on('did-finish-load', told<[]>());
  // @ts-expect-error: it tells something else
  app.on('open-url', told<[event: object, url: number]>());
  // @ts-expect-error: it tells less
  app.on('open-url', told<[event: object, url: string, more: string]>());
});

void ((tray: Tray, notice: Notification, power: PowerMonitor) => {
  ({ click: tray.on('click', told<TrayEvents['click']>()) }) satisfies Record<keyof TrayEvents, unknown>;
  ({
    click: notice.on('click', told<NotificationEvents['click']>()),
    close: notice.on('close', told<NotificationEvents['close']>()),
  }) satisfies Record<keyof NotificationEvents, unknown>;
  ({
    suspend: power.on('suspend', told<PowerEvents['suspend']>()),
    resume: power.on('resume', told<PowerEvents['resume']>()),
  }) satisfies Record<keyof PowerEvents, unknown>;
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

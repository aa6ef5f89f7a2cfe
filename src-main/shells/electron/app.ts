import type { BrowserWindow, Tray } from 'electron';
import type { Core } from '../../core.ts';
import type { Settings } from '../../ports.ts';
import { answerCalls, forwardEvents } from './ipc.ts';
import { applicationMenu } from './menu.ts';
import { notifyOfFailures } from './notifications.ts';
import { START_PAGE } from './origin.ts';
import { confineAll, denyPermissions } from './policy.ts';
import { declareScheme, serveScheme } from './protocol.ts';
import { quitCleanly } from './quit.ts';
import { keepTray, trayMenu } from './tray.ts';
import { trayIcon } from './tray-icon.ts';
import { windowOptions } from './window.ts';

export type ElectronModule = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeImage'
  | 'Notification'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>;

export interface AppParts {
  /** The folder of the built renderer. */
  renderer: string;
  /** The built preload file. */
  preload: string;
  platform: NodeJS.Platform;
  /** Called once the app is ready and this is the only one on the data folder. */
  start: () => { core: Core; settings: Settings };
}

/**
 * Runs the app: one process, one window, a tray that stays when the window is closed, so that nights are watched and jobs
 * go on. Called before Electron is ready; all that has to be said before is said here first.
 */
export async function runApp(electron: ElectronModule, parts: AppParts): Promise<void> {
  const { app, protocol, session, shell } = electron;
  // Checklist 4, "Enable process sandboxing": for every renderer, whatever its options.
  app.enableSandbox();
  declareScheme(protocol);
  // Two on one data folder would tell each failure twice.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  confineAll(app, (address) => void shell.openExternal(address));
  await app.whenReady();

  denyPermissions(session.defaultSession);
  serveScheme(protocol, parts.renderer);
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(applicationMenu(parts.platform)));
  const { core, settings } = parts.start();
  answerCalls(electron.ipcMain, core);
  showApp(electron, parts, core, settings);
}

/** The window, the tray and the notifications, all over one core. */
function showApp(electron: ElectronModule, parts: AppParts, core: Core, settings: Settings): void {
  const { app } = electron;
  let window: BrowserWindow | undefined;
  const open = () => {
    if (window && !window.isDestroyed()) focus(window);
    else window = openWindow(electron, parts, settings);
  };

  const tray: Tray = new electron.Tray(electron.nativeImage.createFromDataURL(trayIcon));
  tray.setContextMenu(electron.Menu.buildFromTemplate(trayMenu(open, () => app.quit())));
  const ends = [
    forwardEvents(core, () => (window && !window.isDestroyed() ? [window.webContents] : [])),
    keepTray({ core, tray, openApp: open }),
    notifyOfFailures({
      core,
      openApp: open,
      show(notice, onClick) {
        const notification = new electron.Notification(notice);
        notification.on('click', onClick);
        notification.show();
      },
    }),
  ];

  app.on('second-instance', open);
  app.on('activate', open);
  // The tray keeps the app: work that was started goes on, and new failures are told.
  app.on('window-all-closed', () => {});
  quitCleanly({
    app,
    core,
    confirm: (running) => confirmQuitting(electron, running),
    release: () => {
      for (const end of ends) end();
      tray.destroy();
    },
  });
  open();
}

function openWindow(
  { app, BrowserWindow, screen }: ElectronModule,
  parts: AppParts,
  settings: Settings,
): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const saved = readQuietly(() => settings.read('window'));
  const window = new BrowserWindow(
    windowOptions({ preload: parts.preload, isPackaged: app.isPackaged, saved, screens }),
  );
  window.once('ready-to-show', () => window.show());
  // A settings file that is broken is told of by the page; where the window was is not worth an error of its own.
  window.on('close', () => readQuietly(() => settings.write('window', window.getNormalBounds())));
  void window.loadURL(START_PAGE);
  return window;
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function confirmQuitting({ dialog }: ElectronModule, running: readonly string[]): boolean {
  const buttons = ['Go on', 'Quit and cancel'];
  const chosen = dialog.showMessageBoxSync({
    type: 'warning',
    message: 'Something is still running.',
    detail: running.join('\n'),
    buttons,
    defaultId: 0,
    cancelId: 0,
  });
  return chosen === 1;
}

function readQuietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

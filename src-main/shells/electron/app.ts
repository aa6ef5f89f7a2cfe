import type { NativeImage } from 'electron';
import type { Core } from '../../core.ts';
import type { Power, Settings } from '../../ports.ts';
import { createAppWindow } from './app-window.ts';
import type { ElectronModule } from './electron-module.ts';
import { answerCalls, forwardEvents } from './ipc.ts';
import { addressOfLink, LINK_SCHEME, linkIn } from './links.ts';
import { isHiddenStart, type StartAtLogin } from './login.ts';
import { applicationMenu } from './menu.ts';
import { showNotices } from './notifications.ts';
import { confineAll, denyPermissions, externalHosts } from './policy.ts';
import { powerOf } from './power.ts';
import { declareScheme, serveScheme } from './protocol.ts';
import { quitCleanly } from './quit.ts';
import { keepTaskbar } from './taskbar.ts';
import { keepTray } from './tray.ts';
import { trayIcons } from './tray-icons.ts';
import type { UpdateDeps } from './updates.ts';

export interface AppParts {
  /** The folder of the built renderer. */
  renderer: string;
  /** The built preload file. */
  preload: string;
  platform: NodeJS.Platform;
  /** What the app was started with. */
  args: readonly string[];
  /** Called once the app is ready and this is the only one on the data folder. */
  start: (power: Power) => { core: Core; settings: Settings };
  /** Undefined where the app is not installed. */
  login?: StartAtLogin | undefined;
  /** Begins to look for newer versions; undefined where this app takes none by itself. Gives what ends it. */
  updates?: ((deps: Pick<UpdateDeps, 'onReady'>) => () => void) | undefined;
}

/**
 * Runs the app: one process, one window, a tray that stays when the window is closed, so that nights are watched and jobs
 * go on. Called before Electron is ready; all that has to be said before is said here first.
 */
export async function runApp(electron: ElectronModule, parts: AppParts): Promise<void> {
  const { app, powerMonitor, protocol, session, shell } = electron;
  // Checklist 4, "Enable process sandboxing": for every renderer, whatever its options.
  app.enableSandbox();
  declareScheme(protocol);
  // Two on one data folder would tell each failure twice.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  // None before the settings are there.
  let hosts: () => readonly string[] = () => [];
  confineAll(
    app,
    (address) => void shell.openExternal(address),
    () => hosts(),
  );
  // macOS may tell of a link before the app is ready.
  let early = linkIn(parts.args);
  let openLink = (link: string) => {
    early = link;
  };
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
  });
  await app.whenReady();
  // On Linux the package's menu entry says so.
  if (app.isPackaged && parts.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME);

  denyPermissions(session.defaultSession);
  serveScheme(protocol, parts.renderer);
  const { core, settings } = parts.start(powerOf(powerMonitor));
  hosts = () => externalHosts(settings);
  answerCalls(electron.ipcMain, core);
  const open = showApp(electron, parts, core, settings);
  openLink = (link) => open(addressOfLink(link));
  if (early !== undefined) openLink(early);
  else if (!isHiddenStart(app, parts.args, parts.platform)) open();
}

/** The window, the menus, the tray and the notices, all over one core. Gives what opens the window. */
function showApp(
  electron: ElectronModule,
  parts: AppParts,
  core: Core,
  settings: Settings,
): (address?: string) => void {
  const { app, Menu } = electron;
  const window = createAppWindow(electron, parts.preload, settings);
  const { open } = window;
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(parts.platform, { go: open, zoom: window.zoom })));

  const icons = drawIcons(electron, parts.platform);
  const tray = new electron.Tray(icons.calm);
  const kept = keepTray({
    core,
    tray,
    icons,
    setMenu: (template) => tray.setContextMenu(Menu.buildFromTemplate(template)),
    openApp: open,
    quit: () => app.quit(),
    login: parts.login,
  });
  const ends = [
    forwardEvents(core, window.pages),
    kept.end,
    keepTaskbar({ core, app, platform: parts.platform, mark: icons.open, window: window.current }),
    showNotices({ core, create: (options) => new electron.Notification(options), openApp: open }),
    parts.updates?.({ onReady: kept.offerUpdate }),
  ];

  app.on('second-instance', (_event, args) => {
    const link = linkIn(args);
    open(link === undefined ? undefined : addressOfLink(link));
  });
  app.on('activate', () => open());
  // The tray keeps the app: work that was started goes on, and new failures are told.
  app.on('window-all-closed', () => {});
  quitCleanly({
    app,
    core,
    confirm: (running) => confirmQuitting(electron, running),
    release: () => {
      for (const end of ends) end?.();
      tray.destroy();
    },
  });
  return open;
}

/** The tray's, for ordinary screens and dense ones; macOS colours its own as the menu bar is. */
function drawIcons({ nativeImage }: ElectronModule, platform: NodeJS.Platform): Record<'calm' | 'open', NativeImage> {
  const draw = ({ once, twice }: { once: string; twice: string }) => {
    const image = nativeImage.createFromDataURL(once);
    image.addRepresentation({ scaleFactor: 2, dataURL: twice });
    if (platform === 'darwin') image.setTemplateImage(true);
    return image;
  };
  return platform === 'darwin'
    ? { calm: draw(trayIcons.calmTemplate), open: draw(trayIcons.openTemplate) }
    : { calm: draw(trayIcons.calm), open: draw(trayIcons.open) };
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

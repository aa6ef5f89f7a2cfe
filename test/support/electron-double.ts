import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  IpcMain,
  MenuItem,
  MenuItemConstructorOptions,
  MessageBoxSyncOptions,
  NotificationConstructorOptions,
  Protocol,
  Rectangle,
  Session,
  Settings,
} from 'electron';
import type { ElectronModule } from '../../src-main/shells/electron/electron-module.ts';
import type { AppEvents, PowerEvents } from './electron-events.ts';
import type { Held } from './electron-held.ts';
import { FakeImage, FakeMenu, FakeNotification, FakeTray } from './electron-parts-double.ts';
import { FakeWindow } from './electron-window-double.ts';

export { FakeImage, FakeMenu, FakeTray } from './electron-parts-double.ts';
export { FakeContents, FakeWindow } from './electron-window-double.ts';

type InvokeHandler = Parameters<IpcMain['handle']>[1];
type ProtocolHandler = Parameters<Protocol['handle']>[1];
type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];
type DeviceCheck = Parameters<Session['setDevicePermissionHandler']>[0];

/** What was told to the doubles, to be looked at, and what the system and the user say. */
interface Told {
  /** What was called, in order. */
  calls: string[];
  schemes: CustomScheme[];
  protocols: Map<string, ProtocolHandler>;
  /** What crosses to these and back is a copy made by structured cloning, as between Electron's processes. */
  invokes: Map<string, InvokeHandler>;
  permissions: { request?: PermissionRequest; check?: PermissionCheck; device?: DeviceCheck };
  windows: FakeWindow[];
  trays: FakeTray[];
  notices: FakeNotification[];
  opened: string[];
  questions: MessageBoxSyncOptions[];
  menu: MenuItemConstructorOptions[] | undefined;
  popups: MenuItemConstructorOptions[][];
  badge: number;
  login: Settings;
  world: { isPackaged: boolean; isFirst: boolean; answer: number; displays: Rectangle[]; openedAtLogin: boolean };
}

export interface ElectronDouble extends Told {
  module: ElectronModule;
  app: EventEmitter<AppEvents>;
  power: EventEmitter<PowerEvents>;
  become: { ready: () => void };
}

/** The electron module as the shell uses it: remembers what it is told, and refuses what Electron would. */
export function electronDouble(): ElectronDouble {
  const emitter = new EventEmitter<AppEvents>();
  const power = new EventEmitter<PowerEvents>();
  const ready = Promise.withResolvers<void>();
  let isReady = false;
  const needsReady = (what: string) => {
    if (!isReady) throw new Error(`${what} cannot be used before the app is ready`);
  };
  const needsEarly = (what: string) => {
    if (isReady) throw new Error(`${what} should be called before app is ready`);
  };
  const told: Told = {
    calls: [],
    schemes: [],
    protocols: new Map(),
    invokes: new Map(),
    permissions: {},
    windows: [],
    trays: [],
    notices: [],
    opened: [],
    questions: [],
    menu: undefined,
    popups: [],
    badge: 0,
    login: {},
    world: {
      isPackaged: true,
      isFirst: true,
      answer: 0,
      displays: [{ x: 0, y: 0, width: 1920, height: 1080 }],
      openedAtLogin: false,
    },
  };
  const { calls, world } = told;

  class Window extends FakeWindow {
    constructor(options?: BrowserWindowConstructorOptions) {
      needsReady('BrowserWindow');
      super(options);
      told.windows.push(this);
      emitter.emit('web-contents-created', {}, this.webContents);
    }
  }
  class Tray extends FakeTray {
    constructor(image: FakeImage | string) {
      needsReady('Tray');
      super(image);
      told.trays.push(this);
    }
  }
  class Notification extends FakeNotification {
    constructor(options?: NotificationConstructorOptions) {
      needsReady('Notification');
      super(options);
      told.notices.push(this);
    }
  }

  const app = Object.assign(emitter, {
    enableSandbox: () => {
      needsEarly('app.enableSandbox()');
      calls.push('enableSandbox');
    },
    requestSingleInstanceLock: () => {
      calls.push('lock');
      return world.isFirst;
    },
    whenReady: () => ready.promise.then(() => void calls.push('ready')),
    quit: () => {
      calls.push('quit');
      let prevented = false;
      emitter.emit('before-quit', {
        preventDefault: () => {
          prevented = true;
        },
      });
      if (!prevented) calls.push('ended');
    },
    setBadgeCount: (count?: number) => {
      told.badge = count ?? 0;
      return true;
    },
    setAsDefaultProtocolClient: (scheme: string) => {
      calls.push(`client of ${scheme}:`);
      return true;
    },
    getLoginItemSettings: () => ({
      openAtLogin: told.login.openAtLogin ?? false,
      wasOpenedAtLogin: world.openedAtLogin,
      status: 'enabled' as const,
      executableWillLaunchAtLogin: false,
      launchItems: [],
    }),
    setLoginItemSettings: (settings: Settings) => {
      told.login = settings;
    },
    isPackaged: true,
  });
  Object.defineProperty(app, 'isPackaged', { get: () => world.isPackaged });
  const parts = {
    app,
    BrowserWindow: Window,
    dialog: {
      showMessageBoxSync: (options: MessageBoxSyncOptions) => {
        told.questions.push(options);
        return world.answer;
      },
    },
    ipcMain: {
      handle: (channel: string, handler: InvokeHandler) => {
        if (told.invokes.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
        calls.push('ipc');
        told.invokes.set(channel, async (event, ...args) =>
          structuredClone(await handler(event, ...structuredClone(args))),
        );
      },
    },
    Menu: {
      buildFromTemplate: (items: (MenuItem | MenuItemConstructorOptions)[]) => {
        // Of items that are made already the app has none.
        const template = items as MenuItemConstructorOptions[];
        refuseBadItems(template);
        const menu = new FakeMenu(template);
        menu.onPopup = (shown) => void told.popups.push(shown);
        return menu;
      },
      setApplicationMenu: (menu: FakeMenu | null) => {
        told.menu = menu?.template;
      },
    },
    nativeImage: {
      createFromDataURL: (url: string) => {
        const image = new FakeImage();
        image.dataUrls.push(url);
        return image;
      },
    },
    Notification,
    powerMonitor: power,
    protocol: {
      registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
        needsEarly('protocol.registerSchemesAsPrivileged');
        calls.push('scheme');
        told.schemes.push(...schemes);
      },
      handle: (scheme: string, handler: ProtocolHandler) => {
        if (told.protocols.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
        calls.push('protocol');
        told.protocols.set(scheme, handler);
      },
    },
    screen: {
      getAllDisplays: () => {
        needsReady('screen');
        return world.displays.map((workArea) => ({ workArea }));
      },
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: PermissionRequest) => {
          told.permissions.request = handler;
        },
        setPermissionCheckHandler: (handler: PermissionCheck) => {
          told.permissions.check = handler;
        },
        setDevicePermissionHandler: (handler: DeviceCheck) => {
          told.permissions.device = handler;
        },
      },
    },
    shell: { openExternal: async (url: string) => void told.opened.push(url) },
    Tray,
  } satisfies Held<ElectronModule>;
  const become = {
    ready: () => {
      isReady = true;
      ready.resolve();
    },
  };
  // The doubles of classes have what the shell uses of them, which `Held` compares with the real ones.
  return Object.assign(told, { app, power, become, module: parts as unknown as ElectronModule });
}

/** As Electron: an item needs something to show, and a separator nothing. */
function refuseBadItems(template: readonly MenuItemConstructorOptions[]): void {
  for (const { label, role, type, submenu } of template) {
    if (!label && !role && type !== 'separator' && !submenu)
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
    if (Array.isArray(submenu)) refuseBadItems(submenu);
  }
}

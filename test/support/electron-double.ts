import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  MessageBoxSyncOptions,
  Rectangle,
  WindowOpenHandlerResponse,
} from 'electron';
import type { ElectronModule } from '../../src-main/shells/electron/app.ts';

type InvokeHandler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;
type PermissionRequest = (
  contents: unknown,
  permission: string,
  decide: (allowed: boolean) => void,
  details: { requestingUrl: string },
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean;

/** The web contents of a window: an emitter that remembers what it was sent. */
export class FakeContents extends EventEmitter {
  url = '';
  destroyed = false;
  sent: unknown[][] = [];
  openHandler: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'allow' });
  getURL = () => this.url;
  isDestroyed = () => this.destroyed;
  send = (...args: unknown[]) => void this.sent.push(args);
  setWindowOpenHandler = (handler: FakeContents['openHandler']) => {
    this.openHandler = handler;
  };

  /** Emits an event that can be prevented; says whether it was. */
  wasPrevented(event: string): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions;
  calls: string[] = [];
  bounds: Rectangle = { x: 1, y: 2, width: 1000, height: 700 };
  minimized = false;
  destroyed = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL = async (url: string) => {
    this.webContents.url = url;
  };
  isDestroyed = () => this.destroyed;
  isMinimized = () => this.minimized;
  getNormalBounds = () => this.bounds;
  show = () => void this.calls.push('show');
  focus = () => void this.calls.push('focus');
  restore = () => void this.calls.push('restore');

  close(): void {
    this.emit('close');
    this.destroyed = true;
    this.webContents.destroyed = true;
  }
}

export interface ElectronDouble {
  module: ElectronModule;
  app: EventEmitter;
  /** What was called, in order. */
  calls: string[];
  schemes: CustomScheme[];
  protocols: Map<string, (request: Request) => Promise<Response>>;
  invokes: Map<string, InvokeHandler>;
  permissions: { request?: PermissionRequest; check?: PermissionCheck; device?: () => boolean };
  windows: FakeWindow[];
  trays: { emitter: EventEmitter; toolTip: string; destroyed: boolean; menu: MenuItemConstructorOptions[] }[];
  notices: (EventEmitter & { options: { title: string; body: string } })[];
  opened: string[];
  questions: MessageBoxSyncOptions[];
  menu: MenuItemConstructorOptions[] | undefined;
  become: { ready: () => void };
  /** What the system and the user say. */
  world: { isPackaged: boolean; isFirst: boolean; answer: number; displays: Rectangle[] };
}

/** The electron module as the shell uses it: remembers what it is told, and can be made to do what Electron does. */
export function electronDouble(): ElectronDouble {
  const app = new EventEmitter();
  const ready = Promise.withResolvers<void>();
  const calls: string[] = [];
  const world = { isPackaged: true, isFirst: true, answer: 0, displays: [{ x: 0, y: 0, width: 1920, height: 1080 }] };
  const double: Omit<ElectronDouble, 'module'> = {
    app,
    calls,
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
    become: { ready: () => ready.resolve() },
    world,
  };

  class Window extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      double.windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class Tray {
    readonly #state = {
      emitter: new EventEmitter(),
      toolTip: '',
      destroyed: false,
      menu: [] as MenuItemConstructorOptions[],
    };
    constructor() {
      double.trays.push(this.#state);
    }
    on = (event: string, listener: () => void) => this.#state.emitter.on(event, listener);
    setToolTip = (text: string) => {
      this.#state.toolTip = text;
    };
    setContextMenu = (menu: MenuItemConstructorOptions[]) => {
      this.#state.menu = menu;
    };
    destroy = () => {
      this.#state.destroyed = true;
    };
  }
  class Notification extends EventEmitter {
    readonly options: { title: string; body: string };
    constructor(options: { title: string; body: string }) {
      super();
      this.options = options;
      double.notices.push(this);
    }
    show = () => {};
  }

  const parts = {
    app: Object.assign(app, {
      enableSandbox: () => void calls.push('enableSandbox'),
      requestSingleInstanceLock: () => {
        calls.push('lock');
        return world.isFirst;
      },
      whenReady: () => ready.promise.then(() => void calls.push('ready')),
      quit: () => {
        calls.push('quit');
        let prevented = false;
        app.emit('before-quit', {
          preventDefault: () => {
            prevented = true;
          },
        });
        if (!prevented) calls.push('ended');
      },
      get isPackaged() {
        return world.isPackaged;
      },
    }),
    BrowserWindow: Window,
    dialog: {
      showMessageBoxSync: (options: MessageBoxSyncOptions) => {
        double.questions.push(options);
        return world.answer;
      },
    },
    ipcMain: {
      handle: (channel: string, handler: InvokeHandler) => {
        calls.push('ipc');
        double.invokes.set(channel, handler);
      },
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
        double.menu = menu;
      },
    },
    nativeImage: { createFromDataURL: (url: string) => url },
    Notification,
    protocol: {
      registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
        calls.push('scheme');
        double.schemes.push(...schemes);
      },
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
        calls.push('protocol');
        double.protocols.set(scheme, handler);
      },
    },
    screen: { getAllDisplays: () => world.displays.map((workArea) => ({ workArea })) },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: PermissionRequest) => {
          double.permissions.request = handler;
        },
        setPermissionCheckHandler: (handler: PermissionCheck) => {
          double.permissions.check = handler;
        },
        setDevicePermissionHandler: (handler: () => boolean) => {
          double.permissions.device = handler;
        },
      },
    },
    shell: { openExternal: async (url: string) => void double.opened.push(url) },
    Tray,
  };
  // The double has the parts of each class that the shell uses; the compiler holds the shell to the real ones.
  return Object.assign(double, { module: parts as unknown as ElectronModule });
}

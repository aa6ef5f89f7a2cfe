// Stands in for the electron module in a process of its own, so that the main process can be run from end to end where
// Electron's binary can't be had: it becomes ready, lets the page call one command, and quits.
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';

const tell = (event, value) => process.stdout.write(`${JSON.stringify({ event, value })}\n`);
const frame = { origin: 'app://nightkeep', parent: null };

class Contents extends EventEmitter {
  isDestroyed = () => false;
  getURL = () => 'app://nightkeep/index.html';
  send = () => {};
  setWindowOpenHandler = () => {};
  setZoomFactor = () => {};
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  setPath: (name, path) => tell('path', { name, path }),
  getPath: () => '/nowhere',
  getVersion: () => '0.0.0',
  setBadgeCount: () => true,
  getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: false }),
  setAsDefaultProtocolClient: () => true,
  enableSandbox: () => tell('sandbox', true),
  requestSingleInstanceLock: () => true,
  whenReady: () => new Promise((resolve) => setImmediate(resolve)),
  quit() {
    let prevented = false;
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) tell('ended', true);
  },
  exit: (code) => process.exit(code),
});

let answer;
export const ipcMain = {
  on: () => {},
  handle: (_channel, handler) => {
    answer = handler;
  },
};

export class BrowserWindow extends EventEmitter {
  webContents = new Contents();
  isDestroyed = () => false;
  setProgressBar = () => {};
  async loadURL(url) {
    tell('page', url);
    tell('answer', await answer({ senderFrame: frame }, 'app.info', {}));
    tell('refused', await answer({ senderFrame: { ...frame, parent: frame } }, 'app.info', {}));
    app.quit();
  }
}

export const Menu = { buildFromTemplate: (template) => template, setApplicationMenu: () => {} };
export const nativeImage = { createFromDataURL: () => ({ addRepresentation: () => {}, setTemplateImage: () => {} }) };
export const powerMonitor = new EventEmitter();
export const protocol = { registerSchemesAsPrivileged: (schemes) => tell('schemes', schemes), handle: () => {} };
export const screen = { getAllDisplays: () => [] };
export const shell = { openExternal: async () => {} };
export const safeStorage = { isEncryptionAvailable: () => false };
export const dialog = { showErrorBox: (title, text) => tell('error', { title, text }), showMessageBoxSync: () => 1 };
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  },
};
export class Notification extends EventEmitter {
  show = () => {};
}
export class Tray extends EventEmitter {
  setToolTip = () => {};
  setImage = () => {};
  setContextMenu = () => {};
  destroy = () => {};
}
// biome-ignore lint/style/noDefaultExport: electron-store imports it so.
export default { app, ipcMain, shell };

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
});

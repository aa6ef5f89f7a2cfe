type Electron = typeof import('electron');

/** What the app uses of the electron module, and no more: the double that it is tested on has to have each of these. */
export interface ElectronModule extends Pick<Electron, 'BrowserWindow' | 'Notification' | 'Tray'> {
  app: Pick<
    Electron['app'],
    | 'enableSandbox'
    | 'getLoginItemSettings'
    | 'isPackaged'
    | 'on'
    | 'quit'
    | 'requestSingleInstanceLock'
    | 'setAsDefaultProtocolClient'
    | 'setBadgeCount'
    | 'setLoginItemSettings'
    | 'whenReady'
  >;
  dialog: Pick<Electron['dialog'], 'showMessageBoxSync'>;
  ipcMain: Pick<Electron['ipcMain'], 'handle'>;
  Menu: Pick<Electron['Menu'], 'buildFromTemplate' | 'setApplicationMenu'>;
  nativeImage: Pick<Electron['nativeImage'], 'createFromDataURL'>;
  powerMonitor: Pick<Electron['powerMonitor'], 'on' | 'off'>;
  protocol: Pick<Electron['protocol'], 'handle' | 'registerSchemesAsPrivileged'>;
  screen: Pick<Electron['screen'], 'getAllDisplays'>;
  session: {
    defaultSession: Pick<
      Electron['session']['defaultSession'],
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >;
  };
  shell: Pick<Electron['shell'], 'openExternal'>;
}

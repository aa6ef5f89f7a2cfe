import type { AppUpdater } from 'electron-updater';

/** What is used of electron-updater. */
export type Updater = Pick<AppUpdater, 'checkForUpdates' | 'quitAndInstall'> & {
  on(event: 'update-downloaded', listener: (update: { version: string }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  allowPrerelease: boolean;
};

export interface UpdateDeps {
  updater: Updater;
  /** Told once a newer version is here, and its signature was found to be that of this one. */
  onReady: (version: string, install: () => void) => void;
  /** A feed that can't be reached is no reason to hold anybody up. */
  onProblem: (error: unknown) => void;
}

const EVERY_MS = 6 * 60 * 60_000;

/**
 * Looks for a newer version at start and every six hours, and fetches it. It is installed when the app is quit, or when
 * the user wants it. The system compares its signature with this one's (Authenticode on Windows, code signing on macOS);
 * on Linux the system's own package manager brings new versions, so nothing is fetched there. Gives what ends it.
 */
export function keepUpdated({ updater, onReady, onProblem }: UpdateDeps): () => void {
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.on('update-downloaded', ({ version }) => onReady(version, () => updater.quitAndInstall()));
  // What goes wrong is told by the promise, too; an error event that nobody hears would end the program.
  updater.on('error', () => {});
  const look = () => void updater.checkForUpdates().catch(onProblem);
  look();
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether this app takes updates by itself: packaged, with a feed, on a system that checks their signature. */
export const takesUpdates = (isPackaged: boolean, platform: NodeJS.Platform, hasFeed: boolean): boolean =>
  isPackaged && hasFeed && (platform === 'darwin' || platform === 'win32');

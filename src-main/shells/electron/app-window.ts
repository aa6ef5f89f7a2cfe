import type { BrowserWindow, WebContents } from 'electron';
import type { Settings } from '../../ports.ts';
import { contextMenu } from './context-menu.ts';
import type { ElectronModule } from './electron-module.ts';
import { START_PAGE } from './origin.ts';
import { windowOptions, windowState } from './window.ts';
import { keepZoom, type ZoomStep, zoomed } from './zoom.ts';

export interface AppWindow {
  /** Brings the one window up, at an address of the page if one is given; makes it where there is none. */
  open(address?: string): void;
  /** The window while there is one. */
  current(): BrowserWindow | undefined;
  /** The pages that are there: one, or none. */
  pages(): WebContents[];
  zoom(step: ZoomStep): void;
}

const startPage = (address: string | undefined) => (address === undefined ? START_PAGE : `${START_PAGE}#${address}`);

/** The one window of the app, which comes and goes while the app stays. */
export function createAppWindow(electron: ElectronModule, preload: string, settings: Settings): AppWindow {
  const { app, BrowserWindow, Menu, screen } = electron;
  let window: BrowserWindow | undefined;
  const current = () => (window && !window.isDestroyed() ? window : undefined);

  function zoom(step: ZoomStep): void {
    const factor = zoomed(
      readQuietly(() => settings.read('zoom')),
      step,
    );
    readQuietly(() => settings.write('zoom', factor));
    current()?.webContents.setZoomFactor(factor);
  }

  function make(address: string | undefined): BrowserWindow {
    const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
    const saved = readQuietly(() => settings.read('window'));
    const made = new BrowserWindow(windowOptions({ preload, isPackaged: app.isPackaged, saved, screens: displays }));
    made.once('ready-to-show', () => {
      if (windowState(saved).maximized) made.maximize();
      made.show();
    });
    // A settings file that is broken is told of by the page; where the window was is not worth an error of its own.
    made.on('close', () =>
      readQuietly(() => settings.write('window', { ...made.getNormalBounds(), maximized: made.isMaximized() })),
    );
    keepZoom(made.webContents, () => readQuietly(() => settings.read('zoom')), zoom);
    made.webContents.on('context-menu', (_event, params) => {
      const template = contextMenu(params);
      if (template.length > 0) Menu.buildFromTemplate(template).popup({ window: made });
    });
    void made.loadURL(startPage(address));
    return made;
  }

  return {
    open(address) {
      const there = current();
      if (!there) {
        window = make(address);
        return;
      }
      // Another address of the same page moves within it: nothing is loaded anew, and no draft is lost.
      if (address !== undefined && there.webContents.getURL() !== startPage(address)) {
        void there.loadURL(startPage(address));
      }
      if (there.isMinimized()) there.restore();
      there.show();
      there.focus();
    },
    current,
    pages: () => [current()?.webContents ?? []].flat(),
    zoom,
  };
}

function readQuietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

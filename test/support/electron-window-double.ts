import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  HandlerDetails,
  Rectangle,
  WebContents,
  WindowOpenHandlerResponse,
} from 'electron';
import type { ContentsEvents, WindowEvents } from './electron-events.ts';
import type { Held } from './electron-held.ts';
import type { FakeImage } from './electron-parts-double.ts';

type UsedOfContents = 'getURL' | 'isDestroyed' | 'send' | 'setWindowOpenHandler' | 'setZoomFactor';
type UsedOfWindow =
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'setOverlayIcon'
  | 'setProgressBar'
  | 'show'
  | 'webContents';

/** What Electron says of an object whose window is gone. */
const refuseDestroyed = (destroyed: boolean) => {
  if (destroyed) throw new TypeError('Object has been destroyed');
};

/** The web contents of a window: an emitter that remembers what it was sent, as a copy made by structured cloning. */
export class FakeContents extends EventEmitter<ContentsEvents> implements Held<Pick<WebContents, UsedOfContents>> {
  url = '';
  destroyed = false;
  sent: unknown[][] = [];
  zoom = 1;
  openHandler: (details: HandlerDetails) => WindowOpenHandlerResponse = () => ({ action: 'allow' });

  getURL(): string {
    refuseDestroyed(this.destroyed);
    return this.url;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string, ...args: unknown[]): void {
    refuseDestroyed(this.destroyed);
    this.sent.push(structuredClone([channel, ...args]));
  }
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
  setZoomFactor(factor: number): void {
    refuseDestroyed(this.destroyed);
    if (!(factor > 0)) throw new TypeError("'zoomFactor' must be a double greater than 0.0");
    this.zoom = factor;
  }

  /** What becomes of a page's window.open(). */
  opens(url: string): WindowOpenHandlerResponse {
    const referrer = { url: this.url, policy: 'default' as const };
    return this.openHandler({ url, frameName: '', features: '', disposition: 'new-window', referrer });
  }
  /** Emits an event that can be prevented; says whether it was. */
  wasPrevented(event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview'): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

export class FakeWindow extends EventEmitter<WindowEvents> implements Held<Pick<BrowserWindow, UsedOfWindow>> {
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions | undefined;
  calls: string[] = [];
  bounds: Rectangle = { x: 1, y: 2, width: 1000, height: 700 };
  minimized = false;
  maximized = false;
  destroyed = false;
  progress = -1;
  overlay: string | undefined;

  constructor(options?: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  /** As Electron does: a page that differs in what follows the # alone is not loaded anew. */
  async loadURL(url: string): Promise<void> {
    refuseDestroyed(this.destroyed);
    const isSamePage = url.split('#')[0] === this.webContents.url.split('#')[0] && url.includes('#');
    this.webContents.url = url;
    this.calls.push(isSamePage ? `moved to ${url}` : `loaded ${url}`);
    if (!isSamePage) this.webContents.emit('did-finish-load');
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  maximize(): void {
    this.maximized = true;
  }
  show(): void {
    refuseDestroyed(this.destroyed);
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  setProgressBar(progress: number): void {
    refuseDestroyed(this.destroyed);
    this.progress = progress;
  }
  setOverlayIcon(overlay: FakeImage | null, description: string): void {
    this.overlay = overlay === null ? undefined : description;
  }

  close(): void {
    this.emit('close');
    this.destroyed = true;
    this.webContents.destroyed = true;
  }
}

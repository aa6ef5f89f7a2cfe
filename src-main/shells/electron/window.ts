import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { z } from 'zod';

export interface WindowPlace {
  preload: string;
  isPackaged: boolean;
  /** What was saved when the window was last closed; whatever the file holds. */
  saved: unknown;
  /** The areas of the screens there are now. */
  screens: readonly Rectangle[];
}

const bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(800).max(20_000),
  height: z.int().min(500).max(20_000),
});

const firstSize = { width: 1360, height: 850 };

/** The options of the one window. */
export function windowOptions({ preload, isPackaged, saved, screens }: WindowPlace): BrowserWindowConstructorOptions {
  return {
    ...placeOnScreen(saved, screens),
    minWidth: 800,
    minHeight: 500,
    title: 'Nightkeep',
    // Shown once it has something to show.
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      // Checklist 2, 3, 4 and 6–11: said though they are the defaults, so that no other default can undo them.
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Whoever sits at an unlocked desk shall not call commands from a console.
      devTools: !isPackaged,
    },
  };
}

/** Whether it filled its screen when it was closed. */
export const windowState = (saved: unknown): { maximized: boolean } => ({
  maximized: z.object({ maximized: z.literal(true) }).safeParse(saved).success,
});

/** Where it was, on the screen that has most of it, and whole; on none of today's, it is of its size only. */
function placeOnScreen(saved: unknown, screens: readonly Rectangle[]): Partial<Rectangle> {
  const parsed = bounds.safeParse(saved);
  if (!parsed.success) return firstSize;
  const { width, height } = parsed.data;
  const [best] = screens
    .map((screen) => ({ screen, shared: sharedArea(parsed.data, screen) }))
    .sort((a, b) => b.shared - a.shared);
  return best && best.shared > 0 ? within(parsed.data, best.screen) : { width, height };
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function within({ x, y, ...size }: Rectangle, screen: Rectangle): Rectangle {
  const [width, height] = [Math.min(size.width, screen.width), Math.min(size.height, screen.height)];
  return {
    x: Math.max(screen.x, Math.min(x, screen.x + screen.width - width)),
    y: Math.max(screen.y, Math.min(y, screen.y + screen.height - height)),
    width,
    height,
  };
}

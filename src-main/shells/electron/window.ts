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

/** Where it was, if a screen is still there. */
function placeOnScreen(saved: unknown, screens: readonly Rectangle[]): Partial<Rectangle> {
  const parsed = bounds.safeParse(saved);
  if (!parsed.success) return firstSize;
  const { x, y, width, height } = parsed.data;
  const visible = screens.some(
    (screen) =>
      x < screen.x + screen.width - 100 &&
      x + width > screen.x + 100 &&
      y >= screen.y &&
      y < screen.y + screen.height - 100,
  );
  return visible ? parsed.data : { width, height };
}

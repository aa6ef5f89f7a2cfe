import { describe, expect, test } from 'vitest';
import { applicationMenu } from '../../../../src-main/shells/electron/menu.ts';
import { windowOptions, windowState } from '../../../../src-main/shells/electron/window.ts';

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const options = (more: Partial<Parameters<typeof windowOptions>[0]> = {}) =>
  windowOptions({ preload: '/out/preload.cjs', isPackaged: true, saved: undefined, screens, ...more });

describe('web preferences', () => {
  test('isolate the page', () => {
    expect(options().webPreferences).toEqual({
      preload: '/out/preload.cjs',
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
      devTools: false,
    });
  });

  test('have developer tools in a checkout only', () => {
    expect(options({ isPackaged: false }).webPreferences?.devTools).toBe(true);
  });

  test('the menu has no way to them either, nor to a reload', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const text = JSON.stringify(applicationMenu(platform, { go: () => {}, zoom: () => {} }));
      expect(text).not.toMatch(/toggledevtools|reload/i);
      expect(text).toContain('editMenu');
    }
  });
});

describe('where the window is', () => {
  test('shown once it has something to show', () => {
    expect(options().show).toBe(false);
  });

  test('as it was, where a screen still is', () => {
    const saved = { x: 100, y: 50, width: 1000, height: 700 };
    expect(options({ saved })).toMatchObject(saved);
  });

  const second = { x: 1920, y: 200, width: 1280, height: 800 };

  test.each([
    [
      'half beyond an edge',
      { x: 1500, y: 700, width: 1000, height: 700 },
      { x: 920, y: 380, width: 1000, height: 700 },
    ],
    ['above the screen', { x: 100, y: -500, width: 1000, height: 700 }, { x: 100, y: 0, width: 1000, height: 700 }],
    ['larger than the screen is now', { x: 0, y: 0, width: 2500, height: 1400 }, screens[0]],
  ])('whole on its screen, where it was %s', (_, saved, place) => {
    expect(options({ saved })).toMatchObject(place as object);
  });

  test('on the screen that had most of it', () => {
    const saved = { x: 1800, y: 250, width: 1000, height: 700 };
    expect(options({ saved, screens: [...screens, second] })).toMatchObject({ x: 1920, y: 250 });
  });

  test('filling it, where it did', () => {
    expect(windowState({ maximized: true })).toEqual({ maximized: true });
    for (const saved of [undefined, 'x', { maximized: 'yes' }])
      expect(windowState(saved)).toEqual({ maximized: false });
  });

  test.each([['off every screen', { x: 5000, y: 50, width: 1000, height: 700 }]])(
    'of its size only, where it was %s',
    (_, saved) => {
      expect(options({ saved })).toMatchObject({ width: 1000, height: 700 });
      expect(options({ saved })).not.toHaveProperty('x');
    },
  );

  test.each([
    [undefined],
    ['x'],
    [{ x: 1 }],
    [{ x: 1, y: 1, width: 1, height: 1 }],
    [{ x: 0, y: 0, width: 1e9, height: 900 }],
    [{ x: 0.5, y: 0, width: 1000, height: 900 }],
  ])('of its first size, where the file says %j', (saved) => {
    expect(options({ saved })).toMatchObject({ width: 1360, height: 850 });
  });
});

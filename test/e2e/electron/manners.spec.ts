import type { Menu, Notification, Tray } from 'electron';
import { expect, test } from './desktop-app.ts';

/** What the specs put into the main process, to hold on to what the shell made there. */
interface Kept {
  notification?: Notification;
  tray?: Tray;
  menu?: Menu;
}

declare global {
  var kept: Kept | undefined;
}

test('a second start with a link brings its page up in the window there is', async ({ page, startAgain }) => {
  expect(await startAgain('nightkeep://settings')).toBe(0);
  await expect.poll(() => page.url()).toBe('app://nightkeep/index.html#/settings');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

test.describe('started by a link', () => {
  test.use({ args: ['nightkeep://settings'] });

  test('the app opens there', async ({ page }) => {
    expect(page.url()).toBe('app://nightkeep/index.html#/settings');
  });
});

test('a notification’s click opens what it is about', async ({ app, page }) => {
  await app.evaluate(({ Notification: Real }) => {
    Real.prototype.show = function show(this: Notification) {
      globalThis.kept = { ...globalThis.kept, notification: this };
    };
  });
  await page.evaluate(() => window.nightkeep?.call('notices.test', {}));
  await expect.poll(() => app.evaluate(() => globalThis.kept?.notification?.title)).toBe('Nightkeep can reach you');
  await app.evaluate(() => void globalThis.kept?.notification?.emit('click'));
  await expect.poll(() => page.url()).toBe('app://nightkeep/index.html#/tonight');
});

test('the tray outlives the window, names what runs, and opens the window again', async ({ app, page }) => {
  await app.evaluate(({ Tray: Real }) => {
    const setContextMenu = Real.prototype.setContextMenu;
    Real.prototype.setContextMenu = function keep(this: Tray, menu: Menu | null) {
      globalThis.kept = { ...globalThis.kept, tray: this, menu: menu ?? undefined };
      setContextMenu.call(this, menu);
    };
  });
  await page.evaluate(() => window.nightkeep?.call('fleet.refresh', {}));
  const labels = () => app.evaluate(() => globalThis.kept?.menu?.items.map(({ label }) => label) ?? []);
  await expect.poll(labels).toContain('Open Nightkeep');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => app.windows().length).toBe(0);
  const next = app.waitForEvent('window');
  await app.evaluate(() => void globalThis.kept?.tray?.emit('click'));
  await expect((await next).getByRole('heading', { level: 1 })).toBeVisible();
});

test('the menu zooms, and not beyond 200 %', async ({ app, page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const factor = await app.evaluate(({ BrowserWindow, Menu: menus }) => {
    const find = (items: Electron.MenuItem[]): Electron.MenuItem | undefined =>
      items.find(({ label }) => label === 'Zoom In') ??
      items.map(({ submenu }) => submenu && find(submenu.items)).find(Boolean);
    const item = find(menus.getApplicationMenu()?.items ?? []);
    for (let time = 0; time < 12; time++) item?.click();
    return BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor();
  });
  expect(factor).toBeCloseTo(2);
});

test('what can’t be reached while the machine sleeps is told only once it is awake', async ({ app, page }) => {
  await app.evaluate(({ powerMonitor, Notification: Real }) => {
    Real.prototype.show = function show(this: Notification) {
      globalThis.kept = { ...globalThis.kept, notification: this };
    };
    powerMonitor.emit('suspend');
  });
  await page.evaluate(() =>
    window.nightkeep?.call('fleet.save', {
      fleet: {
        timeZone: 'UTC',
        customerPatterns: [],
        // Nothing listens there.
        servers: [{ name: 'gone', ssh: { host: '127.0.0.1', port: 1, user: 'root' } }],
        hosts: [],
      },
    } as never),
  );
  const status = () => page.evaluate(() => window.nightkeep?.call('fleet.status', {}));
  await expect.poll(status).toMatchObject({ result: { machines: [{ name: 'gone', state: 'unreachable' }] } });
  const told = () => app.evaluate(() => globalThis.kept?.notification?.title ?? 'nothing');
  expect(await told()).toBe('nothing');
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await expect.poll(told, { timeout: 200_000 }).toBe('gone: out of reach');
});

import { join } from 'node:path';
import { checkout, expect, test } from './desktop-app.ts';

test('the window shows our page, which gets two functions of the main process and nothing else', async ({
  app,
  page,
}) => {
  expect(page.url()).toBe('app://nightkeep/index.html');
  await expect(page).toHaveTitle(/Nightkeep/);
  expect(await page.evaluate(() => Object.keys(window.nightkeep ?? {}).sort())).toEqual(['call', 'subscribe']);
  const leaked = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
  );
  expect(leaked).toEqual([]);
  const preferences = await app.evaluate(({ app: main }) => ({ ready: main.isReady(), packaged: main.isPackaged }));
  expect(preferences).toEqual({ ready: true, packaged: false });
});

test('a call is answered, and refused by its schema', async ({ page, home }) => {
  const call = (name: string, input: unknown) =>
    page.evaluate(([command, given]) => window.nightkeep?.call(command as never, given as never), [
      name,
      input,
    ] as const);
  expect(await call('app.info', {})).toMatchObject({ result: { shell: 'electron', home } });
  expect(await call('no.such', {})).toMatchObject({ error: { code: 'unknown-command' } });
  expect(await call('jobs.get', { id: 7 })).toMatchObject({ error: { code: 'bad-input' } });
});

test('a page that is not ours may call nothing, though it has the preload', async ({ app, page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const answer = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await other.loadURL('data:text/html,another page');
      const said: unknown = await other.webContents.executeJavaScript("window.nightkeep.call('app.info', {})");
      other.destroy();
      return said;
    },
    join(checkout, 'out/preload/preload.cjs'),
  );
  expect(answer).toMatchObject({ error: { code: 'permission-denied' } });
});

test('nothing of another origin is loaded, run or connected to', async ({ app }) => {
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const evaluated = (() => {
      try {
        return new Function('return true')();
      } catch {
        return false;
      }
    })();
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    return { inline: 'inlineRan' in window, evaluated, fetched };
  });
  expect(outcome).toEqual({ inline: false, evaluated: false, fetched: false });
});

test('the page goes nowhere and opens nothing', async ({ app }) => {
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const opened = await page.evaluate(() => {
    window.location.href = 'https://example.com/';
    return window.open('https://example.com/') !== null;
  });
  expect(opened).toBe(false);
  await expect.poll(() => page.url()).toBe('app://nightkeep/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page is denied what it could ask the system for, but for putting text on the clipboard', async ({ app }) => {
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const denied = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    ),
  }));
  expect(denied).toEqual({ notifications: 'denied', camera: 'denied' });
  await page.bringToFront();
  await page.evaluate(() => navigator.clipboard.writeText('reply to col00214'));
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('reply to col00214');
});

import { describe, expect, test, vi } from 'vitest';
import { runApp } from '../../../../src-main/shells/electron/app.ts';
import { electronDouble } from '../../../support/electron-double.ts';
import { setUpApp, startedApp } from '../../../support/started-app.ts';

describe('starting', () => {
  test('sandboxes and declares the scheme before it is ready, and serves before anything is shown', async () => {
    const { calls, running, become, windows, start } = await setUpApp();
    expect(calls).toEqual(['enableSandbox', 'scheme', 'lock']);
    expect(start).not.toHaveBeenCalled();
    become.ready();
    await running;
    expect(calls).toEqual(['enableSandbox', 'scheme', 'lock', 'ready', 'protocol', 'ipc']);
    expect(windows).toHaveLength(1);
  });

  test('a second one ends at once and starts no core', async () => {
    const electron = electronDouble();
    electron.world.isFirst = false;
    const start = vi.fn();
    await runApp(electron.module, { renderer: '', preload: '', platform: 'linux', args: [], start });
    expect(electron.calls).toEqual(['enableSandbox', 'scheme', 'lock', 'quit', 'ended']);
    expect(start).not.toHaveBeenCalled();
    expect(electron.windows).toEqual([]);
  });

  test('opens our page in a window that is confined, and shows it once it is drawn', async () => {
    const { window, permissions } = await startedApp();
    expect(window.webContents.url).toBe('app://nightkeep/index.html');
    expect(window.webContents.wasPrevented('will-navigate')).toBe(true);
    expect(window.options?.webPreferences).toMatchObject({
      sandbox: true,
      devTools: false,
      preload: '/out/preload.cjs',
    });
    expect(permissions.request).toBeDefined();
    expect(window.calls).toEqual(['loaded app://nightkeep/index.html']);
    window.emit('ready-to-show');
    expect(window.calls.slice(1)).toEqual(['show']);
  });
});

test('only an installed app takes links to itself and keeps the developers’ tools from the page', async () => {
  const parts = { platform: 'darwin' } as const;
  const installed = await startedApp(parts);
  expect(installed.calls).toContain('client of nightkeep:');
  const checkout = await startedApp({ ...parts, world: { isPackaged: false } });
  expect(checkout.calls).not.toContain('client of nightkeep:');
  expect(checkout.window.options?.webPreferences).toMatchObject({ devTools: true });
});

describe('the window', () => {
  test('is brought back by a second start, the dock and the tray', async () => {
    const { app, window, trays, windows } = await startedApp();
    window.minimized = true;
    window.calls = [];
    app.emit('second-instance', {}, ['nightkeep']);
    expect(window.calls).toEqual(['restore', 'show', 'focus']);
    window.close();
    app.emit('activate');
    expect(windows).toHaveLength(2);
    trays[0]?.emit('click');
    expect(windows).toHaveLength(2);
    expect(windows[1]?.calls.slice(1)).toEqual(['show', 'focus']);
  });

  test('closed leaves the app at work, and is remembered', async () => {
    const { app, window, state, settings, calls } = await startedApp();
    window.close();
    app.emit('window-all-closed');
    expect(state.closed).toBe(false);
    expect(calls).not.toContain('quit');
    expect(settings.read('window')).toEqual({ x: 1, y: 2, width: 1000, height: 700, maximized: false });
  });

  test('gets events while it is there', async () => {
    const { window, publish } = await startedApp();
    publish('nights.changed', { host: 'jail15' });
    window.close();
    publish('nights.changed', { host: 'jail16' });
    expect(window.webContents.sent).toEqual([['nightkeep:event', 'nights.changed', { host: 'jail15' }]]);
  });
});

describe('quitting', () => {
  test('closes the core first, and asks nothing where nothing runs', async () => {
    const { module, calls, state, questions, trays, listening } = await startedApp();
    state.jobs = [{ title: 'done', finishedAt: '2013-02-28T09:00:00Z' }];
    module.app.quit();
    expect(calls).not.toContain('ended');
    await expect.poll(() => calls).toContain('ended');
    expect(state.closed).toBe(true);
    expect(questions).toEqual([]);
    expect(trays[0]?.destroyed).toBe(true);
    expect(listening()).toBe(0);
  });

  test('names what runs, and goes on where the user wants that', async () => {
    const { module, calls, state, questions } = await startedApp();
    state.jobs = [{ title: 'Restore col00214', finishedAt: undefined }];
    module.app.quit();
    await expect.poll(() => questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ detail: 'Restore col00214', defaultId: 0, cancelId: 0 });
    expect(state.closed).toBe(false);
    expect(calls).not.toContain('ended');
  });

  test('cancels what runs where the user wants that', async () => {
    const electron = await startedApp();
    electron.state.jobs = [{ title: 'Restore col00214', finishedAt: undefined }];
    electron.world.answer = 1;
    electron.module.app.quit();
    electron.module.app.quit();
    await expect.poll(() => electron.calls).toContain('ended');
    expect(electron.state.closed).toBe(true);
    expect(electron.questions).toHaveLength(1);
  });
});

import { describe, expect, test, vi } from 'vitest';
import type { Job } from '../../../../src-main/contract/index.ts';
import { type ElectronDouble, FakeMenu, type FakeTray } from '../../../support/electron-double.ts';
import { setUpApp, startedApp } from '../../../support/started-app.ts';

describe('links', () => {
  const page = 'app://nightkeep/index.html#/customers/col00214';

  test('open their page at start, in the window there is, and in a new one', async () => {
    const { app, window, windows } = await startedApp({ args: ['nightkeep://customer/col00214'] });
    expect(window.webContents.url).toBe(page);
    app.emit('second-instance', {}, ['nightkeep', '--x', 'nightkeep://host/jail15']);
    expect(window.calls.at(-3)).toBe('moved to app://nightkeep/index.html#/hosts/jail15');
    window.close();
    app.emit('open-url', { preventDefault: () => {} }, 'nightkeep://customer/col00214');
    expect(windows[1]?.webContents.url).toBe(page);
  });

  test('to where one is already move nothing', async () => {
    const { app, window } = await startedApp({ args: ['nightkeep://customer/col00214'] });
    window.calls = [];
    app.emit('second-instance', {}, ['nightkeep://customer/col00214']);
    expect(window.calls).toEqual(['show', 'focus']);
  });

  test('that macOS tells of before the app is ready wait for it', async () => {
    const { app, become, running, windows } = await setUpApp({ platform: 'darwin' });
    app.emit('open-url', { preventDefault: () => {} }, 'nightkeep://customer/col00214');
    become.ready();
    await running;
    expect(windows.map(({ webContents }) => webContents.url)).toEqual([page]);
  });

  test('of others only bring the window up', async () => {
    const { app, window } = await startedApp();
    app.emit('second-instance', {}, ['nightkeep://restore/col00214']);
    expect(window.webContents.url).toBe('app://nightkeep/index.html');
  });
});

describe('a start at login', () => {
  test('shows no window, and the tray', async () => {
    const { windows, trays } = await startedApp({ args: ['--hidden'] });
    expect(windows).toEqual([]);
    trays[0]?.emit('click');
    expect(windows).toHaveLength(1);
  });

  test('is known on macOS without an argument', async () => {
    expect((await startedApp({ platform: 'darwin', world: { openedAtLogin: true } })).windows).toEqual([]);
  });
});

describe('the tray', () => {
  const menuOf = (tray: FakeTray | undefined) => tray?.menu as FakeMenu;
  const job = (more: Partial<Job>) => ({ id: 'j1', title: 'Restore col00214', steps: [], ...more });

  test('says how many failures are open, by its picture too, and opens them', async () => {
    const { trays, publish, window } = await startedApp();
    const [tray] = trays;
    const calm = tray?.image;
    expect(tray?.toolTip).toBe('Nightkeep');
    publish('failures.changed', { open: 3 });
    expect(tray?.toolTip).toBe('Nightkeep: 3 to look at');
    expect(tray?.image).not.toBe(calm);
    menuOf(tray).press('3 to look at…');
    expect(window.webContents.url).toBe('app://nightkeep/index.html#/tonight');
    publish('failures.changed', { open: 0 });
    expect(tray?.image).toBe(calm);
  });

  test('names what runs, and puts up no new menu for its progress', async () => {
    const { trays, publish } = await startedApp();
    publish('job.changed', job({}));
    const menu = menuOf(trays[0]);
    expect(menu.entry('Running: Restore col00214')).toMatchObject({ enabled: false });
    publish('job.changed', job({ steps: [{ name: 'Pack', state: 'running', done: 1, total: 2 }] }));
    expect(menuOf(trays[0])).toBe(menu);
    publish('job.changed', job({ finishedAt: '2013-02-28T09:00:00Z' }));
    expect(menuOf(trays[0]).entry('Running: Restore col00214')).toBeUndefined();
  });

  test('turns the start at login on and off, where the app is installed', async () => {
    let on = false;
    const login = {
      isOn: () => on,
      set: (wanted: boolean) => {
        on = wanted;
      },
    };
    const { trays } = await startedApp({ login });
    menuOf(trays[0]).press('Start at login');
    expect(on).toBe(true);
    expect(menuOf(trays[0]).entry('Start at login')).toMatchObject({ type: 'checkbox', checked: true });
    expect(menuOf((await startedApp()).trays[0]).entry('Start at login')).toBeUndefined();
  });

  test('offers an update once it is there', async () => {
    const install = vi.fn();
    let ended = false;
    const { trays, module } = await startedApp({
      updates: ({ onReady }) => {
        onReady('1.2.3', install);
        return () => {
          ended = true;
        };
      },
    });
    menuOf(trays[0]).press('Restart to take Nightkeep 1.2.3');
    expect(install).toHaveBeenCalledOnce();
    module.app.quit();
    await expect.poll(() => ended).toBe(true);
  });

  test('has a picture for dense screens, and on macOS one that the menu bar colours', async () => {
    expect((await startedApp()).trays[0]?.image).toMatchObject({
      isTemplate: false,
      dataUrls: [expect.any(String), expect.any(String)],
    });
    expect((await startedApp({ platform: 'darwin' })).trays[0]?.image).toMatchObject({ isTemplate: true });
  });
});

describe('the dock and the taskbar', () => {
  test('count the open failures, and show how far what runs has come', async () => {
    const electron = await startedApp({ platform: 'win32' });
    const { publish, window } = electron;
    publish('failures.changed', { open: 2 });
    expect(electron.badge).toBe(2);
    expect(window.overlay).toBe('2 to look at');
    publish('job.changed', {
      id: 'j',
      title: 'x',
      steps: [
        { name: 'a', state: 'done' },
        { name: 'b', state: 'waiting' },
      ],
    });
    expect(window.progress).toBe(0.5);
    publish('job.changed', { id: 'j', title: 'x', steps: [], finishedAt: 'now' });
    expect(window.progress).toBe(-1);
    window.close();
    publish('failures.changed', { open: 0 });
    expect(electron.badge).toBe(0);
  });
});

describe('notices', () => {
  test('are shown as the system does; a click opens what one is about', async () => {
    const { publish, notices, window, windows } = await startedApp();
    publish('notice.raised', { title: 'jail15: no result', body: 'b', host: 'jail15' });
    publish('notice.raised', { title: '2 hosts: no result', body: 'a, b' });
    expect(notices.map(({ options, shown }) => [options?.title, shown])).toEqual([
      ['jail15: no result', true],
      ['2 hosts: no result', true],
    ]);
    notices[0]?.emit('click');
    expect(window.webContents.url).toBe('app://nightkeep/index.html#/hosts/jail15');
    window.close();
    notices[1]?.emit('click');
    expect(windows[1]?.webContents.url).toBe('app://nightkeep/index.html#/tonight');
  });
});

describe('the menu', () => {
  const menuOf = ({ menu }: ElectronDouble) => new FakeMenu(menu ?? []);

  test('opens each screen by its key', async () => {
    const electron = await startedApp();
    const menu = menuOf(electron);
    for (const [label, address, accelerator] of [
      ['Tonight', '/tonight', 'CmdOrCtrl+1'],
      ['Holds', '/holds', 'CmdOrCtrl+4'],
      ['Settings…', '/settings', 'CmdOrCtrl+,'],
    ] as const) {
      expect(menu.entry(label)?.accelerator).toBe(accelerator);
      menu.press(label);
      expect(electron.window.webContents.url).toBe(`app://nightkeep/index.html#${address}`);
    }
  });

  test('zooms from 80 to 200 %, as the wheel does, and a new window is as the last was', async () => {
    const electron = await startedApp();
    const { window, windows, app } = electron;
    const menu = menuOf(electron);
    for (let time = 0; time < 9; time++) menu.press('Zoom In');
    expect(window.webContents.zoom).toBe(2);
    for (let time = 0; time < 12; time++) window.webContents.emit('zoom-changed', {}, 'out');
    expect(window.webContents.zoom).toBe(0.8);
    window.close();
    app.emit('activate');
    expect(windows[1]?.webContents.zoom).toBe(0.8);
    menu.press('Actual Size');
    expect(windows[1]?.webContents.zoom).toBe(1);
  });
});

describe('a right click', () => {
  const flags = {
    ...{ canCut: true, canCopy: true, canPaste: false },
    ...{ canUndo: false, canRedo: false, canDelete: false, canSelectAll: true, canEditRichly: false },
  };

  test('copies what is selected, wherever it stands, and offers nothing else there', async () => {
    const { window, popups } = await startedApp();
    window.webContents.emit('context-menu', {}, { editFlags: flags, isEditable: false, selectionText: 'jail15' });
    window.webContents.emit('context-menu', {}, { editFlags: flags, isEditable: false, selectionText: ' ' });
    expect(popups).toEqual([[{ role: 'copy' }]]);
  });

  test('in a field offers what can be done there', async () => {
    const { window, popups } = await startedApp();
    window.webContents.emit('context-menu', {}, { editFlags: flags, isEditable: true, selectionText: '' });
    expect(popups[0]).toContainEqual({ role: 'paste', enabled: false });
  });
});

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FailureItem, Job } from '../../../../src-main/contract/index.ts';
import type { Core } from '../../../../src-main/core.ts';
import { openSettings } from '../../../../src-main/ports.ts';
import { runApp } from '../../../../src-main/shells/electron/app.ts';
import { electronDouble, type FakeWindow } from '../../../support/electron-double.ts';
import { pageFolder } from '../../../support/page-folder.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

type Listener = (payload: never) => void;

/** A core of which only what the shell touches is there. */
function fakeCore() {
  const listeners = new Map<string, Set<Listener>>();
  const state = { jobs: [] as Pick<Job, 'title' | 'finishedAt'>[], closed: false };
  const core = {
    call: async () => ({ jobs: state.jobs }),
    subscribe: (event: string, listener: Listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    close: async () => {
      state.closed = true;
    },
  } as unknown as Core;
  const publish = (event: string, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  const listening = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  return { core, state, publish, listening };
}

async function setUp() {
  const electron = electronDouble();
  const fake = fakeCore();
  const settings = openSettings(tempFolder());
  const start = vi.fn(() => ({ core: fake.core, settings }));
  const running = runApp(electron.module, {
    renderer: pageFolder(),
    preload: '/out/preload.cjs',
    platform: 'linux',
    start,
  });
  return { ...electron, ...fake, settings, start, running };
}

async function started() {
  const parts = await setUp();
  parts.become.ready();
  await parts.running;
  const window = parts.windows[0] as FakeWindow;
  return { ...parts, window };
}

const failure = (host: string): FailureItem => ({
  id: host,
  host,
  path: '/data/caf\udce9',
  customer: 'col00214',
  cause: 'entry-missing',
  title: `${host}: a directory to back up is not there`,
  message: 'it does not exist on the host',
  firstSeen: '',
  lastSeen: '',
  nights: 1,
  state: 'open',
  fixes: [],
});

describe('starting', () => {
  test('sandboxes and declares the scheme before it is ready, and serves before anything is shown', async () => {
    const { calls, running, become, windows, start } = await setUp();
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
    electron.become.ready();
    await runApp(electron.module, { renderer: '', preload: '', platform: 'linux', start });
    expect(electron.calls).toEqual(['enableSandbox', 'scheme', 'lock', 'quit', 'ended']);
    expect(start).not.toHaveBeenCalled();
    expect(electron.windows).toEqual([]);
  });

  test('opens our page in a window that is confined, and shows it once it is drawn', async () => {
    const { window, permissions } = await started();
    expect(window.webContents.url).toBe('app://nightkeep/index.html');
    expect(window.webContents.wasPrevented('will-navigate')).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      devTools: false,
      preload: '/out/preload.cjs',
    });
    expect(permissions.request).toBeDefined();
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });
});

describe('the window', () => {
  test('is brought back by a second start, the dock and the tray', async () => {
    const { app, window, trays, windows } = await started();
    window.minimized = true;
    app.emit('second-instance');
    expect(window.calls).toEqual(['restore', 'show', 'focus']);
    window.close();
    app.emit('activate');
    expect(windows).toHaveLength(2);
    trays[0]?.emitter.emit('click');
    expect(windows).toHaveLength(2);
    expect(windows[1]?.calls).toEqual(['show', 'focus']);
  });

  test('closed leaves the app at work, and is remembered', async () => {
    const { app, window, state, settings, calls } = await started();
    window.close();
    app.emit('window-all-closed');
    expect(state.closed).toBe(false);
    expect(calls).not.toContain('quit');
    expect(settings.read('window')).toEqual({ x: 1, y: 2, width: 1000, height: 700 });
  });

  test('gets events while it is there', async () => {
    const { window, publish } = await started();
    publish('nights.changed', { host: 'jail15' });
    window.close();
    publish('nights.changed', { host: 'jail16' });
    expect(window.webContents.sent).toEqual([['nightkeep:event', 'nights.changed', { host: 'jail15' }]]);
  });
});

describe('the tray', () => {
  test('says how many failures are open', async () => {
    const { trays, publish } = await started();
    expect(trays[0]?.toolTip).toBe('Nightkeep');
    publish('failures.changed', { open: 3 });
    expect(trays[0]?.toolTip).toBe('Nightkeep: 3 to look at');
  });
});

describe('notifications', () => {
  test('tell of a new failure; a click opens the app', async () => {
    const { publish, notices, window } = await started();
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    publish('failure.raised', failure('jail15'));
    vi.runAllTimers();
    expect(notices.map(({ options }) => options)).toEqual([
      {
        title: 'jail15: a directory to back up is not there',
        body: 'col00214 · /data/caf\ufffd · it does not exist on the host',
      },
    ]);
    notices[0]?.emit('click');
    expect(window.calls).toEqual(['show', 'focus']);
  });

  test('of many at once are one', async () => {
    const { publish, notices } = await started();
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    for (const host of ['a', 'b', 'c', 'a']) publish('failure.raised', failure(host));
    vi.runAllTimers();
    expect(notices.map(({ options }) => options)).toEqual([{ title: '4 new failures', body: 'On a, b, c' }]);
  });
});

describe('quitting', () => {
  test('closes the core first, and asks nothing where nothing runs', async () => {
    const { module, calls, state, questions, trays, listening } = await started();
    state.jobs = [{ title: 'done', finishedAt: '2013-02-28T09:00:00Z' }];
    module.app.quit();
    expect(calls).not.toContain('ended');
    await vi.waitFor(() => expect(calls).toContain('ended'));
    expect(state.closed).toBe(true);
    expect(questions).toEqual([]);
    expect(trays[0]?.destroyed).toBe(true);
    expect(listening()).toBe(0);
  });

  test('names what runs, and goes on where the user wants that', async () => {
    const { module, calls, state, questions } = await started();
    state.jobs = [{ title: 'Restore col00214', finishedAt: undefined }];
    module.app.quit();
    await vi.waitFor(() => expect(questions).toHaveLength(1));
    expect(questions[0]).toMatchObject({ detail: 'Restore col00214', defaultId: 0, cancelId: 0 });
    expect(state.closed).toBe(false);
    expect(calls).not.toContain('ended');
  });

  test('cancels what runs where the user wants that', async () => {
    const electron = await started();
    electron.state.jobs = [{ title: 'Restore col00214', finishedAt: undefined }];
    electron.world.answer = 1;
    electron.module.app.quit();
    electron.module.app.quit();
    await vi.waitFor(() => expect(electron.calls).toContain('ended'));
    expect(electron.state.closed).toBe(true);
    expect(electron.questions).toHaveLength(1);
  });
});

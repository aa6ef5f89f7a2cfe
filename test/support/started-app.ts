import { vi } from 'vitest';
import type { Job } from '../../src-main/contract/index.ts';
import type { Core } from '../../src-main/core.ts';
import { openSettings } from '../../src-main/ports.ts';
import { type AppParts, runApp } from '../../src-main/shells/electron/app.ts';
import { type ElectronDouble, electronDouble, type FakeWindow } from './electron-double.ts';
import { pageFolder } from './page-folder.ts';
import { tempFolder } from './temp-folder.ts';

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

interface Options extends Partial<Pick<AppParts, 'args' | 'platform' | 'login' | 'updates'>> {
  world?: Partial<ElectronDouble['world']>;
}

/** The desktop app over the double of electron and a fake core, before Electron is ready. */
export async function setUpApp({ args = [], platform = 'linux', world = {}, ...more }: Options = {}) {
  const electron = electronDouble();
  Object.assign(electron.world, world);
  const fake = fakeCore();
  const settings = openSettings(tempFolder());
  const start = vi.fn(() => ({ core: fake.core, settings }));
  const running = runApp(electron.module, {
    renderer: pageFolder(),
    preload: '/out/preload.cjs',
    platform,
    args,
    start,
    ...more,
  });
  return Object.assign(electron, fake, { settings, start, running });
}

/** The same, started. */
export async function startedApp(options: Options = {}) {
  const parts = await setUpApp(options);
  parts.become.ready();
  await parts.running;
  const window = parts.windows[0] as FakeWindow;
  return Object.assign(parts, { window });
}

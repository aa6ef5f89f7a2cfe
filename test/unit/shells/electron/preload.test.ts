import { beforeAll, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../src-main/contract/index.ts';

const electron = vi.hoisted(() => {
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  return {
    exposed: {} as Record<string, unknown>,
    invoked: [] as unknown[][],
    listeners,
    emit: (channel: string, ...args: unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: 'ipcRenderer', ports: [] }, ...args);
    },
  };
});

// The module itself would download Electron; the preload uses this much of it.
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => Object.assign(electron.exposed, { [name]: value }),
  },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => {
      electron.invoked.push(args);
      return { result: 'answered' };
    },
    on: (channel: string, listener: () => void) => {
      const set = electron.listeners.get(channel) ?? new Set();
      electron.listeners.set(channel, set.add(listener));
    },
    off: (channel: string, listener: () => void) => electron.listeners.get(channel)?.delete(listener),
  },
}));

let bridge: Bridge;
beforeAll(async () => {
  await import('../../../../src-main/shells/electron/preload.ts');
  bridge = electron.exposed.nightkeep as Bridge;
});

test('the page gets call and subscribe, and nothing else', () => {
  expect(Object.keys(electron.exposed)).toEqual(['nightkeep']);
  expect(Object.keys(bridge).sort()).toEqual(['call', 'subscribe']);
});

test('a call goes through the one channel', async () => {
  expect(await bridge.call('jobs.get', { id: 'a' })).toEqual({ result: 'answered' });
  expect(electron.invoked).toEqual([['nightkeep:call', 'jobs.get', { id: 'a' }]]);
});

test('a subscriber gets the payload of its event, never the IPC event, until it ends', () => {
  const listener = vi.fn();
  const end = bridge.subscribe('nights.changed', listener);
  electron.emit('nightkeep:event', 'nights.changed', { host: 'jail15' });
  electron.emit('nightkeep:event', 'fleet.changed', { machines: [] });
  expect(end()).toBeUndefined();
  electron.emit('nightkeep:event', 'nights.changed', { host: 'jail16' });
  expect(listener.mock.calls).toEqual([[{ host: 'jail15' }]]);
  expect([...electron.listeners.keys()]).toEqual(['nightkeep:event']);
});

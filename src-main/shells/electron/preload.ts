import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../contract/bridge.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

/**
 * All the page gets of Electron: two functions. Neither ipcRenderer nor an IPC event ever reaches it, so a page that
 * was taken over can ask for no more than the contract has.
 */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(CALL_CHANNEL, name, input),
  subscribe(event, listener) {
    const forward = (_event: unknown, name: unknown, payload: unknown) => {
      if (name === event) listener(payload as never);
    };
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => void ipcRenderer.off(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('nightkeep', bridge);

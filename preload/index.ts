/** The bridge: gives the page `window.lifeline` and nothing else of Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { CHANNELS } from '#shared/channels.ts';
import type { LifelineApi } from '#shared/ipc.ts';

// The gate in the main process parses every call and every event; here they are only passed on.
const api: LifelineApi = {
  invoke: (name, request) => ipcRenderer.invoke(CHANNELS.invoke, name, request),
  on(name, listener) {
    const pass = (_event: IpcRendererEvent, sent: string, payload: Parameters<typeof listener>[0]) => {
      if (sent === name) listener(payload);
    };
    ipcRenderer.on(CHANNELS.event, pass);
    return () => {
      ipcRenderer.off(CHANNELS.event, pass);
    };
  },
};

contextBridge.exposeInMainWorld('lifeline', api);

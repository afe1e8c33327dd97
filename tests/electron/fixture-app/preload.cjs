/** Exposes something of every kind that may cross the bridge. */
const { contextBridge, ipcRenderer } = require('electron');

window.onlyInPreload = true;

/** What becomes of requiring a module in a sandboxed preload. */
function requireOf(name) {
  try {
    require(name);
    return 'loaded';
  } catch (error) {
    return String(error.message);
  }
}

contextBridge.exposeInMainWorld('api', {
  text: 'hello',
  nested: { list: [1, 2, { deep: true }] },
  add: (one, other) => one + other,
  later: async (value) => value,
  fails: () => {
    throw new TypeError('on purpose');
  },
  failsLater: async () => {
    throw new TypeError('on purpose, later');
  },
  kindOf: (value) => Object.prototype.toString.call(value),
  giveBack: (value) => value,
  callBack: (callback) => callback('called'),
  pageSees: () => typeof window.fromPage,
  requires: {
    fs: requireOf('fs'),
    child_process: requireOf('child_process'),
    electron: requireOf('electron'),
  },
  invoke: (channel, ...values) => ipcRenderer.invoke(channel, ...values),
  tell: (value) =>
    new Promise((resolve) => {
      ipcRenderer.once('told', (_event, told) => resolve(told));
      ipcRenderer.send('tell', value);
    }),
});

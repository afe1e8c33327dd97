/** A small app that uses each part of Electron the way the product does, for the conformance spec to drive. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Notification,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';

const SCHEME = 'conformance';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'";

const PAGES = {
  '/index.html': [
    'text/html',
    '<!doctype html><title>Conformance</title><script src="/first.js"></script><script>window.inlineRan = true;</script>' +
      '<h1>Conformance</h1><a id="away" href="https://elsewhere.invalid/">away</a><a id="popup" target="_blank" href="https://elsewhere.invalid/">popup</a>' +
      '<iframe src="/frame.html"></iframe>',
  ],
  '/frame.html': ['text/html', '<!doctype html><title>Frame</title><script src="/frame.js"></script>'],
  // The first script of the page: whatever the preload gives must be there already.
  '/first.js': [
    'text/javascript',
    'window.seenAtFirst = typeof window.api; window.started = performance.now();',
  ],
  '/frame.js': ['text/javascript', 'window.seenInFrame = typeof window.api;'],
};

/** What the spec looks at. */
globalThis.seen = { inputs: [], navigations: [], popups: [], permissions: [], gone: [] };

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => {
    globalThis.seen.navigations.push(event.url);
    event.preventDefault();
  });
  contents.on('input-event', (_event, { type, modifiers }) =>
    globalThis.seen.inputs.push({ type, modifiers }),
  );
  contents.setWindowOpenHandler(({ url }) => {
    globalThis.seen.popups.push(url);
    return { action: 'deny' };
  });
});
app.on('child-process-gone', (_event, details) => globalThis.seen.gone.push(details));
app.on('window-all-closed', () => app.quit());

async function start() {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    globalThis.seen.permissions.push(permission);
    callback(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/asked') return Response.json({ url: request.url, method: request.method });
    const [type, body] = PAGES[url.pathname] ?? [];
    if (type === undefined) return new Response('nothing here', { status: 404 });
    return new Response(body, { headers: { 'content-type': type, 'content-security-policy': POLICY } });
  });

  ipcMain.handle('echo', (_event, ...values) => values);
  ipcMain.handle('fail', () => {
    throw new TypeError('not today');
  });
  ipcMain.handle('uncloneable', () => () => 1);
  ipcMain.handle('who', (event) => ({
    url: event.senderFrame?.url,
    origin: event.senderFrame?.origin,
    isTop: event.senderFrame?.parent === null,
    isOurs: BrowserWindow.fromWebContents(event.sender) !== null,
  }));
  ipcMain.on('tell', (event, value) => event.sender.send('told', value));

  // Reachable for the spec, which has only what it is given.
  Object.assign(globalThis, {
    electron: { app, BrowserWindow, dialog, net, Notification, powerMonitor, safeStorage, utilityProcess },
    folder: import.meta.dirname,
  });

  const window = new BrowserWindow({
    width: 900,
    height: 600,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
    },
  });
  await window.loadURL(`${SCHEME}://app/index.html`);
}

// Not awaited: Electron waits for the end of this module before it becomes ready.
if (app.requestSingleInstanceLock({ from: 'second' })) app.whenReady().then(start);
else app.quit();

await new Promise((resolve) => setTimeout(resolve, 20));
globalThis.seen.readyBeforeTheEnd = app.isReady();

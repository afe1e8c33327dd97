/** Guards every page that ever comes into being: it goes nowhere, opens nothing, and may only copy text. What is pressed in it is seen. */
import { app, session } from 'electron';
import { isAppUrl } from './app-protocol.ts';
import type { Presses } from './presses.ts';

/** Putting text on the clipboard after a click; reading it is another permission. */
const COPYING = 'clipboard-sanitized-write';

export function guardContents(presses: Presses): void {
  app.on('web-contents-created', (_event, contents) => {
    // Redirects and subframes too: each of these can lead a page elsewhere.
    contents.on('will-navigate', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!isAppUrl(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('input-event', (_event, input) => presses.saw(input));
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  void app.whenReady().then(() => {
    // Both are needed: one answers questions, the other looks at what is taken for granted.
    session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
      callback(permission === COPYING),
    );
    session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === COPYING);
    session.defaultSession.setDevicePermissionHandler(() => false);
  });
}

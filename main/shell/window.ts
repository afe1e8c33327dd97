/** The one window. */
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import type { TicketId } from '#shared/ids.ts';
import type { EventPayload } from '#shared/ipc.ts';
import { type AppInfo, appInfo } from './app.ts';
import { APP_URL } from './app-protocol.ts';
import { broadcast } from './gate.ts';

type Target = EventPayload<'window.goTo'>;

export function mainWindow() {
  let window: BrowserWindow | null = null;
  let listening = false;
  /** Where to go as soon as the page can hear it: the click may have started the app. */
  let pending: Target | null = null;
  let chatInSight: TicketId | null = null;

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      width: 1240,
      height: 820,
      minWidth: 320,
      minHeight: 256,
      show: false,
      title: 'Lifeline',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      webPreferences: {
        preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
      },
    });
    window = opened;
    listening = false;
    opened.once('ready-to-show', () => opened.show());
    opened.once('closed', () => {
      if (window === opened) window = null;
      chatInSight = null;
    });
    opened.webContents.on('did-start-loading', () => {
      listening = false;
      chatInSight = null;
    });
    // A page that hangs cannot say that nobody looks at it any more.
    opened.on('blur', () => {
      chatInSight = null;
    });
    void opened.loadURL(APP_URL);
    return opened;
  }

  function show(): void {
    const shown = window ?? open();
    if (shown.isMinimized()) shown.restore();
    if (!shown.isVisible()) shown.show();
    shown.focus();
  }

  return {
    /** Opens the window, unless a second start was quicker. */
    open(): void {
      if (window === null) open();
    },
    /** Brings the window to the front; opens it when it was closed. */
    show,
    /** Brings the window to a ticket, now or as soon as its page listens. */
    goTo(target: Target): void {
      show();
      app.focus({ steal: true });
      if (listening) broadcast('window.goTo', target);
      else pending = target;
    },
    async setFullScreen({ isOn }: { isOn: boolean }, of: BrowserWindow): Promise<Record<string, never>> {
      of.setFullScreen(isOn);
      return {};
    },
    async setChatInSight({ ticketId }: { ticketId: TicketId | null }): Promise<Record<string, never>> {
      chatInSight = ticketId;
      return {};
    },
    /** True for the chat that the person is looking at. */
    hasInSight: (ticketId: TicketId): boolean => ticketId === chatInSight,
    /** Answers the page's first question. It listens to events from now on. */
    async info(): Promise<AppInfo> {
      listening = true;
      if (pending !== null) broadcast('window.goTo', pending);
      pending = null;
      return appInfo();
    },
  };
}
/** What a window would print on A4, with headings that a reader of PDFs can jump to and a screen reader can read. */
export async function printToPdf(
  _request: unknown,
  of: BrowserWindow,
): Promise<{ pdf: Uint8Array<ArrayBuffer> }> {
  const options = { pageSize: 'A4', generateTaggedPDF: true, generateDocumentOutline: true } as const;
  return { pdf: new Uint8Array(await of.webContents.printToPDF(options)) };
}

export type MainWindow = ReturnType<typeof mainWindow>;

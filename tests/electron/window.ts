/** BrowserWindow: a window of Chromium. */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { closeBrowser, openBrowser, openTarget } from './browser.ts';
import type { Cdp } from './cdp.ts';
import { WebContents, type WebPreferences } from './contents.ts';
import { nativeTheme } from './desktop.ts';
import { session } from './session.ts';

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';
type Rectangle = { x: number; y: number; width: number; height: number };
type Options = Partial<Rectangle> & {
  show?: boolean;
  title?: string;
  minWidth?: number;
  minHeight?: number;
  backgroundColor?: string;
  webPreferences?: WebPreferences & Record<string, unknown>;
};

/** Preferences that this host cannot take away from a page; asking for another value is an error, not a surprise. */
const FIXED: Record<string, boolean> = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
};

let lastId = 0;
const all = new Map<number, BrowserWindow>();
let focused: BrowserWindow | null = null;

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #window = Promise.withResolvers<{ cdp: Cdp; windowId: number }>();
  #bounds: Rectangle;
  #state: WindowState = 'normal';
  #visible: boolean;
  #destroyed = false;
  #title: string;

  constructor(options: Options = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    for (const [name, value] of Object.entries(options.webPreferences ?? {})) {
      if (name in FIXED && FIXED[name] !== value) {
        throw new Error(`electron stand-in: webPreferences.${name} = ${value} is not modelled`);
      }
    }
    lastId += 1;
    this.id = lastId;
    const { x = 10, y = 10, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show ?? true;
    this.#title = options.title ?? app.getName();
    this.#window.promise.catch(() => {});
    all.set(this.id, this);
    this.webContents = new WebContents(session.defaultSession, options.webPreferences ?? {});
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    void this.#open().catch((error: unknown) => {
      if (!this.#destroyed) console.error(error);
      this.#gone();
    });
  }

  static getAllWindows = (): BrowserWindow[] => [...all.values()];
  static fromId = (id: number): BrowserWindow | null => all.get(id) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    [...all.values()].find((window) => window.webContents === contents) ?? null;
  static getFocusedWindow = (): BrowserWindow | null => focused;

  async #open(): Promise<void> {
    const cdp = await browserOf(app);
    await grantOnlyWhatIsAllowed(cdp);
    const target = await openTarget(cdp, this.#bounds, () => this.#gone());
    const { windowId } = await cdp.browser.call<{ windowId: number }>('Browser.getWindowForTarget', {
      targetId: target.targetId,
    });
    await this.webContents.attach(target);
    this.#window.resolve({ cdp, windowId });
    await this.#place();
    nativeTheme.follow(target.cdp);
  }

  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    if (focused === this) focused = null;
    this.#window.reject(new Error('Object has been destroyed'));
    this.webContents.destroy();
    this.emit('closed');
    if (all.size === 0) app.allWindowsAreClosed();
  }

  async #place(bounds: object = this.#bounds): Promise<void> {
    const { cdp, windowId } = await this.#window.promise;
    const { x: left, y: top, ...size } = bounds as Rectangle;
    const wanted = left === undefined ? bounds : { left, top, ...size };
    await cdp.browser.call('Browser.setWindowBounds', { windowId, bounds: wanted });
  }
  #become(state: WindowState, event: string): void {
    this.#state = state;
    void this.#place({ windowState: state }).catch(() => {});
    this.emit(event);
  }

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url);
  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    const wasVisible = this.#visible;
    this.#visible = true;
    if (!wasVisible) this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    focused = this;
    this.webContents.focus();
    this.emit('focus');
  }
  blur(): void {
    if (focused === this) focused = null;
    this.emit('blur');
  }
  minimize = (): void => this.#become('minimized', 'minimize');
  restore = (): void => this.#become('normal', 'restore');
  maximize = (): void => this.#become('maximized', 'maximize');
  unmaximize = (): void => this.#become('normal', 'unmaximize');
  setFullScreen(isOn: boolean): void {
    if (isOn === this.isFullScreen()) return;
    this.#state = isOn ? 'fullscreen' : 'normal';
    void this.#fill(isOn).catch(() => {});
    this.emit(isOn ? 'enter-full-screen' : 'leave-full-screen');
  }
  /** By its bounds, because a screen without a window manager knows no other way. */
  async #fill(isOn: boolean): Promise<void> {
    const code = '({ x: 0, y: 0, width: screen.width, height: screen.height })';
    await this.#place(isOn ? ((await this.webContents.executeJavaScript(code)) as Rectangle) : this.#bounds);
  }
  isFullScreen = (): boolean => this.#state === 'fullscreen';
  isMinimized = (): boolean => this.#state === 'minimized';
  isMaximized = (): boolean => this.#state === 'maximized';
  isVisible = (): boolean => this.#visible && !this.#destroyed;
  isFocused = (): boolean => focused === this;
  isDestroyed = (): boolean => this.#destroyed;
  getBounds = (): Rectangle => ({ ...this.#bounds });
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#place().catch(() => {});
    this.emit('resize');
  }
  getTitle = (): string => this.#title;
  setTitle(title: string): void {
    this.#title = title;
  }

  /** Closes unless a listener of 'close' prevents it. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }
  destroy(): void {
    void this.#window.promise
      .then(({ cdp }) => cdp.browser.call('Target.closeTarget', { targetId: this.webContents.targetId }))
      .catch(() => {});
    this.#gone();
  }
}

/** The browser of this app, started the first time. */
export function browserOf(of: typeof app): Promise<Cdp> {
  const wanted = {
    profile: of.getPath('sessionData'),
    language: of.getLocale(),
    tellsPort: of.commandLine.hasSwitch('remote-debugging-port'),
  };
  return openBrowser(wanted, () => of.browserIsGone());
}

let granted: Promise<void> | null = null;

/** Chromium asks nobody when a permission was set beforehand: each is set to what the app's handler says. */
function grantOnlyWhatIsAllowed(cdp: Cdp): Promise<void> {
  granted ??= session.defaultSession.decided().then(async (decisions) => {
    for (const decision of decisions) {
      const setting = decision.granted ? 'granted' : 'denied';
      await cdp.browser
        .call('Browser.setPermission', { permission: { name: decision.name }, setting })
        .catch(() => {});
    }
  });
  return granted;
}

app.closing(async () => {
  for (const window of BrowserWindow.getAllWindows()) window.close();
  if (all.size > 0) return false;
  await closeBrowser();
  return true;
});

/** webContents: one page of Chromium, driven over CDP. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Target } from './browser.ts';
import type { CdpSession } from './cdp.ts';
import { decode, encode } from './clone.ts';
import { ipcMain } from './ipc.ts';
import {
  inputScript,
  linkScript,
  mainWorldScript,
  openScript,
  preloadScript,
  RECEIVER,
} from './page-scripts.ts';
import { answerFor, fromPage, toPage } from './protocol.ts';
import type { Session } from './session.ts';

type FrameInfo = { id: string; parentId?: string; url: string };
type Paused = {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
};

const WORLD = 'Electron Isolated Context';
const BINDING = '__electronBinding';

/** A frame as an IPC event tells of it. Its address is in the app's own terms. */
/** Chromium takes no message of over 100 MB, and the quotes of a text grow at each border that they cross. */
const LARGEST_PIECE = 4 * 2 ** 20;

export class WebFrameMain {
  readonly contents: WebContents;
  readonly frameToken: string;
  constructor(contents: WebContents, id: string) {
    this.contents = contents;
    this.frameToken = id;
  }
  get #info(): FrameInfo | undefined {
    return this.contents.frames.get(this.frameToken);
  }
  get url(): string {
    return fromPage(this.#info?.url ?? '');
  }
  get origin(): string {
    const url = URL.parse(this.url);
    return url === null ? 'null' : `${url.protocol}//${url.host}`;
  }
  get parent(): WebFrameMain | null {
    const parent = this.#info?.parentId;
    return parent === undefined ? null : new WebFrameMain(this.contents, parent);
  }
  get top(): WebFrameMain {
    return this.contents.mainFrame;
  }
}

let lastId = 0;
const all = new Map<number, WebContents>();

type OpenHandler = (details: {
  url: string;
  frameName: string;
  features: string;
  disposition: 'foreground-tab' | 'new-window';
}) => { action: 'deny' | 'allow' };

export type WebPreferences = { preload?: string };

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly frames = new Map<string, FrameInfo>();
  /** Chromium's name for the page; empty until it is there. */
  targetId = '';
  readonly #page = Promise.withResolvers<CdpSession>();
  readonly #preferences: WebPreferences;
  readonly #secret = randomBytes(16).toString('hex');
  /** Contexts of the isolated world by id, with the frame they belong to. */
  readonly #contexts = new Map<number, { frameId: string; isolated: boolean }>();
  #destroyed = false;
  /** Messages so large that they went in pieces, so far. */
  #inPieces = 0;
  #loading = false;
  #openHandler: OpenHandler | null = null;
  /** The address that the app itself asked for: that navigation is nobody's attempt to leave. */
  #expected: string | null = null;
  #zoom = 1;

  constructor(session: Session, preferences: WebPreferences) {
    super();
    lastId += 1;
    this.id = lastId;
    this.session = session;
    this.#preferences = preferences;
    this.#page.promise.catch(() => {});
    all.set(this.id, this);
  }

  static getAllWebContents = (): WebContents[] => [...all.values()];
  static fromId = (id: number): WebContents | undefined => all.get(id);
  static fromDevToolsTargetId = (id: string): WebContents | undefined =>
    [...all.values()].find((contents) => contents.targetId === id);
  static getFocusedWebContents = (): WebContents | null => [...all.values()].at(-1) ?? null;

  /** For the stand-in: sets up the page that Chromium made. Nothing is loaded before this is done. */
  async attach({ cdp, targetId }: Target): Promise<void> {
    this.targetId = targetId;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      this.#contexts.set(context.id, { frameId: context.auxData.frameId, isolated: context.name === WORLD });
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#contexts.delete(executionContextId),
    );
    cdp.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
    cdp.on('Runtime.bindingCalled', (call) => void this.#receive(call));
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.frames.set(frameId, { id: frameId, parentId: parentFrameId, url: '' }),
    );
    cdp.on('Page.frameNavigated', ({ frame }) => {
      this.frames.set(frame.id, { id: frame.id, parentId: frame.parentId, url: frame.url });
      if (frame.parentId === undefined) this.emit('did-navigate', {}, fromPage(frame.url));
    });
    cdp.on('Page.frameDetached', ({ frameId }) => this.frames.delete(frameId));
    cdp.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== this.mainFrame.frameToken) return;
      this.#loading = true;
      this.emit('did-start-loading');
    });
    cdp.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    cdp.on('Page.loadEventFired', () => {
      this.#loading = false;
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    });
    cdp.on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    );
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      this.#askToOpen(url, windowName, windowFeatures.join(',')),
    );
    cdp.on('Fetch.requestPaused', (paused: Paused) => void this.#serve(paused).catch(() => {}));

    await cdp.call('Page.enable');
    const { frameTree } = await cdp.call<{ frameTree: { frame: FrameInfo } }>('Page.getFrameTree');
    this.frames.set(frameTree.frame.id, frameTree.frame);
    await cdp.call('Runtime.enable');
    await cdp.call('Inspector.enable');
    await cdp.call('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    if (this.#preferences.preload !== undefined) {
      const preload = readFileSync(this.#preferences.preload, 'utf8');
      const facts = {
        platform: process.platform,
        versions: process.versions,
        argv: process.argv,
        receiver: RECEIVER,
      };
      await cdp.call('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.#secret) });
      await cdp.call('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(this.#secret, BINDING, preload, facts),
        worldName: WORLD,
      });
    }
    await cdp.call('Page.addScriptToEvaluateOnNewDocument', { source: openScript(this.#secret) });
    await cdp.call('Page.addScriptToEvaluateOnNewDocument', {
      source: linkScript(this.#secret, BINDING),
      worldName: WORLD,
    });
    await cdp.call('Page.addScriptToEvaluateOnNewDocument', {
      source: inputScript(BINDING),
      worldName: WORLD,
    });
    await cdp.call('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    this.#page.resolve(cdp);
  }

  async #call<Result = Record<string, unknown>>(
    method: string,
    params: Record<string, unknown> = {},
  ): Promise<Result> {
    return (await this.#page.promise).call<Result>(method, params);
  }

  get mainFrame(): WebFrameMain {
    const main = [...this.frames.values()].find((frame) => frame.parentId === undefined);
    return new WebFrameMain(this, main?.id ?? '');
  }

  async loadURL(url: string): Promise<void> {
    this.#expected = url;
    const finished = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve);
      this.once('destroyed', () => reject(new Error(`ERR_ABORTED (-3) loading '${url}'`)));
    });
    finished.catch(() => {});
    const { errorText } = await this.#call<{ errorText?: string }>('Page.navigate', { url: toPage(url) });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText} loading '${url}'`);
    }
    await finished;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#toPage({ kind: 'event', channel, value: encode(args) });
  }

  reload(): void {
    this.#expected = this.getURL();
    void this.#call('Page.reload').catch(() => {});
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#call<{
      result: { value?: unknown };
      exceptionDetails?: { exception?: { description?: string }; text: string };
    }>('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    if (options.pageSize !== 'A4') throw new Error('electron stand-in: only A4 can be printed');
    const { data } = await this.#call<{ data: string }>('Page.printToPDF', {
      ...{ paperWidth: 8.27, paperHeight: 11.69, preferCSSPageSize: options.preferCSSPageSize ?? false },
      printBackground: options.printBackground ?? false,
      generateTaggedPDF: options.generateTaggedPDF ?? false,
      generateDocumentOutline: options.generateDocumentOutline ?? false,
    });
    return Buffer.from(data, 'base64');
  }

  close(): void {
    void this.#call('Page.close').catch(() => {});
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Asks the app. Its answer can only be no: see browser.ts. */
  #askToOpen(url: string, frameName: string, features: string): void {
    const disposition = features === '' ? 'foreground-tab' : 'new-window';
    const details = { url: fromPage(url), frameName, features, disposition } as const;
    const { action } = this.#openHandler?.(details) ?? { action: 'deny' };
    if (action !== 'deny') console.error('electron stand-in: windows opened by a page are not implemented');
  }

  getURL = (): string => this.mainFrame.url;
  getTitle = (): string => '';
  isDestroyed = (): boolean => this.#destroyed;
  isLoading = (): boolean => this.#loading;
  focus = (): void => void this.#call('Page.bringToFront').catch(() => {});
  getZoomFactor = (): number => this.#zoom;
  setZoomFactor(factor: number): void {
    this.#zoom = factor;
    void this.#call('Emulation.setPageScaleFactor', { pageScaleFactor: factor }).catch(() => {});
  }

  /** The page is gone. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#page.reject(new Error('Object has been destroyed'));
    all.delete(this.id);
    this.emit('destroyed');
  }

  #isolatedContextOf(frameId: string): number | undefined {
    return [...this.#contexts].find(([, context]) => context.isolated && context.frameId === frameId)?.[0];
  }

  #toPage(message: object, contextId = this.#isolatedContextOf(this.mainFrame.frameToken)): void {
    if (contextId === undefined || this.#destroyed) return;
    const run = (expression: string) =>
      void this.#call('Runtime.evaluate', { expression, contextId }).catch(() => {});
    const text = JSON.stringify(message);
    const whole = `globalThis.${RECEIVER}Pieces`;
    if (text.length <= LARGEST_PIECE) {
      run(`globalThis.${RECEIVER}?.(${JSON.stringify(text)})`);
      return;
    }
    this.#inPieces += 1;
    const name = this.#inPieces;
    run(`(${whole} ??= {})[${name}] = ''`);
    for (let at = 0; at < text.length; at += LARGEST_PIECE) {
      run(`${whole}[${name}] += ${JSON.stringify(text.slice(at, at + LARGEST_PIECE))}`);
    }
    run(`{ const text = ${whole}[${name}]; delete ${whole}[${name}]; globalThis.${RECEIVER}?.(text); }`);
  }

  /** A call of the binding. Which frame it came from is what Chromium says, not what the message says. */
  async #receive(call: { name: string; payload: string; executionContextId: number }): Promise<void> {
    const context = this.#contexts.get(call.executionContextId);
    if (call.name !== BINDING || context === undefined || !context.isolated) return;
    const said = JSON.parse(call.payload) as { kind: string };
    if (said.kind === 'open') {
      const { url, name, features } = said as { kind: string; url: string; name: string; features: string };
      this.#askToOpen(url, name, features);
      return;
    }
    if (said.kind === 'input') {
      const { type, modifiers } = said as { kind: string; type: string; modifiers: string[] };
      this.emit('input-event', {}, { type, modifiers });
      return;
    }
    const message = said as {
      kind: 'invoke' | 'send';
      channel: string;
      id: number;
      args: string;
    };
    const args = decode(message.args) as unknown[];
    const event = {
      sender: this,
      senderFrame: new WebFrameMain(this, context.frameId),
      frameId: 0,
      processId: 0,
      type: 'frame',
    };
    if (message.kind === 'send') {
      ipcMain.receive(message.channel, event, args);
      return;
    }
    const { ok, value } = await ipcMain.answer(message.channel, event as never, args);
    this.#toPage({ kind: 'reply', id: message.id, ok, value }, call.executionContextId);
  }

  /** Every request of the page: navigations that nobody allowed are stopped, our own scheme is served. */
  async #serve(paused: Paused): Promise<void> {
    const { requestId, request } = paused;
    const url = fromPage(request.url);
    if (paused.resourceType === 'Document' && !this.#mayGo(paused, url)) {
      await this.#call('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const answer = await answerFor(url, request);
    if (answer === null) {
      await this.#call('Fetch.continueRequest', { requestId });
      return;
    }
    await this.#call('Fetch.fulfillRequest', {
      requestId,
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
    });
  }

  #mayGo(paused: Paused, url: string): boolean {
    const isMainFrame = paused.frameId === this.mainFrame.frameToken;
    if (isMainFrame && this.#expected !== null && sameAddress(this.#expected, url)) {
      this.#expected = null;
      return true;
    }
    let prevented = false;
    const event = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: new WebFrameMain(this, paused.frameId),
      initiator: this.mainFrame,
      preventDefault: () => {
        prevented = true;
      },
      get defaultPrevented() {
        return prevented;
      },
    };
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !prevented) this.emit('will-navigate', event, url, false, true, 0, 0);
    return !prevented;
  }
}

function sameAddress(one: string, other: string): boolean {
  return URL.parse(one)?.href === URL.parse(other)?.href;
}

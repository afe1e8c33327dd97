/**
 * What runs in the page: a bridge end in the main world and one in the preload's isolated world.
 * The two worlds share the DOM and nothing else. Values cross as the detail of a DOM event whose name is a secret of
 * this window, and Chromium clones them on the way (structured clone), synchronously.
 */
import { decode, encode } from './clone.ts';

/** Both bridge ends refuse frames: a sandboxed preload runs in the main frame only, unless told otherwise. */
const MAIN_FRAME_ONLY = 'if (window !== window.top) return;';

/** The bridge end of the page's own world: listens for what the preload exposes. */
export function mainWorldScript(secret: string): string {
  return `(() => { ${MAIN_FRAME_ONLY} (${mainWorld.toString()})(${JSON.stringify(secret)}); })();`;
}

/** The preload's world: a sandboxed require, the IPC renderer, the bridge, then the preload itself. */
export function preloadScript(secret: string, binding: string, preload: string, facts: object): string {
  return `(() => { ${MAIN_FRAME_ONLY}
const encode = ${encode.toString()};
const decode = ${decode.toString()};
const { require, process } = (${isolatedWorld.toString()})(${JSON.stringify(secret)}, ${JSON.stringify(binding)}, encode, decode, ${JSON.stringify(facts)});
const module = { exports: {} };
((require, module, exports, process) => {${preload}
})(require, module, module.exports, process);
})();`;
}

/** In every frame: `window.open` and links that want a window ask the app instead. Both halves share a secret name. */
export function openScript(secret: string): string {
  return `(${windowOpen.toString()})(${JSON.stringify(secret)});`;
}
export function linkScript(secret: string, binding: string): string {
  return `(${opensWindows.toString()})(${JSON.stringify(secret)}, ${JSON.stringify(binding)});`;
}

/** In every frame: what a person presses, before any script of the page hears of it. */
export function inputScript(binding: string): string {
  return `(${tellsOfInput.toString()})(${JSON.stringify(binding)});`;
}

/** The name under which the main process speaks to the isolated world. */
export const RECEIVER = '__electronReceive';

// From here on: source text for the page. Nothing from outside a function may be used in it.

function windowOpen(secret: string): void {
  const dispatch = EventTarget.prototype.dispatchEvent.bind(document);
  const Detail = CustomEvent;
  const Address = URL;
  // Null is what a page gets when it is denied, and a window that never was has nothing to fetch or to close.
  window.open = (url = 'about:blank', name = '', features = '') => {
    const detail = { url: new Address(url, document.baseURI).href, name, features };
    dispatch(new Detail(`${secret}-open`, { detail }));
    return null;
  };
}

function opensWindows(secret: string, binding: string): void {
  const post = (globalThis as unknown as Record<string, (text: string) => void>)[binding];
  const ask = (url: string, name: string, features = '') =>
    post?.(JSON.stringify({ kind: 'open', url, name, features }));
  const here = ['', '_self', '_parent', '_top'];

  document.addEventListener(`${secret}-open`, (event) => {
    const { url, name, features } = (event as CustomEvent).detail;
    ask(url, name, features);
  });
  const click = (event: MouseEvent) => {
    const isMiddle = event.type === 'auxclick' && event.button === 1;
    if (event.defaultPrevented || !(isMiddle || event.type === 'click')) return;
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement && each.href !== '');
    if (!(link instanceof HTMLAnchorElement)) return;
    const isModified = isMiddle || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!isModified && here.includes(link.target.toLowerCase())) return;
    event.preventDefault();
    ask(link.href, isModified ? '' : link.target);
  };
  addEventListener('click', click);
  addEventListener('auxclick', click);
}

function tellsOfInput(binding: string): void {
  const post = (globalThis as unknown as Record<string, (text: string) => void>)[binding];
  const types = {
    mousedown: 'mouseDown',
    mouseup: 'mouseUp',
    keydown: 'rawKeyDown',
    keyup: 'keyUp',
    touchstart: 'touchStart',
    touchend: 'touchEnd',
  };
  for (const [name, type] of Object.entries(types)) {
    const tell = (event: Event) => {
      // What a script of the page has made is no input.
      if (!event.isTrusted) return;
      const modifiers = event instanceof KeyboardEvent && event.repeat ? ['isautorepeat'] : [];
      post?.(JSON.stringify({ kind: 'input', type, modifiers }));
    };
    addEventListener(name, tell, { capture: true, passive: true });
  }
}

function mainWorld(secret: string): void {
  const dispatch = EventTarget.prototype.dispatchEvent.bind(document);
  const listen = EventTarget.prototype.addEventListener.bind(document);
  const Detail = CustomEvent;
  const { defineProperty, freeze, entries } = Object;
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const callbacks: ((...args: unknown[]) => unknown)[] = [];
  type Cell = { kind: string; value?: unknown; id?: number };

  /** Rebuilds what the isolated world described: plain values, proxies for functions, promises. */
  function build(cell: Cell, seen: unknown[] = []): unknown {
    switch (cell.kind) {
      case 'function':
        return (...args: unknown[]) => call(cell.id ?? 0, args);
      case 'promise':
        return new Promise((resolve, reject) => promises.set(cell.id ?? 0, { resolve, reject }));
      case 'array': {
        const built: unknown[] = [];
        seen.push(built);
        for (const held of cell.value as Cell[]) built.push(build(held, seen));
        return freeze(built);
      }
      case 'object': {
        const built: Record<string, unknown> = {};
        seen.push(built);
        for (const [key, held] of entries(cell.value as Record<string, Cell>)) {
          defineProperty(built, key, { value: build(held, seen), enumerable: true });
        }
        return freeze(built);
      }
      case 'same':
        return seen[cell.id ?? 0];
      case 'error':
        return new Error(String(cell.value));
      default:
        return cell.value;
    }
  }

  function call(id: number, args: unknown[]): unknown {
    const request: { reply?: Cell } & Record<string, unknown> = {
      kind: 'call',
      id,
      args: args.map(describe),
    };
    let reply: Cell | undefined;
    const name = `${secret}-reply`;
    const take = (event: Event) => {
      reply = (event as CustomEvent<Cell>).detail;
    };
    listen(name, take, { once: true });
    dispatch(new Detail(`${secret}-isolated`, { detail: request }));
    if (reply === undefined) throw new Error('The preload is gone.');
    const result = build(reply);
    if (result instanceof Error && reply.kind === 'error') throw result;
    return result;
  }

  /** Functions go over as numbers; everything else as the clone that the event makes of it. */
  function describe(value: unknown): Cell {
    if (typeof value === 'function') {
      return { kind: 'function', id: callbacks.push(value as (...args: unknown[]) => unknown) - 1 };
    }
    return { kind: 'value', value: structuredClone(value) };
  }

  listen(`${secret}-main`, (event) => {
    const message = (event as CustomEvent).detail as {
      kind: string;
      key: string;
      id: number;
      cell: Cell;
      args: Cell[];
    };
    if (message.kind === 'expose') {
      if (message.key in window)
        throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      defineProperty(window, message.key, { value: build(message.cell), enumerable: true });
    } else if (message.kind === 'settle') {
      const promise = promises.get(message.id);
      promises.delete(message.id);
      const value = build(message.cell);
      if (message.cell.kind === 'error') promise?.reject(value);
      else promise?.resolve(value);
    } else if (message.kind === 'callback') {
      callbacks[message.id]?.(...message.args.map((each) => build(each)));
    }
  });
}

function isolatedWorld(
  secret: string,
  binding: string,
  encode: (value: unknown) => string,
  decode: (text: string) => unknown,
  facts: { platform: string; versions: Record<string, string>; argv: string[]; receiver: string },
) {
  type Listener = (event: object, ...args: unknown[]) => void;
  type Cell = { kind: string; value?: unknown; id?: number };
  const post = (globalThis as unknown as Record<string, (text: string) => void>)[binding];
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const invocations = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  const functions: ((...args: unknown[]) => unknown)[] = [];
  let lastInvocation = 0;
  let lastPromise = 0;

  function send(kind: string, channel: string, args: unknown[], id = 0): void {
    post?.(JSON.stringify({ kind, channel, id, args: encode(args) }));
  }
  function remove(channel: string, listener: Listener): void {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((each) => each.listener !== listener),
    );
  }
  function add(channel: string, listener: Listener, once: boolean) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  }

  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]) {
      lastInvocation += 1;
      const id = lastInvocation;
      return new Promise((resolve, reject) => {
        send('invoke', channel, args, id);
        invocations.set(id, { resolve, reject });
      });
    },
    send: (channel: string, ...args: unknown[]) => send('send', channel, args),
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };

  Object.defineProperty(globalThis, facts.receiver, {
    value(text: string) {
      const message = JSON.parse(text) as {
        kind: string;
        id: number;
        channel: string;
        ok: boolean;
        value: string;
      };
      const value = decode(message.value);
      if (message.kind === 'reply') {
        const invocation = invocations.get(message.id);
        invocations.delete(message.id);
        if (message.ok) invocation?.resolve(value);
        else invocation?.reject(new Error(String(value)));
        return;
      }
      for (const { listener, once } of [...(listeners.get(message.channel) ?? [])]) {
        if (once) remove(message.channel, listener);
        listener({ sender: ipcRenderer, ports: [] }, ...(value as unknown[]));
      }
    },
  });

  const tell = (detail: unknown) => document.dispatchEvent(new CustomEvent(`${secret}-main`, { detail }));

  /** Describes a value for the page's world: functions and promises by number, the rest by clone. */
  function describe(value: unknown, seen = new Map<unknown, number>()): Cell {
    const before = seen.get(value);
    if (before !== undefined) return { kind: 'same', id: before };
    if (typeof value === 'function') {
      return { kind: 'function', id: functions.push(value as (...args: unknown[]) => unknown) - 1 };
    }
    if (value instanceof Promise) {
      lastPromise += 1;
      const id = lastPromise;
      value.then(
        (settled) => tell({ kind: 'settle', id, cell: describe(settled) }),
        (error: unknown) => tell({ kind: 'settle', id, cell: failure(error) }),
      );
      return { kind: 'promise', id };
    }
    if (value instanceof Error) return { kind: 'value', value };
    if (Array.isArray(value)) {
      seen.set(value, seen.size);
      return { kind: 'array', value: value.map((each) => describe(each, seen)) };
    }
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      seen.set(value, seen.size);
      const cells: Record<string, Cell> = {};
      for (const [key, held] of Object.entries(value)) cells[key] = describe(held, seen);
      return { kind: 'object', value: cells };
    }
    return { kind: 'value', value: structuredClone(value) };
  }
  const failure = (error: unknown): Cell => ({
    kind: 'error',
    value: error instanceof Error ? error.message : String(error),
  });

  document.addEventListener(`${secret}-isolated`, (event) => {
    const { id, args } = (event as CustomEvent).detail as { id: number; args: Cell[] };
    const given = args.map((cell) =>
      cell.kind === 'function'
        ? (...sent: unknown[]) => {
            tell({ kind: 'callback', id: cell.id, args: sent.map((each) => describe(each)) });
          }
        : cell.value,
    );
    let reply: Cell;
    try {
      reply = describe(functions[id]?.(...given));
    } catch (error) {
      reply = failure(error);
    }
    document.dispatchEvent(new CustomEvent(`${secret}-reply`, { detail: reply }));
  });

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => {
      tell({ kind: 'expose', key, cell: describe(api) });
    },
  };
  const modules: Record<string, unknown> = { electron: { contextBridge, ipcRenderer } };
  return {
    require(name: string): unknown {
      if (!(name in modules)) throw new Error(`module not found: ${name}`);
      return modules[name];
    },
    process: {
      platform: facts.platform,
      versions: facts.versions,
      argv: facts.argv,
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      env: {},
    },
  };
}

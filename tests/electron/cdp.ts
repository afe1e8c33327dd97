/** The Chrome DevTools Protocol over a WebSocket: calls, and events by session. */
import { EventEmitter } from 'node:events';

type Params = Record<string, unknown>;
type Incoming = {
  id?: number;
  method?: string;
  params?: Params;
  sessionId?: string;
  result?: Params;
  error?: { message: string };
};

export class CdpSession extends EventEmitter {
  readonly call: <Result = Params>(method: string, params?: Params) => Promise<Result>;
  constructor(call: CdpSession['call']) {
    super();
    this.setMaxListeners(0);
    this.call = call;
  }
}

export type Cdp = {
  browser: CdpSession;
  session(id: string): CdpSession;
  closed: Promise<void>;
  close(): void;
};

/** Connects to the browser's own endpoint. Calls made after it is gone are answered with a rejection. */
export async function connectCdp(url: string): Promise<Cdp> {
  const socket = await openSocket(url);
  const pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  const sessions = new Map<string, CdpSession>();
  const closed = Promise.withResolvers<void>();
  let last = 0;

  const caller =
    (sessionId?: string): CdpSession['call'] =>
    (method, params = {}) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new Error('Chromium is gone.'));
          return;
        }
        last += 1;
        pending.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
      });

  const browser = new CdpSession(caller());
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Incoming;
    if (message.id !== undefined) {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result as never);
    } else if (message.method !== undefined) {
      const target = message.sessionId === undefined ? browser : sessions.get(message.sessionId);
      target?.emit(message.method, message.params);
    }
  };
  socket.onclose = () => {
    for (const { reject } of pending.values()) reject(new Error('Chromium is gone.'));
    pending.clear();
    closed.resolve();
  };

  return {
    browser,
    session(id) {
      const session = sessions.get(id) ?? new CdpSession(caller(id));
      sessions.set(id, session);
      return session;
    },
    closed: closed.promise,
    close: () => socket.close(),
  };
}

const TRIES = 10;
const BETWEEN_TRIES_MS = 100;

/** Chromium says where it listens a moment before it always answers there. */
async function openSocket(url: string, tries = TRIES): Promise<WebSocket> {
  const socket = new WebSocket(url);
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
  });
  if (isOpen) return socket;
  if (tries <= 1) throw new Error('Chromium does not answer.');
  await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  return openSocket(url, tries - 1);
}

/** Notification: the desktop's own, over the session's D-Bus, as Electron's is on Linux. */
import { EventEmitter } from 'node:events';
import { type SessionBus, sessionBus } from '@homebridge/dbus-native';
import { app } from './app.ts';

type Options = {
  id?: string;
  title?: string;
  body?: string;
  silent?: boolean;
  urgency?: 'low' | 'normal' | 'critical';
  timeoutType?: 'default' | 'never';
};

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const URGENCY = { low: 0, normal: 1, critical: 2 } as const;
/** "Never expires" and "as the server likes", in the words of the Desktop Notifications Specification. */
const NEVER = 0;
const AS_IT_LIKES = -1;

let connection: Promise<SessionBus> | null = null;
/** Those on the screen, by the number that the server gave each. */
const shown = new Map<number, Notification>();

function bus(): Promise<SessionBus> {
  connection ??= new Promise((resolve, reject) => {
    const opened = sessionBus();
    opened.connection.on('error', reject);
    const listen = (signal: string, heard: (number: number) => void) => {
      opened.signals.on(opened.mangle(PATH, SERVICE, signal), ([number]: [number]) => heard(number));
      opened.addMatch(`type='signal',interface='${SERVICE}',member='${signal}'`, (error: unknown) => {
        if (error) reject(new Error(wordsOf(error)));
        else if (signal === 'ActionInvoked') resolve(opened);
      });
    };
    listen('NotificationClosed', (number) => {
      shown.get(number)?.emit('close', {});
      shown.delete(number);
    });
    listen('ActionInvoked', (number) => shown.get(number)?.emit('click', {}));
  });
  connection.catch(() => {
    connection = null;
  });
  return connection;
}

export class Notification extends EventEmitter {
  readonly id: string;
  title: string;
  body: string;
  readonly #options: Options;
  #number = 0;

  constructor(options: Options = {}) {
    super();
    this.id = options.id || crypto.randomUUID();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.#options = options;
  }

  static isSupported = (): boolean =>
    process.platform === 'linux' && Boolean(process.env.DBUS_SESSION_BUS_ADDRESS);
  static handleActivation(_callback: unknown): void {}

  show(): void {
    void this.#show().catch((error: unknown) =>
      this.emit('failed', {}, error instanceof Error ? error.message : String(error)),
    );
  }
  close(): void {
    if (this.#number === 0) return;
    const number = this.#number;
    void bus()
      .then((opened) => invoke(opened, 'CloseNotification', 'u', [number]))
      .catch(() => {});
  }

  async #show(): Promise<void> {
    const opened = await bus();
    const hints = [['urgency', ['y', URGENCY[this.#options.urgency ?? 'normal']]]];
    const timeout = this.#options.timeoutType === 'never' ? NEVER : AS_IT_LIKES;
    const args = [
      app.getName(),
      this.#number,
      '',
      this.title,
      this.body,
      ['default', 'Open'],
      hints,
      timeout,
    ];
    this.#number = Number(await invoke(opened, 'Notify', 'susssasa{sv}i', args));
    shown.set(this.#number, this);
    this.emit('show', {});
  }
}

function invoke(opened: SessionBus, member: string, signature: string, body: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    opened.invoke(
      { path: PATH, destination: SERVICE, interface: SERVICE, member, signature, body },
      (error: unknown, result: unknown) => (error ? reject(new Error(wordsOf(error))) : resolve(result)),
    );
  });
}

/** An error of the bus is a plain object: its name says what happened, its message says it in words. */
function wordsOf(error: unknown): string {
  const { name, message } = error as { name?: string; message?: string };
  return message || name || String(error);
}

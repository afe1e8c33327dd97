/** ipcMain: the main process's end of IPC. */
import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { encode } from './clone.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the stand-in: what an `invoke` resolves to, or the text that it rejects with, encoded. */
  async answer(
    channel: string,
    event: IpcMainInvokeEvent,
    args: unknown[],
  ): Promise<{ ok: boolean; value: string }> {
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      // Encoded here: a result that cannot be cloned is the handler's error, and the page must hear of it.
      return { ok: true, value: encode(await handler(event, ...args)) };
    } catch (error) {
      return { ok: false, value: encode(`Error invoking remote method '${channel}': ${error}`) };
    }
  }
  /** For the stand-in: a message that wants no answer. */
  receive(channel: string, event: object, args: unknown[]): void {
    this.emit(channel, event, ...args);
  }
}

export const ipcMain = new IpcMain();

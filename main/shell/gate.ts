/** The one gate between pages and the app: checks who asks, and the shape of everything in both directions. */
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from 'electron';
import { z } from 'zod';
import { CHANNELS } from '#shared/channels.ts';
import { failureOf, LifelineError } from '#shared/errors.ts';
import {
  COMMANDS,
  type Command,
  type CommandBy,
  EVENTS,
  type EventName,
  type EventPayload,
  type Request,
  type Response,
} from '#shared/ipc.ts';
import { isAppUrl } from './app-protocol.ts';

export type ShellCommands = {
  [Name in CommandBy<'shell'>]: (request: Request<Name>, from: BrowserWindow) => Promise<Response<Name>>;
};

const CoreEvent = z.enum([
  'tickets.changed',
  'articles.changed',
  'chat.changed',
  'connection.changed',
  'statusLine.changed',
  'store.changed',
  'settings.changed',
  'service.changed',
]);
const Call = z.tuple([z.enum(Object.keys(COMMANDS) as [Command, ...Command[]]), z.unknown()]);

/** The window asks a handful at a time. A page that floods the gate must not fill the memory of shell and core. */
const MOST_UNDER_WAY = 200;

/**
 * Opens the gate. Every call is answered with a value, never with a rejection: a failure reaches the window by
 * name and not as the text of an exception.
 */
export function openGate(
  shellCommands: ShellCommands,
  askCore: (name: Command, request: unknown) => Promise<unknown>,
): void {
  let underWay = 0;
  ipcMain.handle(CHANNELS.invoke, async (event, ...args: unknown[]) => {
    underWay += 1;
    try {
      const window = trustedWindow(event);
      if (underWay > MOST_UNDER_WAY) throw new LifelineError('too_often');
      return { ok: true, value: await answer(window, args) };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    } finally {
      underWay -= 1;
    }
  });

  async function answer(from: BrowserWindow, args: unknown[]): Promise<unknown> {
    const call = Call.safeParse(args);
    if (!call.success) throw new LifelineError('invalid_request');
    const [name, payload] = call.data;
    const request = COMMANDS[name].request.safeParse(payload);
    if (!request.success)
      throw new LifelineError('invalid_request', { detail: z.prettifyError(request.error) });
    const value = await perform(name, request.data, from);
    return COMMANDS[name].response.parse(value);
  }

  function perform(name: Command, request: unknown, from: BrowserWindow): Promise<unknown> {
    switch (name) {
      case 'app.info':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'app.notices':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'link.open':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'window.setFullScreen':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'window.setChatInSight':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'window.printToPdf':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      case 'attachment.open':
        return shellCommands[name](COMMANDS[name].request.parse(request), from);
      default:
        return askCore(name, request);
    }
  }
}

/** Sends an event to every window, after checking its shape. */
export function broadcast<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
  const parsed = EVENTS[name].parse(payload);
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(CHANNELS.event, name, parsed);
}

/** Passes on an event of core, whose name and shape are not known until they are parsed. */
export function broadcastFromCore(name: string, payload: unknown): void {
  const known = CoreEvent.safeParse(name).data;
  const parsed = known === undefined ? undefined : EVENTS[known].safeParse(payload).data;
  if (known === undefined || parsed === undefined) {
    console.error(`core told of ${name}, which does not fit the map`);
    return;
  }
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(CHANNELS.event, known, parsed);
}

/** Only the main frame of one of our windows, showing our own page, may ask anything. */
function trustedWindow(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (window === null || !isTrustedFrame(event.senderFrame)) throw new LifelineError('invalid_request');
  return window;
}

function isTrustedFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}

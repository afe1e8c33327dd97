/** Core, composed: the store, the link to the desk, and the commands of the window. */
import { LifelineError } from '#shared/errors.ts';
import { idMaker } from '#shared/ids.ts';
import type { CommandBy, EventName, EventPayload, Request, Response } from '#shared/ipc.ts';
import { commands } from './commands.ts';
import { deskLink } from './link.ts';
import type { Ports } from './ports.ts';
import { named } from './store/open.ts';
import { openEverything } from './store/store.ts';

/** The events that come from core. */
export type CoreEvent = Extract<EventName, 'tickets.changed' | 'connection.changed' | 'settings.changed'>;
export type Emit = <Name extends CoreEvent>(name: Name, payload: EventPayload<Name>) => void;

/**
 * A core that answers commands. A store that cannot be opened is no reason to die: every command then fails with
 * the store's own failure, and opening is tried again with the next one.
 */
export function createCore(ports: Ports, emit: Emit) {
  let opened: ReturnType<typeof open> | null = null;

  function open() {
    const store = openEverything(ports.folder);
    const changed = (ids: EventPayload<'tickets.changed'>['ids']) => emit('tickets.changed', { ids });
    const link = deskLink(store, ports, {
      changed,
      connection: (connection) => emit('connection.changed', connection),
      settings: (settings) => emit('settings.changed', settings),
    });
    const ids = idMaker(ports.clock.now, ports.random.bytes);
    return { store, link, commands: commands(store, link, { clock: ports.clock, ids, changed }) };
  }

  function ready() {
    if (opened === null) {
      opened = open();
      void opened.link.start();
    }
    return opened;
  }

  return {
    /** Opens the store and connects; a failure shows with the first command. */
    start(): void {
      try {
        ready();
      } catch (error) {
        if (!(error instanceof LifelineError)) throw error;
      }
    },
    /** Answers one command. Rejects with a LifelineError for everything a person can act on. */
    async handle<Name extends CommandBy<'core'>>(
      name: Name,
      request: Request<Name>,
    ): Promise<Response<Name>> {
      try {
        return await ready().commands[name](request);
      } catch (error) {
        throw named(error);
      }
    },
    /** Closes the store; what is under way is tried again at the next start. */
    stop(): void {
      opened?.link.stop();
      opened?.store.close();
      opened = null;
    },
  };
}
export type Core = ReturnType<typeof createCore>;

/** Core, composed: the store, the link to the desk, and the commands of the window. */
import { failureOf, LifelineError } from '#shared/errors.ts';
import { idMaker } from '#shared/ids.ts';
import type { CommandBy, EventName, EventPayload, Request, Response } from '#shared/ipc.ts';
import type { CorePortRequest, CorePortResponse } from '#shared/wire.ts';
import { attachments } from './attachments/attachments.ts';
import { commands } from './commands.ts';
import { deskLink } from './link.ts';
import type { Ports } from './ports.ts';
import { named } from './store/failure.ts';
import { openEverything, type Store } from './store/store.ts';

/** Without a command for so long, nobody is waiting. */
const IDLE_MS = 10 * 60_000;

/** The events that come from core. */
export type CoreEvent = Extract<
  EventName,
  | 'tickets.changed'
  | 'articles.changed'
  | 'chat.changed'
  | 'connection.changed'
  | 'settings.changed'
  | 'service.changed'
  | 'statusLine.changed'
  | 'store.changed'
>;
export type Emit = <Name extends CoreEvent>(name: Name, payload: EventPayload<Name>) => void;

/**
 * A core that answers commands. A store that cannot be opened is no reason to die: every command then fails with
 * the store's own failure, and opening is tried again with the next one.
 */
export function createCore(ports: Ports, emit: Emit) {
  let opened: ReturnType<typeof open> | null = null;
  let cancelIdle = () => {};

  function open(isSuspect: boolean) {
    const store = openEverything(ports.folder, {
      ...ports,
      isSuspect,
      changed: (health) => emit('store.changed', health),
      damaged: () => openAgain(store),
    });
    const changed = (ids: EventPayload<'tickets.changed'>['ids']) => {
      emit('tickets.changed', { ids });
      link.ticketsChanged();
    };
    const ids = idMaker(ports.clock.now, ports.random.bytes);
    const link = deskLink(
      store,
      { ...ports, ids },
      {
        changed,
        chat: (chat) => emit('chat.changed', { chat }),
        articlesChanged: () => emit('articles.changed', {}),
        connection: (connection) => emit('connection.changed', connection),
        settings: (settings) => emit('settings.changed', settings),
        service: (service) => emit('service.changed', service),
        statusLine: (line) => emit('statusLine.changed', { line }),
        // Not at once: whoever found it is still at work with the store.
        damaged: () => ports.clock.after(0, () => openAgain(store)),
      },
    );
    const files = attachments(store, {
      ...ports,
      ids,
      changed,
      outboxChanged: link.refresh,
      download: link.download,
    });
    const { clock } = ports;
    return { store, link, files, commands: commands(store, link, files, { clock, ids, changed }) };
  }

  function ready(isSuspect = false) {
    if (opened === null) {
      opened = open(isSuspect);
      // What a damaged store knew of may come back yet.
      if (opened.store.health().recovery === null) opened.files.tidy();
      void opened.link.start();
    }
    return opened;
  }

  function close(): void {
    cancelIdle();
    opened?.link.stop();
    opened?.store.close();
    opened = null;
  }

  /** The way out of damage that shows while the store is in use: opening finds it, and rebuilds. */
  function openAgain(damaged: Store): void {
    if (opened?.store !== damaged) return;
    close();
    try {
      const { store } = ready(true);
      emit('store.changed', store.health());
      emit('tickets.changed', { ids: null });
    } catch (error) {
      // Shows with the next command, which tries again.
      if (!(error instanceof LifelineError)) throw error;
    }
  }

  /** What `ask` gives; when the store turns out to be damaged, once more from the rebuilt one. */
  async function answer<T>(ask: (core: ReturnType<typeof open>) => T | Promise<T>): Promise<T> {
    const asked = ready();
    try {
      return await ask(asked);
    } catch (error) {
      if (!isDamage(error)) throw named(error);
      openAgain(asked.store);
    } finally {
      waitForIdle();
    }
    try {
      return await ask(ready());
    } catch (error) {
      throw named(error);
    }
  }

  /** Reads the whole store against its sums when nobody has asked anything for a while. */
  function waitForIdle(): void {
    cancelIdle();
    cancelIdle = ports.clock.after(IDLE_MS, () => {
      const looked = opened;
      try {
        looked?.store.checkWhenIdle();
      } catch (error) {
        if (isDamage(error) && looked !== null) openAgain(looked.store);
      }
    });
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
      return answer(({ commands }) => commands[name](request));
    },
    /** The file behind an attachment, for the shell to open. */
    async file(request: CorePortRequest<'attachment.file'>): Promise<CorePortResponse<'attachment.file'>> {
      return answer(({ files }) => files.file(request));
    },
    /** A picture, for the shell to show in the window. */
    async picture(
      request: CorePortRequest<'attachment.picture'>,
    ): Promise<CorePortResponse<'attachment.picture'>> {
      return answer(({ files }) => files.picture(request));
    },
    /** Closes the store; what is under way is tried again at the next start. */
    stop: close,
  };
}

const isDamage = (error: unknown): boolean => failureOf(named(error)).code === 'store_damaged';

export type Core = ReturnType<typeof createCore>;

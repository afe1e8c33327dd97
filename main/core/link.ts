/** The link to the configured desk: sync and outbox while there is one, and everything that changes which one it is. */
import type { Account } from '#shared/contract.ts';
import { failureOf, LifelineError } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { Connection, Preferences, Settings } from '#shared/model.ts';
import { connection } from './connection.ts';
import { deskAddress } from './desk/address.ts';
import type { DeskPort } from './desk/port.ts';
import { restDesk } from './desk/rest.ts';
import { notices } from './notices.ts';
import { type Outbox, outbox } from './outbox/outbox.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store/store.ts';
import { type Sync, sync } from './sync/sync.ts';

export type LinkEvents = {
  changed(ids: TicketId[]): void;
  connection(connection: Connection): void;
  settings(settings: Settings): void;
};

/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;

type Wanted = { url: string; token?: string | undefined };

export function deskLink(store: Store, ports: Ports, events: LinkEvents) {
  let desk: DeskPort | null = null;
  let running: Sync | null = null;

  const status = connection(ports.clock.now, (before) => {
    events.connection(current());
    if (before !== 'online' && status.get().state === 'online') {
      carrier.deskIsBack();
      running?.now();
    }
  });
  const telling = notices(store, ports, storeTrouble);
  const carrier: Outbox = outbox(store, ports, {
    desk: () => (status.get().state === 'signed_out' ? null : desk),
    isProbing: () => status.get().state !== 'online',
    heard: status.heard,
    storeTrouble,
    changed: (ids) => {
      events.changed(ids);
      status.counted();
    },
  });

  function storeTrouble(error: unknown): void {
    const failure = failureOf(error);
    if (!failure.code.startsWith('store_')) throw error;
    status.storeTrouble(failure);
  }

  function current(): Connection {
    return { ...status.get(), ...store.operations.counts() };
  }

  function address(): Settings['desk'] {
    const saved = store.settings.get('deskUrl');
    if (saved !== null) return { url: saved, source: 'settings' };
    return ports.startedWith === null ? null : { url: ports.startedWith.url, source: 'started_with' };
  }

  async function savedToken(): Promise<string | null> {
    if (address()?.source === 'started_with') return ports.startedWith?.token ?? null;
    return ports.secrets.read('desk-token');
  }

  /** The saved token goes only to the address that it was given for. */
  async function tokenFor(url: string, given: string | undefined): Promise<string> {
    const token = given ?? (address()?.url === url ? await savedToken() : null);
    if (token === null || token === '') throw new LifelineError('desk_unauthorized');
    return token;
  }

  async function connect(): Promise<void> {
    running?.stop();
    running = null;
    desk = null;
    const target = address();
    if (target === null) {
      status.reset('no_desk', null);
      return;
    }
    let token: string | null;
    try {
      token = await savedToken();
    } catch (error) {
      status.reset('signed_out', failureOf(error));
      return;
    }
    if (token === null) {
      status.reset('signed_out', { code: 'desk_unauthorized' });
      return;
    }
    desk = restDesk(target.url, token, ports);
    status.reset('connecting', null);
    running = sync(store, desk, ports, {
      heard: status.heard,
      storeTrouble,
      waitingUntil: status.waitingUntil,
      changed: (ids) => {
        if (ids.length > 0) events.changed(ids);
        telling.tell();
      },
    });
    void running.run();
    carrier.wake();
  }

  async function start(): Promise<void> {
    try {
      store.transaction(() => store.operations.recoverInterrupted());
    } catch (error) {
      storeTrouble(error);
      ports.clock.after(STORE_RETRY_MS, () => void start());
      return;
    }
    telling.tell();
    await connect();
  }

  async function settings(): Promise<Settings> {
    const target = address();
    return {
      preferences: store.settings.get('preferences') ?? { language: null, theme: 'system' },
      desk: target,
      hasToken: target !== null && (await savedToken().catch(() => null)) !== null,
      secretsBackend: await ports.secrets.backend(),
    };
  }

  async function settingsChanged(): Promise<Settings> {
    const changed = await settings();
    events.settings(changed);
    return changed;
  }

  return {
    /** Picks up what an earlier run left, and connects. */
    start,
    stop(): void {
      telling.stop();
      running?.stop();
      desk = null;
      carrier.stop();
    },
    wakeOutbox(): void {
      status.counted();
      carrier.wake();
    },
    refresh: status.counted,
    tryNow(): void {
      carrier.tryNow();
      running?.now();
    },
    connection: current,
    settings,

    async savePreferences(
      patch: { [K in keyof Preferences]?: Preferences[K] | undefined },
    ): Promise<Settings> {
      const { preferences } = await settings();
      const next = {
        language: patch.language === undefined ? preferences.language : patch.language,
        theme: patch.theme ?? preferences.theme,
      };
      store.transaction(() => store.settings.set('preferences', next));
      return settingsChanged();
    },

    /** Asks who we are at an address; a LifelineError names what stands in the way. Saves nothing. */
    async check(wanted: Wanted): Promise<Account> {
      const url = deskAddress(wanted.url);
      const answer = await restDesk(url, await tokenFor(url, wanted.token), ports).account();
      if (answer.kind === 'answered') return answer.value;
      // A refusal of the very first question comes from something that is no desk.
      const failure = answer.kind === 'refused' || answer.kind === 'expired' ? null : answer.failure;
      throw new LifelineError(
        failure?.code ?? 'desk_not_a_desk',
        failure?.detail ? { detail: failure.detail } : {},
      );
    },

    async save(wanted: Wanted): Promise<Settings> {
      const url = deskAddress(wanted.url);
      const token = await tokenFor(url, wanted.token);
      await ports.secrets.write('desk-token', token);
      store.transaction(() => store.settings.set('deskUrl', url));
      await connect();
      return settingsChanged();
    },
  };
}
export type DeskLink = ReturnType<typeof deskLink>;

/** The link to the configured desk: sync and outbox while there is one, and everything that changes which one it is. */
import { z } from 'zod';
import { type Account, type ChatState, TYPING_EVERY_SECONDS } from '#shared/contract.ts';
import { deskAddress } from '#shared/desk-address.ts';
import { failureOf, LifelineError } from '#shared/errors.ts';
import type { AttachmentId, IdMaker, OperationId, TicketId } from '#shared/ids.ts';
import {
  type AccountName,
  type Connection,
  Preferences,
  type Service,
  type Settings,
  type StatusLine,
  type WaitingOperation,
} from '#shared/model.ts';
import {
  accountHere,
  accountName,
  bringAlong,
  confirmAccount,
  isConfirmed,
  leftBy,
  signInWith,
  unconfirmed,
} from './account.ts';
import { connection } from './connection.ts';
import { isFromBetween } from './desk/no-answer.ts';
import type { DeskAnswer, DeskPort } from './desk/port.ts';
import { restDesk } from './desk/rest.ts';
import { withoutToken } from './desk/secret.ts';
import { notices } from './notices.ts';
import { askWhileWaiting } from './outbox/lateness.ts';
import { type Outbox, outbox, type TakenBack } from './outbox/outbox.ts';
import { whyItWaits } from './outbox/why.ts';
import { deskService } from './policy/service.ts';
import type { Ports } from './ports.ts';
import { watchPromises } from './promise-watch.ts';
import { statusLine } from './status-line.ts';
import { named } from './store/failure.ts';
import { ownerOf } from './store/settings.ts';
import type { Store } from './store/store.ts';
import { cursorOf } from './sync/changes.ts';
import { forgetLastWords, openLastWords } from './sync/last-words.ts';
import { type Sync, sync } from './sync/sync.ts';

export type LinkEvents = {
  changed(ids: TicketId[]): void;
  articlesChanged(): void;
  chat(chat: ChatState | null): void;
  connection(connection: Connection): void;
  settings(settings: Settings): void;
  service(service: Service): void;
  statusLine(line: StatusLine | null): void;
  /** The store was found damaged in use. */
  damaged(): void;
};

/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;
/** Between two looks whether the keyring gives the token. */
const KEYRING_RETRY_MS = 30_000;
const MINUTE_MS = 60_000;
/** What is no desk's answer for longer may hide that another desk is there. */
const WHO_IS_IT_MS = 60_000;

const KeptToken = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // The text is a secret, so no message may quote it.
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ url: z.string(), token: z.string() }));

type Wanted = { url: string; token?: string | undefined };

export function deskLink(store: Store, ports: Ports & { ids: IdMaker }, events: LinkEvents) {
  let desk: DeskPort | null = null;
  let running: Sync | null = null;
  /**
   * The account that the desk has named since it was last out of reach: whoever answers after that may be another desk,
   * and what waits goes to nobody else (invariant 11).
   */
  let confirmed: string | null = null;
  /** How often the desk has answered those who ask for changes. */
  let answers = 0;
  let cancelDoubt: (() => void) | null = null;
  /** True once the desk has said that it does not know this token. */
  let isUnknown = false;
  /** True until the desk first answers, and again once nobody answered: then all that waited may go. */
  let wasGone = true;
  /** When a desk that left out a lot is asked once more. */
  let askingAgainAt: number | null = null;

  /** Counts the desks: whoever waited for something while another one was chosen gives way. */
  let chosen = 0;
  let isPickedUp = false;
  let isStopped = false;
  let caughtUp = false;
  /** Chats whose desk has just heard that the person is writing. */
  const writing = new Set<TicketId>();
  let cancelMinute: (() => void) | null = null;
  let cancelLook: (() => void) | null = null;

  const status = connection(ports.clock.now, (wasThere) => {
    events.connection(current());
    if (!status.isThere() || wasThere) return;
    // After mere trouble each operation keeps its own back-off; after silence everything may go.
    if (wasGone) carrier.deskIsBack();
    else carrier.wake();
    wasGone = false;
    running?.goOn();
  });

  /** What the desk says to those who ask for changes. */
  function heardInSync(answer: DeskAnswer<unknown>): void {
    if (answer.kind === 'unreachable') wasGone = true;
    if (answer.kind === 'answered') answers += 1;
    if (answer.kind === 'unauthorized' && answer.isDesks) isUnknown = true;
    doubtOr(answer);
    // A desk that refuses what every client must ask brings no answers, however friendly it is otherwise.
    if (answer.kind === 'refused') status.trouble(answer.failure);
    else status.heard(answer);
  }

  /**
   * Once nobody was there, whoever answers next may be another desk, and so may whoever follows a minute without a fitting
   * word: until the account has answered again, nothing is sent.
   */
  function doubtOr(answer: DeskAnswer<unknown>): void {
    if (answer.kind === 'answered' || answer.kind === 'refused') {
      cancelDoubt?.();
      cancelDoubt = null;
    } else if (answer.kind === 'unreachable') {
      confirmed = null;
    } else {
      cancelDoubt ??= ports.clock.after(WHO_IS_IT_MS, () => {
        cancelDoubt = null;
        confirmed = null;
        // A stream that stands would never tell.
        running?.doubt();
      });
    }
  }
  /** Only after a death: each change is noted before it is taken. */
  const lastWords = ports.afterDeath ? openLastWords(ports.disk, ports.folder) : null;
  if (lastWords === null) forgetLastWords(ports.disk, ports.folder);
  const service = deskService(store, ports.clock, () => {
    events.service(service.get());
    lookAtPromises();
  });
  const telling = notices(store, ports, { preferences, storeTrouble });
  const line = statusLine(store, ports, {
    owner: () => accountHere(store),
    preferences,
    changed: events.statusLine,
    storeTrouble,
  });
  const carrier: Outbox = outbox(store, ports, {
    desk: () =>
      desk === null || confirmed === null || status.get().state === 'signed_out'
        ? null
        : { port: desk, account: confirmed },
    isProbing: () => !status.isThere(),
    answers: () => answers,
    isAskedAgain: () => askingAgainAt !== null,
    heard(answer, from) {
      // An answer of a desk that is no longer the chosen one says nothing about this one.
      if (from !== desk) return;
      if (answer.kind !== 'later' && isFromBetween(answer)) {
        // Whether everything is refused or only this, the next question tells.
        running?.look();
        running?.goOn();
        return status.blockedOnce();
      }
      doubtOr(answer);
      status.heard(answer);
      // The stream may stand all the same, and would never tell.
      if (answer.kind === 'unauthorized' || answer.kind === 'unreachable') running?.doubt();
      // Whoever takes a write is there: what the pull waits for may be over.
      if (answer.kind === 'answered' || answer.kind === 'refused') running?.forgetFailures();
      // The desk may have something else to say of what it refused.
      if (answer.kind === 'refused') running?.look();
    },
    replyArrived: (id, from) => {
      if (from === desk) running?.replyArrived(id);
    },
    storeTrouble,
    changed: (ids) => {
      events.changed(ids);
      status.counted();
    },
  });

  function storeTrouble(thrown: unknown): void {
    const error = named(thrown);
    const failure = failureOf(error);
    if (!failure.code.startsWith('store_')) throw error;
    status.trouble(failure);
    if (failure.code === 'store_damaged') events.damaged();
    // Only an answer of the desk ends the trouble, and a stream that stands may bring none for long.
    cancelLook?.();
    cancelLook = ports.clock.after(STORE_RETRY_MS, () => running?.look());
  }

  function current(): Connection {
    try {
      return {
        ...status.get(),
        ...store.operations.counts(),
        missing: store.tickets.missing(),
        unreadable: store.unread.ofNoTicket(),
        resync: resync(),
      };
    } catch (error) {
      // A store that cannot even be counted: said as what it is, because nobody knows what waits.
      const unknown = { waiting: 0, refused: 0, missing: 0, unreadable: 0, resync: null };
      return { ...status.get(), ...unknown, state: 'trouble', problem: failureOf(named(error)) };
    }
  }

  function resync(): Connection['resync'] {
    const here = accountHere(store);
    const held = here === null ? null : cursorOf(store, here).held;
    return held && { shows: held.shows, of: held.of, asksAgainAt: askingAgainAt };
  }

  function address(): Settings['desk'] {
    const saved = store.settings.get('deskUrl');
    if (saved !== null) return { url: saved, source: 'settings' };
    return ports.startedWith === null ? null : { url: ports.startedWith.url, source: 'started_with' };
  }

  /** The token for the chosen address. It is kept together with its address, so that it never goes to another. */
  async function savedToken(): Promise<string | null> {
    const target = address();
    if (target === null) return null;
    if (target.source === 'started_with') return ports.startedWith?.token ?? null;
    const kept = await ports.secrets.read('desk-token');
    const parsed = KeptToken.safeParse(kept);
    return parsed.success && parsed.data.url === target.url ? parsed.data.token : null;
  }

  async function tokenFor(url: string, given: string | undefined): Promise<string> {
    const token = given ?? (address()?.url === url ? await savedToken() : null);
    if (token === null || token === '') throw new LifelineError('desk_unauthorized');
    return token;
  }

  async function connect(): Promise<void> {
    pickUp();
    chosen += 1;
    const mine = chosen;
    running?.stop();
    running = null;
    desk = null;
    confirmed = null;
    askingAgainAt = null;
    cancelDoubt?.();
    cancelDoubt = null;
    const target = address();
    if (target === null) {
      signInWith(store, null);
      events.statusLine(line.get());
      status.reset('no_desk', null);
      return;
    }
    const token = await savedToken().catch((error: unknown) => {
      // A keyring may be locked for a while, right after signing in to the computer for instance.
      ports.clock.after(KEYRING_RETRY_MS, () => {
        if (mine === chosen) void start();
      });
      return failureOf(error);
    });
    if (mine !== chosen) return;
    if (token === null || typeof token === 'object') {
      status.reset('signed_out', token ?? { code: 'desk_unauthorized' });
      return;
    }
    const signedInWith = unconfirmed(target.url, token);
    isUnknown = false;
    if (store.settings.get('link') !== signedInWith) service.forget();
    signInWith(store, signedInWith);
    events.statusLine(line.get());
    const clean = withoutToken(token);
    const log = (line: string) => ports.log(clean(line));
    desk = restDesk(target.url, token, {
      ...ports,
      log,
      // What another desk said, or this one before it was left, says nothing of the one that is chosen now.
      heardTime: (deskNow) => {
        if (mine === chosen) service.heard(deskNow);
      },
    });
    status.reset('connecting', null);
    running = sync(
      store,
      desk,
      { ...ports, log, lastWords },
      {
        heard: heardInSync,
        asksWhoItIs: () => {
          confirmed = null;
        },
        confirmed: (account) => {
          confirmed = confirmAccount(store, { url: target.url, link: signedInWith }, account);
          // Whose the tickets in the list are has changed with it.
          events.changed([]);
          line.heard(confirmed, account);
          carrier.wake();
          return confirmed;
        },
        isStill(owner, account) {
          if (ownerOf(account) !== owner) return false;
          try {
            line.heard(owner, account);
          } catch (error) {
            storeTrouble(error);
          }
          return true;
        },
        askingAgainAt: (at) => {
          askingAgainAt = at;
          status.counted();
        },
        storeTrouble,
        waitingUntil: status.waitingUntil,
        changesFail: status.standing,
        stored: (ids) => {
          if (ids.length > 0) events.changed(ids);
        },
        pageStored: () => {
          // A page that the end of core broke off: the store is closed.
          if (isStopped) return;
          lookAtPromises();
          // The changes may have settled what waited, and so opened a lane.
          status.counted();
          carrier.wake();
        },
        articlesChanged: events.articlesChanged,
        chat: events.chat,
        goesOn: () => telling.tell(),
        hasCaughtUp: () => caughtUp,
        caughtUp: () => {
          caughtUp = true;
          telling.tell();
        },
      },
    );
    void running.run();
  }

  /** Picks up what an earlier run left, once, and before anything is sent: what is being sent now is not left over. */
  function pickUp(): void {
    if (isPickedUp) return;
    store.transaction(() => {
      store.operations.recoverInterrupted();
      store.tickets.recoverInterrupted();
      store.attachments.recoverInterrupted();
      store.operations.countClosedTime(ports.clock.now());
      telling.pickUp();
    });
    isPickedUp = true;
    carrier.resume();
    telling.tell();
    cancelMinute = ports.clock.after(MINUTE_MS, minutePassed);
  }

  async function start(): Promise<void> {
    try {
      await connect();
    } catch (error) {
      storeTrouble(error);
      ports.clock.after(STORE_RETRY_MS, () => {
        if (!isStopped && running === null) void start();
      });
    }
  }

  function lookAtPromises(): void {
    try {
      if (watchPromises(store, ports.clock, service)) telling.tell();
    } catch (error) {
      storeTrouble(error);
    }
  }

  /** Counts how long tickets wait, in minutes that passed and not by the clock, which may be turned. */
  function minutePassed(): void {
    cancelMinute = ports.clock.after(MINUTE_MS, minutePassed);
    service.minutePassed();
    lookAtPromises();
    try {
      if (store.operations.size() === 0) return;
      const asked = store.transaction(() => {
        store.operations.countMinute();
        return preferences().askStillHappening === 'before' ? askWhileWaiting(store) : [];
      });
      if (asked.length > 0) events.changed(asked);
    } catch (error) {
      storeTrouble(error);
    }
  }

  function preferences(): Preferences {
    return store.settings.get('preferences') ?? Preferences.parse({ language: null, theme: 'system' });
  }

  async function settings(): Promise<Settings> {
    const target = address();
    return {
      preferences: preferences(),
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

  /** The desk did not know the token: there is no account yet that anything was written for. */
  const mayComeAlong = (): boolean => isUnknown && !isConfirmed(accountHere(store) ?? '');

  /** What a person opens says nothing of the way in as a whole; that it failed is worth a look. */
  function heardBeside(answer: DeskAnswer<unknown>): void {
    const isFine = answer.kind === 'answered' || answer.kind === 'refused' || answer.kind === 'expired';
    if (!isFine) running?.look();
  }

  /** Asks at once for whatever the desk has, as if nothing had failed before. */
  function lookAround(at: Sync): void {
    at.forgetFailures();
    at.now();
    at.look();
    at.lookAtStatus();
  }

  return {
    /** Picks up what an earlier run left, and connects. */
    start,
    stop(): void {
      chosen += 1;
      isStopped = true;
      cancelMinute?.();
      cancelLook?.();
      telling.stop();
      line.stop();
      running?.stop();
      cancelDoubt?.();
      desk = null;
      confirmed = null;
      carrier.stop();
    },
    /** Something about tickets has changed: what was told of them may be over. */
    ticketsChanged: telling.closeOver,
    wakeOutbox(): void {
      status.counted();
      carrier.wake();
    },
    refresh: status.counted,
    /** The person asked for it: everything goes now and once, whatever it waits for (and the way in is looked at). */
    tryNow(): void {
      carrier.tryNow();
      if (running === null) void start();
      else lookAround(running);
    },
    /** The network may be another than it was: nothing that only waited for it waits any longer. */
    look(): void {
      if (running === null) return void start();
      lookAround(running);
      carrier.deskIsBack();
    },
    /** Makes sure that an operation, held meanwhile, may be taken out: that the desk does not have what it brings. */
    takeBack: (id: OperationId): Promise<TakenBack> => carrier.takeBack(id),
    /** Keeps an operation from being sent until what this returns is called, once. */
    hold: (id: OperationId): (() => void) => carrier.hold(id),
    /** Everything in the outbox, with what each waits for. */
    waiting(): WaitingOperation[] {
      return whyItWaits(store, {
        connection: current(),
        isConfirmed: confirmed !== null,
        isResting: carrier.isResting,
      });
    },
    /** Gives the content of a file that the desk has. A LifelineError names what stands in the way. */
    async download(ticketId: TicketId, id: AttachmentId, take: (bytes: Uint8Array) => void): Promise<void> {
      const asked = desk;
      if (asked === null) throw new LifelineError(address() === null ? 'desk_missing' : 'desk_unauthorized');
      const answer = await asked.download(ticketId, id, take);
      if (asked === desk) heardBeside(answer);
      if (answer.kind === 'answered') return;
      const { code, detail } =
        answer.kind === 'expired' ? { code: 'desk_answer_unfit' as const } : answer.failure;
      throw new LifelineError(code, detail === undefined ? {} : { detail });
    },
    /** How a chat stands; null when the desk has none. A LifelineError when nobody can say. */
    async chat(ticketId: TicketId): Promise<ChatState | null> {
      const asked = desk;
      if (asked === null) throw new LifelineError('desk_missing');
      const answer = await asked.chat(ticketId);
      if (asked === desk) heardBeside(answer);
      if (answer.kind === 'answered') return answer.value;
      throw new LifelineError(answer.kind === 'expired' ? 'desk_answer_unfit' : answer.failure.code);
    },
    /** Says that the person is writing, now and then; whether it arrives does not matter. */
    typing(ticketId: TicketId): void {
      if (desk === null || !status.isThere() || writing.has(ticketId)) return;
      writing.add(ticketId);
      ports.clock.after(TYPING_EVERY_SECONDS * 1000, () => writing.delete(ticketId));
      void desk.typing(ticketId);
    },
    /** What the desk says of itself; it is asked once more, because somebody is about to read it. */
    statusLine(): StatusLine | null {
      running?.lookAtStatus();
      return line.get();
    },
    followStatusLine: line.follow,
    connection: current,
    service: service.get,
    settings,

    async savePreferences(
      patch: { [K in keyof Preferences]?: Preferences[K] | undefined },
    ): Promise<Settings> {
      store.transaction(() => {
        store.settings.set('preferences', Preferences.parse({ ...preferences(), ...given(patch) }));
      });
      // The quiet hours may be over with this.
      telling.tell();
      return settingsChanged();
    },

    /** Asks who we are at an address; a LifelineError names what stands in the way. Saves nothing. */
    async check(wanted: Wanted): Promise<Account> {
      const url = deskAddress(wanted.url);
      const answer = await restDesk(url, await tokenFor(url, wanted.token), ports).account();
      if (answer.kind === 'answered') return answer.value;
      // A refusal of the very first question comes from something that is no desk.
      const isNoDesk = answer.kind === 'refused' || answer.kind === 'blocked' || answer.kind === 'expired';
      const failure = isNoDesk ? null : answer.failure;
      throw new LifelineError(
        failure?.code ?? 'desk_not_a_desk',
        failure?.detail ? { detail: failure.detail } : {},
      );
    },

    /** What waits that would not go to whoever answers at this address with this token, and for whom it waits. */
    async wouldLeave(wanted: Wanted): Promise<{
      waiting: number;
      drafts: number;
      account: AccountName | null;
      mayComeAlong: boolean;
    }> {
      const url = deskAddress(wanted.url);
      const token = await tokenFor(url, wanted.token);
      const answer = await restDesk(url, token, ports).account();
      const answers = answer.kind === 'answered' ? ownerOf(answer.value) : null;
      const left = leftBy(store, { url, link: unconfirmed(url, token) }, answers);
      const here = accountHere(store);
      // Of this alone there is something to decide, so it is asked about by itself.
      const isBringable = here !== null && left.includes(here) && mayComeAlong();
      const counts = (isBringable ? [here] : left).map((owner) => store.operations.countOf(owner));
      return {
        waiting: counts.reduce((sum, { waiting }) => sum + waiting, 0),
        drafts: counts.reduce((sum, { drafts }) => sum + drafts, 0),
        account: left.length === 1 ? accountName(store, left[0] ?? null) : null,
        mayComeAlong: isBringable,
      };
    },

    /** `comesAlong` is the person's word that what was written under a token that nobody knew is theirs. */
    async save(wanted: Wanted & { comesAlong?: boolean | undefined }): Promise<Settings> {
      const url = deskAddress(wanted.url);
      const token = await tokenFor(url, wanted.token);
      await ports.secrets.write('desk-token', JSON.stringify({ url, token }));
      store.transaction(() => {
        if (wanted.comesAlong === true && mayComeAlong()) bringAlong(store, unconfirmed(url, token));
        store.settings.set('deskUrl', url);
      });
      await connect();
      return settingsChanged();
    },
  };
}
/** A patch without what it leaves out: undefined would wipe what is saved. */
function given<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export type DeskLink = ReturnType<typeof deskLink>;

/**
 * The way in: asks who we are, pulls the changes, and listens for pokes; falls back to polling where there is
 * no stream, and starts over with jittered back-off when anything fails.
 */
import type { ChatState } from '#shared/contract.ts';
import type { IdMaker, TicketId } from '#shared/ids.ts';
import { waitMs } from '../backoff.ts';
import type { DeskAnswer, DeskPort } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import { ownerOf } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { readAllAnew, storePage } from './changes.ts';

/** Between two pulls from a desk without push. */
const POLL_MS = 30_000;
/** A connection that stood this long was fine: the next failure is the first one again. */
const HEALTHY_MS = 30_000;

export type SyncHooks = {
  heard(answer: DeskAnswer<unknown>): void;
  /** Takes a failure of the store, and throws anything else on. */
  storeTrouble(error: unknown): void;
  /** When the next try will be, for the person to see; null while one is under way. */
  waitingUntil(at: number | null): void;
  /** A page is stored; these tickets changed with it. */
  stored(ids: TicketId[]): void;
  /** Such a page brought or took help pages. */
  articlesChanged(): void;
  /** A chat is at this point now; null when any may be other than it was. */
  chat(chat: ChatState | null): void;
  /** There is no more to pull for now. */
  caughtUp(): void;
  /** True once a pull of this run has caught up. */
  hasCaughtUp(): boolean;
};

const ENDED: DeskAnswer<'ended'> = { kind: 'answered', status: 200, value: 'ended' };

export function sync(
  store: Store,
  desk: DeskPort,
  { clock, random, ids }: Pick<Ports, 'clock' | 'random'> & { ids: IdMaker },
  hooks: SyncHooks,
) {
  const ended = new AbortController();
  const hasEnded = (): boolean => ended.signal.aborted;
  /** Ends the wait that is under way, if one is. */
  let hurry: (() => void) | null = null;
  /** Pulls at once, if a connection stands. */
  let look: (() => void) | null = null;
  /** Gives up the connection that stands, if one does. */
  let drop: (() => void) | null = null;

  /** Waits `ms`, or less when somebody calls `now()`. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        hurry = null;
        cancel();
        resolve();
      };
      const cancel = clock.after(ms, wake);
      hurry = wake;
    });
  }

  async function run(): Promise<void> {
    for (let failures = 1; !hasEnded(); failures += 1) {
      let stoodLong = false;
      const cancel = clock.after(HEALTHY_MS, () => {
        stoodLong = true;
      });
      let namedByDesk: number | null = null;
      try {
        const answer = await connectOnce();
        if (answer.kind === 'later') namedByDesk = answer.afterMs;
      } catch (error) {
        hooks.storeTrouble(error);
      }
      cancel();
      if (hasEnded()) return;
      if (stoodLong) failures = 1;
      const wait = waitMs(failures, random.fraction(), namedByDesk);
      hooks.waitingUntil(clock.now() + wait);
      await pause(wait);
      if (!hasEnded()) hooks.waitingUntil(null);
    }
  }

  /** Stays connected as long as it can, and returns with what ended it. */
  async function connectOnce(): Promise<DeskAnswer<unknown>> {
    const account = await heard(desk.account());
    if (account.kind !== 'answered' || hasEnded()) return account;
    store.transaction(() => store.settings.set('account', account.value));

    // Another requester sees other tickets, so the cursor of one means nothing to the other.
    const owner = ownerOf(account.value);
    const caughtUp = await pull(owner);
    if (caughtUp.kind !== 'answered' || hasEnded()) return caughtUp;

    const end = await listen(owner);
    if (hasEnded()) return end;
    // A desk without a stream is asked again and again instead.
    if (end.kind === 'refused') return poll(owner);
    // Given up by ourselves: nobody has answered anything.
    if (end !== ENDED) hooks.heard(end);
    return end;
  }

  /** Pulls at every poke, until the stream ends, a pull fails or somebody drops the connection. */
  async function listen(owner: string): Promise<DeskAnswer<unknown>> {
    const connection = new AbortController();
    const trouble = Promise.withResolvers<DeskAnswer<unknown>>();
    let pulling: Promise<void> | null = null;
    let isPokedAgain = false;

    async function pullUntilQuiet(): Promise<void> {
      do {
        isPokedAgain = false;
        const answer = await pull(owner);
        if (answer.kind !== 'answered') trouble.resolve(answer);
      } while (isPokedAgain && !connection.signal.aborted);
      pulling = null;
    }
    /** However many pokes come during a pull, one more pull answers them all. */
    const poked = () => {
      isPokedAgain = true;
      pulling ??= pullUntilQuiet().catch(trouble.reject);
    };

    look = poked;
    drop = () => trouble.resolve(ENDED);
    try {
      return await Promise.race([
        desk.listen({ poke: poked, chat: hooks.chat }, connection.signal),
        trouble.promise,
      ]);
    } finally {
      look = null;
      drop = null;
      connection.abort();
      await pulling;
    }
  }

  async function poll(owner: string): Promise<DeskAnswer<unknown>> {
    for (;;) {
      await pause(POLL_MS * (0.5 + random.fraction()));
      if (hasEnded()) return ENDED;
      const answer = await pull(owner);
      if (answer.kind !== 'answered') return answer;
    }
  }

  /** Pulls page after page until there is no more. An expired cursor means everything from the start. */
  async function pull(owner: string): Promise<DeskAnswer<unknown>> {
    const doubtful = store.operations.doubtful();
    for (;;) {
      const cursor = store.settings.get('cursors')?.[owner]?.value ?? null;
      const answer = await heard(desk.changes(cursor));
      if (hasEnded()) return answer;
      if (answer.kind === 'expired' && cursor !== null) {
        readAllAnew(store, owner);
        continue;
      }
      if (answer.kind !== 'answered') return answer;
      const page = answer.value;
      // "More" behind the very same cursor would go round for ever.
      if (page.more && page.cursor === cursor) {
        const unfit: DeskAnswer<never> = {
          kind: 'later',
          failure: { code: 'desk_answer_unfit' },
          afterMs: null,
        };
        return heard(Promise.resolve(unfit));
      }
      const whileClosed = !hooks.hasCaughtUp();
      hooks.stored(storePage(store, owner, page, { now: clock.now(), ids, whileClosed }));
      if (page.changes.some(({ kind }) => kind === 'article' || kind === 'article_deleted')) {
        hooks.articlesChanged();
      }
      if (page.more) continue;
      hooks.caughtUp();
      // Asked after they were refused, and told of everything: what is doubtful still has not arrived.
      if (doubtful.length > 0) store.transaction(() => store.operations.clearDoubt(doubtful));
      return answer;
    }
  }

  async function heard<T>(question: Promise<DeskAnswer<T>>): Promise<DeskAnswer<T>> {
    const answer = await question;
    if (!hasEnded()) hooks.heard(answer);
    return answer;
  }

  return {
    /** Runs until `stop`. Rejects only for what nobody foresaw. */
    run,
    /** Ends a wait at once. */
    now(): void {
      hurry?.();
    },
    /** Asks for changes without waiting for a poke. */
    look(): void {
      look?.();
    },
    /** Somebody else heard that the way to the desk is not as it seems: gives up the connection and asks anew. */
    doubt(): void {
      drop?.();
    },
    stop(): void {
      ended.abort();
      drop?.();
      hurry?.();
    },
  };
}
export type Sync = ReturnType<typeof sync>;

/**
 * The way in: asks who we are, pulls the changes, and listens for pokes; falls back to polling where there is
 * no stream, and starts over with jittered back-off when anything fails.
 */
import type { Account, ChatState } from '#shared/contract.ts';
import type { IdMaker, TicketId } from '#shared/ids.ts';
import type { ReceivedChanges } from '#shared/received.ts';
import { namedIn, waitMs } from '../backoff.ts';
import { type DeskAnswer, type DeskPort, unfit } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { cursorOf, readAllAnew, readSetAside, storePage } from './changes.ts';
import { hedged } from './hedged.ts';

/** Between two pulls from a desk without push. */
const POLL_MS = 30_000;
/** A connection that stood this long was fine: the next failure is the first one again. */
const HEALTHY_MS = 30_000;
/** A stream that says nothing for so long may be dead without knowing: what it would have told of is asked for. */
const QUIET_MS = 8_000;
/** Between a whole reading that left out a lot, and the one that may say it again. */
const ASK_AGAIN_MS = 5 * 60_000;
/**
 * Where nobody answers, or somebody in between does, the desk bears no load, and a person waits for the moment when the
 * network is back.
 */
const GONE_CAP_MS = 5_000;
/** Out for longer than some minutes, a client is one of many that wait for the same. */
const LONG_GONE = { failures: 120, capMs: 12_000 } as const;

export type SyncHooks = {
  heard(answer: DeskAnswer<unknown>): void;
  /** The account has answered; returns whose changes these are. */
  confirmed(account: Account): string;
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
  /** When a desk that left out a lot is asked once more; null when none is. */
  askingAgainAt(at: number | null): void;
};

const ENDED: DeskAnswer<'ended'> = { kind: 'answered', status: 200, value: 'ended' };

export function sync(
  store: Store,
  desk: DeskPort,
  { clock, random, ids, log }: Pick<Ports, 'clock' | 'random' | 'log'> & { ids: IdMaker },
  hooks: SyncHooks,
) {
  const ended = new AbortController();
  const hasEnded = (): boolean => ended.signal.aborted;
  let failures = 0;
  /** Ends the wait that is under way, if one is. */
  let hurry: (() => void) | null = null;
  /** Pulls at once, if a connection stands. */
  let look: (() => void) | null = null;
  /** Gives up the connection that stands, if one does. */
  let drop: (() => void) | null = null;
  /** True when somebody has found nobody there since the account last answered. */
  let isDoubted = false;
  /** The time has come to read everything once more; see `absence.ts`. */
  let isToAskAgain = false;
  let cancelAskAgain: (() => void) | null = null;
  let hasReadSetAside = false;

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
    while (!hasEnded()) {
      failures += 1;
      let stoodLong = false;
      const cancel = clock.after(HEALTHY_MS, () => {
        stoodLong = true;
      });
      let answer: DeskAnswer<unknown> = ENDED;
      try {
        answer = await connectOnce();
      } catch (error) {
        hooks.storeTrouble(error);
      }
      cancel();
      if (hasEnded()) return;
      if (stoodLong) failures = 1;
      const capMs = isGone(answer) || isDoubted ? capWhileGone(failures) : undefined;
      const wait = waitMs(failures, random.fraction(), {
        named: namedIn(answer),
        isCritical: true,
        ...(capMs !== undefined && { capMs }),
      });
      hooks.waitingUntil(clock.now() + wait);
      await pause(wait);
      if (!hasEnded()) hooks.waitingUntil(null);
    }
  }

  /** Stays connected as long as it can, and returns with what ended it. */
  async function connectOnce(): Promise<DeskAnswer<unknown>> {
    let owner: string;
    do {
      const account = await heard(hedged(clock, desk.account));
      if (account.kind !== 'answered' || hasEnded()) return account;
      isDoubted = false;
      // Another requester sees other tickets, so the cursor of one means nothing to the other.
      owner = hooks.confirmed(account.value);
      const caughtUp = await pull(owner);
      if (caughtUp.kind !== 'answered' || hasEnded()) return caughtUp;
      // A write has found nobody meanwhile: nothing more is sent until the account has answered once more.
    } while (isDoubted);

    const { end, hasStream } = await listen(owner);
    if (hasEnded()) return end;
    // A desk without a stream is asked again and again instead.
    if (!hasStream) return poll(owner);
    // Given up by ourselves: nobody has answered anything.
    if (end !== ENDED) hooks.heard(end);
    return end;
  }

  /** Pulls at every poke, and when it is quiet, until the stream ends, a pull fails or somebody drops the connection. */
  async function listen(owner: string): Promise<{ end: DeskAnswer<unknown>; hasStream: boolean }> {
    const connection = new AbortController();
    const trouble = Promise.withResolvers<DeskAnswer<unknown>>();
    let pulling: Promise<void> | null = null;
    let isPokedAgain = false;
    let cancelQuiet = (): void => undefined;

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
    const heardSomething = () => {
      cancelQuiet();
      cancelQuiet = clock.after(QUIET_MS, () => {
        poked();
        heardSomething();
      });
    };

    look = poked;
    drop = () => trouble.resolve(ENDED);
    heardSomething();
    try {
      const stream = desk.listen({ poke: poked, chat: hooks.chat, heard: heardSomething }, connection.signal);
      return await Promise.race([
        stream.then((end) => ({ end, hasStream: end.kind !== 'refused' && end.kind !== 'blocked' })),
        // A pull that was refused says nothing about the stream.
        trouble.promise.then((end) => ({ end, hasStream: true })),
      ]);
    } finally {
      look = null;
      drop = null;
      cancelQuiet();
      connection.abort();
      await pulling;
    }
  }

  async function poll(owner: string): Promise<DeskAnswer<unknown>> {
    drop = () => hurry?.();
    try {
      for (;;) {
        await pause(POLL_MS * (0.5 + random.fraction()));
        if (hasEnded() || isDoubted) return ENDED;
        const answer = await pull(owner);
        if (answer.kind !== 'answered') return answer;
      }
    } finally {
      drop = null;
    }
  }

  /** Pulls page after page until there is no more. An expired cursor means everything from the start. */
  async function pull(owner: string): Promise<DeskAnswer<unknown>> {
    readWhatWasSetAside(owner);
    if (isToAskAgain) {
      isToAskAgain = false;
      if (cursorOf(store, owner).held !== null) readAllAnew(store, owner, { again: true });
    }
    for (;;) {
      const cursor = cursorOf(store, owner).value;
      const answer = await heard(hedged(clock, () => desk.changes(cursor)));
      if (hasEnded()) return answer;
      if (answer.kind === 'expired' && cursor !== null) {
        readAllAnew(store, owner, { again: false });
        continue;
      }
      if (answer.kind !== 'answered') return answer;
      const page = answer.value;
      // "More" behind the very same cursor would go round for ever.
      if (page.more && page.cursor === cursor) return heard(Promise.resolve(unfit()));
      take(owner, page);
      if (page.more) continue;
      askAgainLater(owner);
      hooks.caughtUp();
      return answer;
    }
  }

  const context = () => ({ now: clock.now(), ids, whileClosed: !hooks.hasCaughtUp(), log });

  function take(owner: string, page: ReceivedChanges): void {
    hooks.stored(storePage(store, owner, page, context()));
    if (page.changes.some(({ kind }) => kind === 'article' || kind === 'article_deleted')) {
      hooks.articlesChanged();
    }
  }

  /** Once in a run: an update may have taught this app to read what it could not. */
  function readWhatWasSetAside(owner: string): void {
    if (hasReadSetAside) return;
    hasReadSetAside = true;
    hooks.stored(readSetAside(store, owner, context()));
  }

  function askAgainLater(owner: string): void {
    if (cursorOf(store, owner).held === null) {
      cancelAskAgain?.();
      cancelAskAgain = null;
      hooks.askingAgainAt(null);
    } else if (cancelAskAgain === null) {
      const wait = Math.round(ASK_AGAIN_MS * (0.8 + random.fraction() * 0.4));
      cancelAskAgain = clock.after(wait, () => {
        cancelAskAgain = null;
        isToAskAgain = true;
        look?.();
      });
      hooks.askingAgainAt(clock.now() + wait);
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
    /** The desk has answered somebody else: what failed before says nothing any more. */
    isThere(): void {
      failures = 0;
      hurry?.();
    },
    /** Asks for changes without waiting for a poke. */
    look(): void {
      look?.();
    },
    /** Somebody else heard that the way to the desk is not as it seems: gives up the connection and asks anew. */
    doubt(): void {
      isDoubted = true;
      drop?.();
    },
    stop(): void {
      ended.abort();
      cancelAskAgain?.();
      drop?.();
      hurry?.();
    },
  };
}
export type Sync = ReturnType<typeof sync>;

/** True when the desk itself was not heard. */
function isGone(answer: DeskAnswer<unknown>): boolean {
  return (
    answer.kind === 'unreachable' ||
    answer.kind === 'blocked' ||
    (answer.kind === 'later' && answer.failure.code === 'desk_not_a_desk')
  );
}

const capWhileGone = (failures: number): number =>
  failures > LONG_GONE.failures ? LONG_GONE.capMs : GONE_CAP_MS;

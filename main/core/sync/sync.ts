/**
 * The way in: asks who we are, pulls the changes, and listens for pokes; falls back to polling where there is
 * no stream, and starts over with jittered back-off when anything fails.
 */
import { setImmediate } from 'node:timers/promises';
import { type Account, type ChatState, STREAM_HEARTBEAT_SECONDS } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import type { ReceivedPage } from '#shared/received.ts';
import { GONE_CAP_MS, namedIn, waitMs } from '../backoff.ts';
import { isFromBetween } from '../desk/no-answer.ts';
import { type DeskAnswer, type DeskPort, unfit } from '../desk/port.ts';
import { pace } from '../pace.ts';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import {
  cursorOf,
  isWhole,
  markLeftOut,
  NOTHING_ASIDE,
  readAllAnew,
  readSetAside,
  SLICE,
  slicesOf,
  startReading,
  storeSlice,
  takeScope,
} from './changes.ts';
import { hedged } from './hedged.ts';
import type { LastWords } from './last-words.ts';
import { progress } from './progress.ts';

/** Between two pulls from a desk without push. */
const POLL_MS = 30_000;
/** A connection that stood this long was fine: the next failure is the first one again. */
const HEALTHY_MS = 30_000;
/**
 * Somewhat longer than a desk's stream is ever quiet. One that says nothing for so long may be dead without knowing:
 * what it would have told of is asked for.
 */
const QUIET_MS = (STREAM_HEARTBEAT_SECONDS + 1) * 1_000;
/** However lively a stream is, its desk may have forgotten to poke: so often somebody looks. */
const UNPOKED_MS = 60_000;
/** A desk whose heart beats more slowly than the contract says is given up to so many such times. */
const MOST_QUIETS = 6;
/** About so often a desk that is there is asked what it says of itself. */
const STATUS_LINE_MS = 4 * 60_000;
/** Between a whole reading that left out a lot, and the one that may say it again. */
const READ_ANEW_MS = 5 * 60_000;
/** A stream that ended by itself is opened again within this time: nobody hears anything meanwhile. */
const ENDED_CAP_MS = 10_000;
/** Whoever asks core for something waits no longer than for one such slice. */
const SLOW_SLICE_MS = 40;
/** What is left of a wait at least, to be spread. */
const SHORTEST_CAP_MS = 1_000;
/** Out for longer than some minutes, a client is one of many that wait for the same. */
const LONG_GONE = { failures: 120, capMs: 12_000 } as const;
/** However often a desk pokes, or says that there is more and brings nothing: so often it is asked, and no more. */
const ASKED = { atOnce: 5, everyMs: 500 } as const;
/** Pages that bring something; a first reading is over within these at once at all but the largest desks. */
const PAGES = { atOnce: 1_000, everyMs: 250 } as const;
/** A cursor that expires as soon as it is given would have everything read anew for ever. */
const READINGS = { atOnce: 3, everyMs: 60_000 } as const;
/** After so many pages of one pull, what they brought is told. */
const MANY_PAGES = 20;
/** Pages in a row that bring nothing and are not the last: a desk may have left out much. Then it goes in circles. */
const MOST_EMPTY = 60;

export type SyncHooks = {
  heard(answer: DeskAnswer<unknown>): void;
  /** Whoever answers from here on may be another desk or account, until it has said which. */
  asksWhoItIs(): void;
  /** The account has answered; returns whose changes these are. */
  confirmed(account: Account): string;
  /** The account was asked beside all else, for what the desk says of itself. False when it is another than `owner`. */
  isStill(owner: string, account: Account): boolean;
  /** Takes a failure of the store, and throws anything else on. */
  storeTrouble(error: unknown): void;
  /** When the next try will be, for the person to see; null while one is under way. */
  waitingUntil(at: number | null): void;
  /** A part of a page is stored; these tickets changed with it. */
  stored(ids: TicketId[]): void;
  /** No more of a page is stored for now: all of it is, or it broke off. */
  pageStored(): void;
  /** Such a page brought or took help pages. */
  articlesChanged(): void;
  /** What is wrong with the desk's changes alone, until null says that it is over: what else it answers is as it should be. */
  changesFail(problem: Failure | null): void;
  /** A chat is at this point now; null when any may be other than it was. */
  chat(chat: ChatState | null): void;
  /** Many pages of one pull are stored, and there are more: what they brought need not wait for the last. */
  goesOn(): void;
  /** There is no more to pull for now. */
  caughtUp(): void;
  /** True once a pull of this run has caught up. */
  hasCaughtUp(): boolean;
  /** When a desk that left out a lot is asked once more; null when none is. */
  askingAgainAt(at: number | null): void;
};

type Later = Extract<DeskAnswer<never>, { kind: 'later' }>;

/** Another account answers here now: everything begins anew, under its name. */
const ELSEWHERE: DeskAnswer<never> = {
  kind: 'unreachable',
  failure: { code: 'desk_unreachable' },
  neverLeft: false,
};
/** Somebody has ended the connection meanwhile. */
const GIVEN_UP: DeskAnswer<never> = { ...ELSEWHERE };
const ENDED: DeskAnswer<'ended'> = { kind: 'answered', status: 200, value: 'ended' };
const CIRCLES: Extract<DeskAnswer<never>, { kind: 'later' }> = {
  kind: 'later',
  failure: { code: 'desk_goes_in_circles' },
  afterMs: null,
  isPromise: false,
};
/** The desk answers, and its stream says nothing: that one is dead. */
const SILENT: DeskAnswer<'ended'> = { ...ENDED };

export function sync(
  store: Store,
  desk: DeskPort,
  {
    clock,
    random,
    ids,
    log,
    version,
    lastWords,
  }: Pick<Ports, 'clock' | 'random' | 'log' | 'version'> & { ids: IdMaker; lastWords: LastWords | null },
  hooks: SyncHooks,
) {
  const ended = new AbortController();
  const hasEnded = (): boolean => ended.signal.aborted;
  let failures = 0;
  /**
   * How long nobody had answered the newest question when it was given up, by the clock on the wall: so much of the
   * longest wait is over. A clock that is turned meanwhile costs no more than a wait that is too long or too short.
   */
  let silentMs = 0;
  /** How often in a row a stream may be quiet before it counts as dead. */
  let quietsAllowed = 1;
  /** Ends the wait that is under way, if one is. */
  let hurry: (() => void) | null = null;
  /** Pulls at once, if a connection stands. */
  let look: (() => void) | null = null;
  /** What the desk said when it asked to be left alone, and when. */
  let held: { answer: Later; at: number } | null = null;
  /** Gives up the connection that stands, if one does. */
  let drop: (() => void) | null = null;
  /** Asks what the desk says of itself, if a connection stands. */
  let lookAtStatus: (() => void) | null = null;
  /** True when somebody has found nobody there since the account last answered. */
  let isDoubted = false;
  /** The time has come to read everything once more; see `absence.ts`. */
  let isToAskAgain = false;
  let cancelAskAgain: (() => void) | null = null;
  let hasReadSetAside = false;
  /** Replies that have arrived since the changes were last had. */
  const arrived = new Set<MessageId>();
  /** True while it waits as long as the desk itself has asked it to. */
  let isHeldByDesk = false;
  /** How many changes are stored at once, as the ones before have shown. */
  let sliceSize: number = SLICE.changes;
  /** How often in a row nobody answered a pull, although the account had. */
  let silentPulls = 0;
  /** True since the desk's changes came to no end, until they do. */
  let isCircling = false;
  const asked = pace(clock, ASKED);
  const pages = pace(clock, PAGES);
  const readings = pace(clock, READINGS);

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
      const named = namedIn(answer);
      isHeldByDesk = named?.isPromise === true;
      const wait = waitMs(failures, random.fraction(), {
        named,
        isCritical: true,
        capMs: longestWait(answer, failures, { isDoubted, silentMs }),
      });
      hooks.waitingUntil(clock.now() + wait);
      await pause(wait);
      isHeldByDesk = false;
      if (!hasEnded()) hooks.waitingUntil(null);
    }
  }

  /** Stays connected as long as it can, and returns with what ended it. */
  async function connectOnce(): Promise<DeskAnswer<unknown>> {
    for (;;) {
      const waits = heldBack();
      if (waits !== null) return waits;
      if (!asked.take()) await asked.turn(ended.signal);
      const account = await askWhoItIs(ended.signal);
      if (account.kind !== 'answered' || hasEnded()) return account;
      isDoubted = false;
      // Another requester sees other tickets, so the cursor of one means nothing to the other.
      const owner = hooks.confirmed(account.value);
      takeScope(store, owner, account.value.scope);
      const caughtUp = await pull(owner, ended.signal);
      if (caughtUp.kind !== 'answered' || hasEnded()) return caughtUp;
      // A write has found nobody meanwhile: nothing more is sent until the account has answered once more.
      if (isDoubted) continue;
      const { end, isStreams } = await listen(owner);
      // The line was dead, and whoever is behind the next one has not said who it is.
      if (end === SILENT && !hasEnded()) continue;
      // What a pull was told is heard already, and what we gave up ourselves nobody has said.
      if (hasEnded() || !isStreams) return end;
      // A desk without a stream is asked again and again instead.
      if (end.kind === 'refused' || end.kind === 'blocked') return poll(owner);
      hooks.heard(end);
      return end;
    }
  }

  /**
   * Pulls at every poke, and when it is quiet, until the stream ends or turns out to be dead, a pull fails or somebody
   * drops the connection. `isStreams` when it was the stream that told how it ended.
   */
  async function listen(owner: string): Promise<{ end: DeskAnswer<unknown>; isStreams: boolean }> {
    const connection = new AbortController();
    const stream = new AbortController();
    const signal = AbortSignal.any([ended.signal, connection.signal]);
    const over = Promise.withResolvers<DeskAnswer<unknown>>();
    let pulling: Promise<boolean> | null = null;
    let isPokedAgain = false;

    async function pullUntilQuiet(): Promise<boolean> {
      let answer: DeskAnswer<unknown>;
      do {
        isPokedAgain = false;
        // A question hangs, so the stream may be dead too, and its connection is needed for a new line.
        answer = await pull(owner, signal, () => stream.abort());
        if (answer.kind !== 'answered') over.resolve(answer);
        else if (stream.signal.aborted) over.resolve(SILENT);
        // What was refused is not asked again at once, whoever pokes: the desk may have said for how long.
      } while (isPokedAgain && answer.kind === 'answered' && !signal.aborted);
      pulling = null;
      return answer.kind === 'answered';
    }
    /** However many pokes come during a pull, one more pull answers them all. True when the desk has answered. */
    const poked = () => {
      isPokedAgain = true;
      pulling ??= pullUntilQuiet().catch((error: unknown) => {
        over.reject(error);
        return false;
      });
      return pulling;
    };
    const silence = whenQuiet(poked, () => over.resolve(SILENT));
    let cancelUnpoked = (): void => undefined;
    const lookNowAndThen = (): void => {
      cancelUnpoked = clock.after(UNPOKED_MS * (0.5 + random.fraction()), () => {
        void poked();
        lookNowAndThen();
      });
    };
    lookNowAndThen();
    const stopAsking = askForStatus(owner, signal);

    look = () => void poked();
    drop = () => over.resolve(ENDED);
    // A pull that was refused says nothing about the stream, and neither does one that was given up for it.
    const otherwise = over.promise.then((end) => ({ end, isStreams: false }));
    try {
      return await Promise.race([
        desk
          .listen(
            { poke: look, chat: hooks.chat, heard: silence.broken },
            AbortSignal.any([signal, stream.signal]),
          )
          .then((end) => (stream.signal.aborted ? otherwise : { end, isStreams: true })),
        otherwise,
      ]);
    } finally {
      look = null;
      drop = null;
      connection.abort();
      cancelUnpoked();
      stopAsking();
      await pulling;
      silence.stop();
    }
  }

  /** Pulls whenever the stream is quiet. When the desk answers that and the stream stays quiet, it is dead. */
  function whenQuiet(pullNow: () => Promise<boolean>, isDead: () => void) {
    let words = 0;
    let quiets = 0;
    let cancel = (): void => undefined;

    function wait(): void {
      cancel();
      cancel = clock.after(QUIET_MS, () => void quiet());
    }
    async function quiet(): Promise<void> {
      quiets += 1;
      const before = words;
      const isThere = await pullNow();
      // A word has begun another wait.
      if (words !== before) return;
      if (!isThere || quiets < quietsAllowed) return wait();
      // The next stream is given longer: the desk may be slower than it should be, and the line alive.
      quietsAllowed = Math.min(MOST_QUIETS, quietsAllowed * 2);
      isDead();
    }

    wait();
    return {
      broken(): void {
        words += 1;
        // The first words come with the opening, and tell nothing of the times between words.
        if (quiets === 0 && words > 1) quietsAllowed = 1;
        quiets = 0;
        wait();
      },
      stop: () => cancel(),
    };
  }

  async function poll(owner: string): Promise<DeskAnswer<unknown>> {
    drop = () => hurry?.();
    const stopAsking = askForStatus(owner, ended.signal);
    try {
      for (;;) {
        await pause(POLL_MS * (0.5 + random.fraction()));
        if (hasEnded() || isDoubted) return ENDED;
        const answer = await pull(owner, ended.signal);
        if (answer.kind !== 'answered') return answer;
      }
    } finally {
      drop = null;
      stopAsking();
    }
  }

  /** What the desk said that asked to be left alone, with what is left of that time; null once it is over. */
  function heldBack(): Later | null {
    if (held === null) return null;
    const passed = clock.now() - held.at;
    const left = (held.answer.afterMs ?? 0) - passed;
    // Before it was said: the clock has been turned back, and nothing would ever be over by it.
    if (left <= 0 || passed < 0) held = null;
    return held && { ...held.answer, afterMs: left };
  }

  /**
   * Asks for the account now and then, beside all else, for what the desk says of itself. That nobody answers this is for
   * the changes to find; what is asked for here keeps nothing from being sent.
   */
  function askForStatus(owner: string, signal: AbortSignal): () => void {
    let isAsking = false;
    let cancel = (): void => undefined;

    async function askNow(): Promise<void> {
      if (isAsking || signal.aborted || heldBack() !== null) return;
      isAsking = true;
      const answer = await desk.account(signal);
      isAsking = false;
      if (signal.aborted || hasEnded()) return;
      if (answer.kind === 'answered') {
        if (!hooks.isStill(owner, answer.value)) doubt();
      } else if (answer.kind === 'later' && answer.isPromise) held = { answer, at: clock.now() };
    }
    function nowAndThen(): void {
      cancel = clock.after(STATUS_LINE_MS * (0.75 + random.fraction() / 2), () => {
        void askNow();
        nowAndThen();
      });
    }
    nowAndThen();
    lookAtStatus = () => void askNow();
    return () => {
      cancel();
      lookAtStatus = null;
    };
  }

  /** Pulls page after page until there is no more. An expired cursor means everything from the start. */
  async function pull(
    owner: string,
    signal: AbortSignal,
    onAgain?: () => void,
  ): Promise<DeskAnswer<unknown>> {
    if (!hasReadSetAside) await readWhatWasSetAside(owner, signal);
    if (signal.aborted) return GIVEN_UP;
    if (isToAskAgain) {
      isToAskAgain = false;
      if (cursorOf(store, owner).held !== null) readAllAnew(store, owner, { again: true });
    }
    const way = progress();
    let empty = 0;
    let read = 0;
    let next = asked;
    for (;;) {
      if (!next.take()) await next.turn(signal);
      if (signal.aborted) return GIVEN_UP;
      const cursor = cursorOf(store, owner).value;
      if (cursor === null) startReading(store, owner);
      const answer = await ask((asking) => desk.changes(cursor, asking), signal, onAgain);
      if (signal.aborted) return answer;
      if (answer.kind === 'unreachable') {
        silentPulls += 1;
        // Once may be the network: between two of them, the account has answered.
        if (silentPulls > 1) hooks.changesFail({ code: 'desk_silent' });
      }
      if (answer.kind === 'expired' && cursor !== null) {
        // It may be another desk that knows nothing of this cursor.
        const account = await askWhoItIs(signal);
        if (signal.aborted || account.kind !== 'answered') return account;
        if (hooks.confirmed(account.value) !== owner) return ELSEWHERE;
        if (!readings.take()) return circles();
        readAllAnew(store, owner, { again: false });
        takeScope(store, owner, account.value.scope);
        continue;
      }
      // From the very start nothing can have expired.
      if (answer.kind === 'expired') {
        hooks.heard(unfit());
        return unfit();
      }
      if (answer.kind !== 'answered') return answer;
      const page = answer.value;
      // "More" behind the very same cursor would go round for ever.
      if (page.more && page.cursor === cursor) return circles();
      if (!(await take(owner, page, signal))) {
        if (signal.aborted) return GIVEN_UP;
        hooks.heard(unfit());
        return unfit();
      }
      if (page.more) {
        read += 1;
        if (read % MANY_PAGES === 0) hooks.goesOn();
        const got = way.of(page);
        empty = got === 'news' ? 0 : empty + 1;
        next = got === 'news' ? pages : asked;
        if (got === 'circle' || empty >= (isCircling ? 1 : MOST_EMPTY)) return circles();
        continue;
      }
      isCircling = false;
      silentPulls = 0;
      hooks.changesFail(null);
      readOfArrived(owner);
      askAgainLater(owner);
      hooks.caughtUp();
      return answer;
    }
  }

  /** Ends a pull that leads nowhere. The next one begins after a wait, as after any failure. */
  function circles(): DeskAnswer<never> {
    isCircling = true;
    hooks.changesFail(CIRCLES.failure);
    return CIRCLES;
  }

  const context = () => ({
    now: clock.now(),
    ids,
    whileClosed: !hooks.hasCaughtUp(),
    log,
    version,
    lastWords,
  });

  /**
   * Stores a page slice by slice; whoever asks core for something meanwhile comes in between. False when it was given up
   * on the way, or has something in it that cannot be read at all.
   */
  async function take(owner: string, page: ReceivedPage, signal: AbortSignal): Promise<boolean> {
    let hasArticles = false;
    const setAside = NOTHING_ASIDE();
    try {
      for (const slice of slicesOf(page, () => sliceSize)) {
        const began = clock.now();
        if (slice.end?.more === false && isWhole(store, owner)) {
          hooks.stored(storeSlice(store, owner, { ...slice, end: null }, { ...context(), setAside }));
          for (const changed of markLeftOut(store, owner, clock.now())) {
            hooks.stored(changed);
            await setImmediate();
            if (signal.aborted) return false;
          }
          slice.read = [];
        }
        hooks.stored(storeSlice(store, owner, slice, { ...context(), setAside }));
        // A small change of something large costs what the large one does.
        sliceSize = clock.now() - began > SLOW_SLICE_MS ? 1 : SLICE.changes;
        hasArticles ||= slice.read.some(
          (one) => 'fits' in one && (one.fits.kind === 'article' || one.fits.kind === 'article_deleted'),
        );
        if (slice.end === null) await setImmediate();
        if (slice.end === null && signal.aborted) return false;
      }
      return true;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      log(`a page of changes cannot be read: ${error.message}`);
      return false;
    } finally {
      // What is stored of a page that broke off counts as well.
      hooks.pageStored();
      if (hasArticles) hooks.articlesChanged();
    }
  }

  /** Once in a run: an update may have taught this app to read what it could not. */
  async function readWhatWasSetAside(owner: string, signal: AbortSignal): Promise<void> {
    for (const changed of readSetAside(store, owner, context())) {
      hooks.stored(changed);
      await setImmediate();
      if (signal.aborted) return;
    }
    hasReadSetAside = true;
    hooks.pageStored();
  }

  function readOfArrived(owner: string): void {
    for (const id of arrived) {
      for (const changed of readSetAside(store, owner, context(), id)) hooks.stored(changed);
    }
    arrived.clear();
  }

  function askAgainLater(owner: string): void {
    if (cursorOf(store, owner).held === null) {
      cancelAskAgain?.();
      cancelAskAgain = null;
      hooks.askingAgainAt(null);
    } else if (cancelAskAgain === null) {
      const wait = Math.round(READ_ANEW_MS * (0.8 + random.fraction() * 0.4));
      cancelAskAgain = clock.after(wait, () => {
        cancelAskAgain = null;
        isToAskAgain = true;
        look?.();
      });
      hooks.askingAgainAt(clock.now() + wait);
    }
  }

  function askWhoItIs(signal: AbortSignal): Promise<DeskAnswer<Account>> {
    hooks.asksWhoItIs();
    return ask(desk.account, signal);
  }

  /** Asks until somebody answers or nobody does. What was given up says nothing of the desk. */
  async function ask<T>(
    question: (signal: AbortSignal) => Promise<DeskAnswer<T>>,
    signal: AbortSignal,
    onAgain?: () => void,
  ): Promise<DeskAnswer<T>> {
    let askedAt = clock.now();
    let isCut = false;
    const asking = async (until: AbortSignal) => {
      askedAt = clock.now();
      const answer = await question(until);
      if (answer.kind === 'unreachable' && !until.aborted) isCut = true;
      return answer;
    };
    const answer = await hedged(clock, signal, asking, onAgain);
    if (signal.aborted) return answer;
    // A line ended while another was answered: whoever is behind the new one has not said who it is.
    if (isCut && answer.kind === 'answered' && question !== desk.account) doubt();
    silentMs = answer.kind === 'unreachable' ? Math.max(0, clock.now() - askedAt) : 0;
    hooks.heard(answer);
    return answer;
  }

  function doubt(): void {
    isDoubted = true;
    drop?.();
  }

  return {
    /** Runs until `stop`. Rejects only for what nobody foresaw. */
    run,
    /** Ends a wait at once, whoever asked for it. */
    now(): void {
      held = null;
      hurry?.();
    },
    /** Ends a wait, unless the desk has asked for it. */
    goOn(): void {
      if (!isHeldByDesk) hurry?.();
    },
    /** The desk has answered somebody else: what failed before says nothing any more, unless it was the changes alone. */
    forgetFailures(): void {
      if (isCircling || isHeldByDesk) return;
      failures = 0;
      hurry?.();
    },
    /** A reply that waited is with the desk: what was told of it in other words is read, unless it is told anew. */
    replyArrived(id: MessageId): void {
      arrived.add(id);
    },
    /** Asks for changes without waiting for a poke. */
    look(): void {
      look?.();
    },
    /** Asks what the desk says of itself. */
    lookAtStatus(): void {
      lookAtStatus?.();
    },
    /** Somebody else heard that the way to the desk is not as it seems: gives up the connection and asks anew. */
    doubt,
    stop(): void {
      ended.abort();
      for (const each of [asked, pages, readings]) each.stop();
      cancelAskAgain?.();
      drop?.();
      hurry?.();
    },
  };
}
export type Sync = ReturnType<typeof sync>;

/** The longest wait before the next try, in milliseconds; undefined leaves it to the back-off. */
function longestWait(
  answer: DeskAnswer<unknown>,
  failures: number,
  { isDoubted, silentMs }: { isDoubted: boolean; silentMs: number },
): number | undefined {
  if (answer.kind === 'unreachable' || isFromBetween(answer) || isDoubted) {
    const longest = failures > LONG_GONE.failures ? LONG_GONE.capMs : GONE_CAP_MS;
    // However long nobody answered, those who lost the same desk do not return at the same moment.
    return Math.max(SHORTEST_CAP_MS, longest - silentMs);
  }
  return answer.kind === 'answered' ? ENDED_CAP_MS : undefined;
}

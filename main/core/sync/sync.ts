/**
 * The way in: asks who we are, pulls the changes, and listens for pokes; falls back to polling where there is
 * no stream, and starts over with jittered back-off when anything fails.
 */
import type { TicketId } from '#shared/ids.ts';
import { waitMs } from '../backoff.ts';
import type { DeskAnswer, DeskPort } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { storePage } from './changes.ts';

/** Between two pulls from a desk without push. */
const POLL_MS = 30_000;

export type SyncHooks = {
  heard(answer: DeskAnswer<unknown>): void;
  /** Takes a failure of the store, and throws anything else on. */
  storeTrouble(error: unknown): void;
  /** When the next try will be, for the person to see; null while one is under way. */
  waitingUntil(at: number | null): void;
  changed(ids: TicketId[]): void;
};

export function sync(store: Store, desk: DeskPort, ports: Pick<Ports, 'clock' | 'random'>, hooks: SyncHooks) {
  const { clock, random } = ports;
  const ended = new AbortController();
  let hurry: (() => void) | null = null;

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
    for (let failures = 0; !ended.signal.aborted; ) {
      let namedByDesk: number | null = null;
      try {
        const answer = await connectOnce(() => {
          failures = 0;
        });
        if (answer.kind === 'later') namedByDesk = answer.afterMs;
      } catch (error) {
        hooks.storeTrouble(error);
      }
      if (ended.signal.aborted) return;
      failures += 1;
      const wait = waitMs(failures, random.fraction(), namedByDesk);
      hooks.waitingUntil(clock.now() + wait);
      await pause(wait);
      if (!ended.signal.aborted) hooks.waitingUntil(null);
    }
  }

  /** Stays connected as long as it can, and returns with what ended it. */
  async function connectOnce(onConnected: () => void): Promise<DeskAnswer<unknown>> {
    const account = await heard(desk.account());
    if (account.kind !== 'answered') return account;
    if (ended.signal.aborted) return account;
    store.transaction(() => store.settings.set('account', account.value));

    const deskId = account.value.desk.id;
    const caughtUp = await pull(deskId);
    if (caughtUp.kind !== 'answered') return caughtUp;
    onConnected();

    const trouble = Promise.withResolvers<DeskAnswer<unknown>>();
    let pulling = Promise.resolve();
    const poke = () => {
      pulling = pulling.then(async () => {
        try {
          const answer = await pull(deskId);
          if (answer.kind !== 'answered') trouble.resolve(answer);
        } catch (error) {
          trouble.reject(error);
        }
      });
    };
    const connection = new AbortController();
    const abort = () => connection.abort();
    ended.signal.addEventListener('abort', abort);
    const stream = desk.listen(poke, connection.signal);
    const end = await Promise.race([stream, trouble.promise]);
    connection.abort();
    ended.signal.removeEventListener('abort', abort);
    await pulling;
    if (ended.signal.aborted) return end;
    if (end.kind === 'refused') return poll(deskId);
    hooks.heard(end);
    return end;
  }

  async function poll(deskId: string): Promise<DeskAnswer<unknown>> {
    for (;;) {
      await pause(POLL_MS * (0.5 + random.fraction()));
      if (ended.signal.aborted) return { kind: 'answered', status: 200, value: 'ended' };
      const answer = await pull(deskId);
      if (answer.kind !== 'answered') return answer;
    }
  }

  /** Pulls page after page until there is no more. An expired cursor means everything from the start. */
  async function pull(deskId: string): Promise<DeskAnswer<unknown>> {
    let fromStart = false;
    for (;;) {
      const stored = store.settings.get('cursor');
      const cursor = !fromStart && stored?.deskId === deskId ? stored.value : null;
      const answer = await heard(desk.changes(cursor));
      if (ended.signal.aborted) return answer;
      if (answer.kind === 'expired' && cursor !== null) {
        fromStart = true;
        continue;
      }
      if (answer.kind !== 'answered') return answer;
      fromStart = false;
      hooks.changed(storePage(store, deskId, answer.value, clock.now()));
      if (!answer.value.more) return answer;
    }
  }

  async function heard<T>(question: Promise<DeskAnswer<T>>): Promise<DeskAnswer<T>> {
    const answer = await question;
    if (!ended.signal.aborted) hooks.heard(answer);
    return answer;
  }

  return {
    /** Runs until `stop`. Rejects only for what nobody foresaw. */
    run,
    /** Ends a wait at once. */
    now(): void {
      hurry?.();
    },
    stop(): void {
      ended.abort();
      hurry?.();
    },
  };
}
export type Sync = ReturnType<typeof sync>;

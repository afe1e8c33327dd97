/** One question asked more than once while nobody answers: on a line that has died, only a new one gets through. */
import type { DeskAnswer } from '../desk/port.ts';
import type { Clock } from '../ports.ts';

/** Between two askings. Ordinary answers come long before. */
const ASK_AGAIN_MS = 4_000;
/**
 * The first is given up by then, and a desk that is slow under load is asked no more often than this. One that has failed
 * is no load any more and is made good, so that the newest is never much older than the time between two askings; but no
 * more of them than this.
 */
const MOST_ASKINGS = 5;

/**
 * The first answer that anybody gives. No more than two askings are under way: the oldest, which a slow desk may still
 * answer, and the newest, which a new line brings through; connections are few. That nobody answers is known once
 * neither is under way any more, or the first of all has failed after the last: waiting, and asking anew, is the
 * caller's. Aborting `signal` ends it as unreachable; `onAgain` is called before anything is asked anew.
 */
export function hedged<T>(
  clock: Clock,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<DeskAnswer<T>>,
  onAgain: () => void = () => undefined,
): Promise<DeskAnswer<T>> {
  return new Promise((resolve, reject) => {
    const underWay = new Set<AbortController>();
    let askings = 0;
    let failed = 0;
    let cancel = (): void => undefined;

    function end(answer: DeskAnswer<T>): void {
      cancel();
      signal.removeEventListener('abort', giveUp);
      for (const asking of underWay) asking.abort();
      underWay.clear();
      resolve(answer);
    }
    const giveUp = () => end(NOBODY);
    const mayAskAgain = (): boolean => askings - Math.min(failed, MOST_ASKINGS) < MOST_ASKINGS;

    function askOnce(): void {
      const [, newest] = underWay;
      if (newest !== undefined) {
        underWay.delete(newest);
        newest.abort();
      }
      if (askings > 0) onAgain();
      askings += 1;
      if (mayAskAgain()) cancel = clock.after(ASK_AGAIN_MS, askOnce);
      const asking = new AbortController();
      underWay.add(asking);
      ask(asking.signal).then((answer) => {
        // Given up, or too late.
        if (!underWay.delete(asking)) return;
        const mayStillCome = underWay.size > 0 && mayAskAgain();
        if (answer.kind !== 'unreachable' || !mayStillCome) return end(answer);
        failed += 1;
      }, reject);
    }

    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    else askOnce();
  });
}

const NOBODY: DeskAnswer<never> = {
  kind: 'unreachable',
  failure: { code: 'desk_unreachable' },
  neverLeft: false,
};

/** One question asked more than once while nobody answers: on a line that has died, only a new one gets through. */
import type { DeskAnswer } from '../desk/port.ts';
import type { Clock } from '../ports.ts';

/** Between two askings. Ordinary answers come long before. */
const ASK_AGAIN_MS = 5_000;
/** A desk that is slow under load is asked no more often than this. */
const MOST_ASKINGS = 4;

/**
 * The first answer that anybody gives. That nobody does is known once no asking is under way any more, or the first of
 * all of them has failed: waiting, and asking anew, is the caller's.
 */
export function hedged<T>(clock: Clock, ask: () => Promise<DeskAnswer<T>>): Promise<DeskAnswer<T>> {
  return new Promise((resolve, reject) => {
    let askings = 0;
    let underWay = 0;
    let cancel = (): void => undefined;
    function askOnce(): void {
      askings += 1;
      underWay += 1;
      if (askings < MOST_ASKINGS) cancel = clock.after(ASK_AGAIN_MS, askOnce);
      ask().then((answer) => {
        underWay -= 1;
        if (answer.kind === 'unreachable' && underWay > 0 && askings < MOST_ASKINGS) return;
        cancel();
        resolve(answer);
      }, reject);
    }
    askOnce();
  });
}

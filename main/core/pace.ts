/** Holds what may be asked for again and again to a lasting rate, with some at once. */
import type { Clock } from './ports.ts';

/** `atOnce` turns are there from the beginning and come back one every `everyMs`, whatever clock on the wall is turned. */
export function pace(clock: Clock, { atOnce, everyMs }: { atOnce: number; everyMs: number }) {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  let cancel: (() => void) | null = null;

  function giveBack(): void {
    cancel = null;
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
    refill();
  }
  function refill(): void {
    if (cancel === null && (free < atOnce || waiting.length > 0)) cancel = clock.after(everyMs, giveBack);
  }

  return {
    /** Takes a turn, if one is there. */
    take(): boolean {
      if (free === 0) return false;
      free -= 1;
      refill();
      return true;
    },
    /** Resolves with the next turn, or without one as soon as `signal` is aborted. */
    turn(signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        if (signal.aborted || this.take()) return resolve();
        const go = () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(go), 1);
          resolve();
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(go);
        refill();
      });
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}

/** A computer that can stand still: its timers do not run and it hears nothing, until it goes on. */
import type { Timeline } from '../timeline.ts';

type Timer = { at: number; action: () => void; cancel: () => void };

/**
 * How it goes on: after a `halt` what became due meanwhile is due at once, as for a process that was stopped; after
 * `sleep` every timer still has to run what it had left, as for a computer whose lid was closed.
 */
export type Stop = 'halt' | 'sleep';

export function freezer(time: Timeline) {
  const timers = new Set<Timer>();
  const unheard: (() => void)[] = [];
  let stoodFrom: number | null = null;

  function arm(timer: Timer): void {
    timer.cancel = time.after(timer.at - time.now(), () => {
      timers.delete(timer);
      timer.action();
    });
  }

  return {
    isFrozen: (): boolean => stoodFrom !== null,
    after(ms: number, action: () => void): () => void {
      const timer: Timer = { at: time.now() + ms, action, cancel: () => undefined };
      timers.add(timer);
      if (stoodFrom === null) arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    /** What reaches the computer: at once, or kept by its system until somebody listens. */
    hear(action: () => void): void {
      if (stoodFrom === null) action();
      else unheard.push(action);
    },
    freeze(): void {
      stoodFrom ??= time.now();
      for (const { cancel } of timers) cancel();
    },
    thaw(how: Stop): void {
      if (stoodFrom === null) return;
      const stood = time.now() - stoodFrom;
      stoodFrom = null;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (how === 'sleep') timer.at += stood;
        arm(timer);
      }
      for (const action of unheard.splice(0)) time.after(0, action);
    },
  };
}
export type Freezer = ReturnType<typeof freezer>;

/**
 * What the person has pressed, as the main process sees it and no page can pretend: Electron tells of input before it
 * reaches the page. One press is good for one opening.
 */
import type { InputEvent } from 'electron';

/** A page acts on a press at once; what comes later is not the answer to it. */
const GOOD_FOR_MS = 2_000;

/** A press begins with one of these and ends with its counterpart, which is when most pages act. */
const BEGINS: ReadonlySet<string> = new Set<InputEvent['type']>(['mouseDown', 'rawKeyDown', 'touchStart']);
const ENDS: ReadonlySet<string> = new Set<InputEvent['type']>(['mouseUp', 'keyUp', 'touchEnd', 'gestureTap']);

/** `now` is a clock that only goes forward, in milliseconds. */
export function presses(now: () => number) {
  /** When the press that is still good was last seen; null once it was used. */
  let seenAt: number | null = null;

  return {
    saw({ type, modifiers = [] }: Pick<InputEvent, 'type' | 'modifiers'>): void {
      // A key that is held down is one press, however often it repeats.
      if (BEGINS.has(type) && !modifiers.includes('isautorepeat')) seenAt = now();
      else if (ENDS.has(type) && seenAt !== null) seenAt = now();
    },
    /** True when the person has just pressed something that nothing else was opened for. It is used up by this. */
    take(): boolean {
      const isGood = seenAt !== null && now() - seenAt <= GOOD_FOR_MS;
      seenAt = null;
      return isGood;
    },
  };
}
export type Presses = ReturnType<typeof presses>;

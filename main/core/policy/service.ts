/** What the desk's promises stand on: its calendar with the holidays as dates, and how far its clock is from this one. */
import type { Service } from '#shared/model.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { resolveCalendar } from './holidays.ts';

/** The header tells whole seconds, and an answer takes its time: less than this is no difference between clocks. */
const NOTICED_MS = 5_000;
const DAY_MS = 24 * 3_600_000;
/** A clock that is suddenly so far from where it was believed to be must be said twice. */
const JUMP_MS = 3_600_000;
/** Two answers say the same when they are no further apart. */
const SAME_MS = 60_000;
/** A minute that is so much longer or shorter by the clock on the wall was none: it was turned, or the computer slept. */
const TURNED_MS = 60_000;
const MINUTE_MS = 60_000;
/** A desk whose answers never agree does not silence its own promises. */
const LONGEST_DOUBT_MS = 5 * 60_000;

export function deskService(store: Store, clock: Clock, changed: () => void) {
  let offset = 0;
  /** Since when the time is in doubt, and what was told of it: by one answer, or before the clock was turned. */
  let doubtful: { offset: number; at: number } | null = null;
  let lastMinute = clock.now();
  let known: { of: string; value: Service['calendar'] } | null = null;

  /** Resolved once a day, because the years around now move on. */
  function calendar(): Service['calendar'] {
    const wanted = store.settings.get('account')?.policy.calendar ?? null;
    const of = `${Math.floor(clock.now() / DAY_MS)} ${JSON.stringify(wanted)}`;
    if (known?.of !== of) known = { of, value: resolveCalendar(wanted, clock.now()) };
    return known.value;
  }

  return {
    get: (): Service => ({ calendar: calendar(), deskOffsetMs: offset }),
    /** Another desk has another clock. */
    forget(): void {
      offset = 0;
      doubtful = null;
    },
    /** To be called after each minute that passes. Where the clock on the wall says otherwise, the desk is heard first. */
    minutePassed(): void {
      const now = clock.now();
      const isTurned = Math.abs(now - lastMinute - MINUTE_MS) > TURNED_MS;
      lastMinute = now;
      if (isTurned) doubtful ??= { offset, at: now };
    },
    /** True while it is not known what time it is at the desk, and soon will be: when it has answered, or answered twice. */
    isInDoubt: (): boolean => doubtful !== null && Math.abs(clock.now() - doubtful.at) < LONGEST_DOUBT_MS,
    /** Hears the desk say what time it is, on an answer that is its own. */
    heard(deskNow: number): void {
      const heard = deskNow - clock.now();
      const isJump = Math.abs(heard - offset) > JUMP_MS;
      const isSaidTwice = doubtful !== null && Math.abs(heard - doubtful.offset) < SAME_MS;
      doubtful = isJump && !isSaidTwice ? { offset: heard, at: clock.now() } : null;
      if (doubtful !== null || !(Math.abs(heard - offset) >= NOTICED_MS)) return;
      offset = Math.abs(heard) < NOTICED_MS ? 0 : heard;
      changed();
    },
  };
}
export type DeskService = ReturnType<typeof deskService>;

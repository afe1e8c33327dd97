/** Local months and hours of many instants: a time zone's changes are looked up once. Pure; times as in calendar.ts. */
import { Temporal } from 'temporal-polyfill/implementation';

const HOUR = 3_600_000;

/** A month as a number that counts on from one year to the next. */
type MonthIndex = number;

/** What the clocks on the wall of a time zone show, from `first` to `last`. The zone must exist. */
export function wallClock(timeZone: string, first: number, last: number) {
  const changes: { from: number; offset: number }[] = [];
  let at: number | null = first;
  while (at !== null && at <= last) {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
    changes.push({ from: at, offset: here.offsetNanoseconds / 1e6 });
    at = here.getTimeZoneTransition('next')?.epochMilliseconds ?? null;
  }

  /** The instant as if the wall were in UTC. */
  function wall(instant: number): number {
    let low = 0;
    let high = changes.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((changes[middle]?.from ?? 0) <= instant) low = middle;
      else high = middle - 1;
    }
    return instant + (changes[low]?.offset ?? 0);
  }

  return {
    month(instant: number): MonthIndex {
      const date = new Date(wall(instant));
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    },
    hour: (instant: number): number => Math.floor(wall(instant) / HOUR) % 24,
  };
}

/** `YYYY-MM`. */
export function monthName(index: MonthIndex): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** When the month that is `back` months before the one of `now` began there. */
export function monthStart(timeZone: string, now: number, back: number): number {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  return here.with({ day: 1 }).subtract({ months: back }).startOfDay().epochMilliseconds;
}

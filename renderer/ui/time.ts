/**
 * Dates, clocks, lengths of time and counts, as a person reads them: the one place that says how. `locale` is always
 * that of `region.ts`: the words of the window's language and the customs of the system's region.
 */
import { useFormatLocale } from './region.ts';
import { fileSize } from './size.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LET_GO_MS = 5_000;

type Length = 'short' | 'long';

function unit(locale: string, name: 'minute' | 'hour' | 'day', value: number, length: Length): string {
  // Norwegian's short form of hour is a lone letter, and of day a stump; the long forms read better.
  const unitDisplay = name === 'minute' ? length : 'long';
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay }).format(value);
}

/**
 * A length of time in words, rounded up to whole minutes, and from a day on to whole hours. Some seconds over are let go: the desk's clock and this
 * one differ by about that, and a promise of 30 minutes must not begin as 31.
 */
export function duration(locale: string, ms: number, length: Length = 'short'): string {
  const minutes = Math.max(1, Math.ceil((ms - LET_GO_MS) / MINUTE));
  if (minutes < 60) return unit(locale, 'minute', minutes, length);
  if (minutes < 24 * 60) {
    const rest = minutes % 60;
    const hours = unit(locale, 'hour', Math.floor(minutes / 60), length);
    return rest === 0 ? hours : `${hours} ${unit(locale, 'minute', rest, length)}`;
  }
  const wholeHours = Math.ceil(minutes / 60);
  const days = unit(locale, 'day', Math.floor(wholeHours / 24), length);
  return wholeHours % 24 === 0 ? days : `${days} ${unit(locale, 'hour', wholeHours % 24, length)}`;
}

export const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** How many midnights lie between two moments here: 1 for tomorrow, -1 for yesterday. */
function daysBetween(from: number, to: number): number {
  const dayOf = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((dayOf(to) - dayOf(from)) / (24 * HOUR));
}

/** A clock beside other words has two digits where hours are counted to 24, as a clock alone has. */
function clock(locale: string): Intl.DateTimeFormatOptions {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return { hour: hourCycle === 'h23' ? '2-digit' : 'numeric', minute: '2-digit' };
}

/** The name of today (0) or yesterday (-1), as it begins a line. */
function nameOfDay(locale: string, back: 0 | -1): string {
  const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(back, 'day');
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** A moment, as short as it can be said: a time today, "Yesterday" as a thread says, a weekday in the five days before, else a date. */
function shortMoment(locale: string, at: number, now: number): string {
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(at);
  const days = daysBetween(at, now);
  if (days === 0) return show({ timeStyle: 'short' });
  if (days === 1) return nameOfDay(locale, -1);
  if (days > 0 && days < 7) return show({ weekday: 'short' });
  if (new Date(at).getFullYear() === new Date(now).getFullYear())
    return show({ day: 'numeric', month: 'short' });
  return show({ day: 'numeric', month: 'short', year: 'numeric' });
}

function fullMoment(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}

function messageMoment(locale: string, at: number, now: number): string {
  if (sameDay(at, now)) return shortMoment(locale, at, now);
  const options = { weekday: 'short', day: 'numeric', month: 'short', ...clock(locale) } as const;
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** A moment with its seconds and the person's own time zone, so that it can be compared with a log. */
function exactMoment(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** The name of a day: "Today", "Yesterday", else its date. */
function day(locale: string, at: number, now: number): string {
  const back = daysBetween(now, at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  if (back === 0 || back === -1) return nameOfDay(locale, back);
  const words = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long' },
    ...(!isThisYear && { year: 'numeric' }),
  }).format(at);
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/**
 * How far away a moment is: "in 20 seconds", "3 minutes ago". Sixty of a unit are one of the next, and from 24 hours on
 * days are counted by their midnights: "yesterday" was yesterday.
 */
function distance(locale: string, at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const sign = at < now ? -1 : 1;
  const whole = (unit: number) => Math.round(Math.abs(at - now) / unit);
  if (whole(1000) < 60) return format.format(sign * whole(1000), 'second');
  if (whole(MINUTE) < 60) return format.format(sign * whole(MINUTE), 'minute');
  const days = daysBetween(now, at);
  // On the day on which clocks are put back, 24 hours may lie within one day.
  if (whole(HOUR) < 24 || days === 0) return format.format(sign * whole(HOUR), 'hour');
  return format.format(days, 'day');
}

/** How long ago something was. The window's clock goes in steps, and what just happened may be ahead of it. */
export function ago(locale: string, at: number, now: number): string {
  return distance(locale, Math.min(at, now), now);
}

/** The functions above in one locale. */
export function times(locale: string) {
  return {
    duration: (ms: number, length?: Length) => duration(locale, ms, length),
    shortMoment: (at: number, now: number) => shortMoment(locale, at, now),
    messageMoment: (at: number, now: number) => messageMoment(locale, at, now),
    fullMoment: (at: number) => fullMoment(locale, at),
    exactMoment: (at: number) => exactMoment(locale, at),
    timeOfDay: (at: number) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at),
    day: (at: number, now: number) => day(locale, at, now),
    distance: (at: number, now: number) => distance(locale, at, now),
    ago: (at: number, now: number) => ago(locale, at, now),
    count: (value: number) => new Intl.NumberFormat(locale).format(value),
    percent: (part: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part),
    size: (bytes: number) => fileSize(locale, bytes),
  };
}

/** The functions above as this window writes. */
export const useTimes = () => times(useFormatLocale());

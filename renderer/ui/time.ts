/** Times and durations in the person's language. */
import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
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

/** A moment, as short as it can be said: a time today, a weekday this week, else a date. */
function shortMoment(locale: string, at: number, now: number): string {
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(at);
  if (sameDay(at, now)) return show({ timeStyle: 'short' });
  if (now - at < 6 * DAY) return show({ weekday: 'short' });
  if (new Date(at).getFullYear() === new Date(now).getFullYear())
    return show({ day: 'numeric', month: 'short' });
  return show({ day: 'numeric', month: 'short', year: 'numeric' });
}

function fullMoment(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}

function messageMoment(locale: string, at: number, now: number): string {
  if (sameDay(at, now)) return shortMoment(locale, at, now);
  const options: Intl.DateTimeFormatOptions = {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: 'numeric', minute: '2-digit' },
  };
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** A moment with its seconds and the person's own time zone, so that it can be compared with a log. */
function exactMoment(locale: string, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** The name of a day: "Today", "Yesterday", else its date. */
function day(locale: string, at: number, now: number): string {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  const back = sameDay(at, now) ? 0 : sameDay(at, yesterday.getTime()) ? -1 : null;
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const words =
    back === null
      ? new Intl.DateTimeFormat(locale, {
          ...{ weekday: 'long', day: 'numeric', month: 'long' },
          ...(!isThisYear && { year: 'numeric' }),
        }).format(at)
      : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(back, 'day');
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/** How far away a moment is: "in 20 sec", "3 minutes ago". */
function distance(locale: string, at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const ms = at - now;
  const size = Math.abs(ms);
  if (size < MINUTE) return format.format(Math.round(ms / 1000), 'second');
  if (size < HOUR) return format.format(Math.round(ms / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.round(ms / HOUR), 'hour');
  return format.format(Math.round(ms / DAY), 'day');
}

/** How long ago something was. The window's clock goes in steps, and what just happened may be ahead of it. */
export function ago(locale: string, at: number, now: number): string {
  return distance(locale, Math.min(at, now), now);
}

/** The functions above in the language that the window speaks now. */
export function useTimes() {
  const locale = useTranslation().i18n.language;
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
  };
}

/**
 * Service time: when it counts, and how much of it lies between two instants. Pure; instants and lengths are
 * milliseconds, instants since 1970.
 *
 * An instant is open when its local wall time lies in open hours of its local weekday and its local date is no holiday.
 * So an hour that the clock repeats counts twice, and one that it skips not at all. A time zone is read as stretches
 * of constant offset: within one of them wall time and time run alike, and everything is exact.
 */
import { Temporal } from 'temporal-polyfill/implementation';
import { z } from 'zod';
import { OpenHours } from '../contract.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far ahead is looked: two years. Whatever comes later is no answer to anybody who waits. */
export const HORIZON = 731 * DAY;

/**
 * A calendar with its holidays as dates, so that nothing needs to be looked up. Keep the same object while it does not
 * change: what was worked out for it is remembered with it. The time zone must exist.
 */
export const ResolvedCalendar = z.object({
  timeZone: z.string(),
  open: z.array(OpenHours),
  /** `YYYY-MM-DD`, local dates in `timeZone`. */
  holidays: z.array(z.iso.date()),
});
export type ResolvedCalendar = z.infer<typeof ResolvedCalendar>;

/** `from` is included, `to` is not. */
type Span = { from: number; to: number };
/** Time with one offset; wall time is time plus offset. */
type Stretch = Span & { offset: number };
/** `before` holds, for each open span, the open time of the year before it. */
type Year = { stretches: Stretch[]; open: Span[]; before: number[]; openMs: number };

const startOfYear = (year: number) => Date.UTC(year, 0, 1);
const yearOf = (at: number) => new Date(at).getUTCFullYear();
const startOfDay = (wall: number) => Math.floor(wall / DAY) * DAY;
/** 1970 began on a Thursday. */
const weekdayOf = (day: number) => ((((day / DAY + 3) % 7) + 7) % 7) + 1;

function sinceMidnight(clockTime: string): number {
  return (Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))) * MINUTE;
}

/** Spans in the order of their beginnings, with those that touch made one. */
function joined(spans: Iterable<Span>): Span[] {
  const result: Span[] = [];
  for (const { from, to } of spans) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

function overlap(a: Span, b: Span): Span[] {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? [{ from, to }] : [];
}

/** The first span that ends after `at`; how many there are when none does. */
function firstAfter(open: readonly Span[], at: number): number {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((open[middle]?.to ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The open time of a year up to `at`. */
function openUntil({ open, before, openMs }: Year, at: number): number {
  const index = firstAfter(open, at);
  const span = open[index];
  return span === undefined ? openMs : (before[index] ?? 0) + Math.max(0, at - span.from);
}

function stretchesOf(timeZone: string, year: number): Stretch[] {
  const end = startOfYear(year + 1);
  const stretches: Stretch[] = [];
  for (let from = startOfYear(year); from < end; from = stretches.at(-1)?.to ?? end) {
    const here = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
    const next = here.getTimeZoneTransition('next')?.epochMilliseconds ?? end;
    stretches.push({ from, to: Math.min(next, end), offset: here.offsetNanoseconds / 1e6 });
  }
  return stretches;
}

/** The calendar as a function of time, worked out year by year when it is asked. */
function workedOut({ timeZone, open, holidays }: ResolvedCalendar) {
  const closedDays = new Set(holidays.map((date) => Date.parse(date)));
  const hours = new Map(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
      const those = open.filter((one) => one.weekday === weekday);
      const spans = those.map(({ from, to }) => ({ from: sinceMidnight(from), to: sinceMidnight(to) }));
      return [weekday, joined(spans.toSorted((a, b) => a.from - b.from))];
    }),
  );
  const hoursOn = (day: number) => (closedDays.has(day) ? [] : (hours.get(weekdayOf(day)) ?? []));
  const years = new Map<number, Year>();

  function* openIn(stretch: Stretch): Generator<Span> {
    const { offset } = stretch;
    for (let day = startOfDay(stretch.from + offset); day < stretch.to + offset; day += DAY) {
      for (const { from, to } of hoursOn(day)) {
        yield* overlap(stretch, { from: day + from - offset, to: day + to - offset });
      }
    }
  }

  function year(number: number): Year {
    const known = years.get(number);
    if (known !== undefined) return known;
    const stretches = stretchesOf(timeZone, number);
    const spans = joined(stretches.flatMap((stretch) => [...openIn(stretch)]));
    let openMs = 0;
    const before = spans.map(({ from, to }) => {
      const sum = openMs;
      openMs += to - from;
      return sum;
    });
    const made = { stretches, open: spans, before, openMs };
    years.set(number, made);
    return made;
  }

  /** The parts of a local day, each with its offset: more than one when the clock is turned on it. */
  function partsOf(day: number): Stretch[] {
    const parts: Stretch[] = [];
    for (let number = yearOf(day - DAY); number <= yearOf(day + 2 * DAY); number += 1) {
      for (const { offset, ...stretch } of year(number).stretches) {
        const part = overlap(stretch, { from: day - offset, to: day + DAY - offset });
        parts.push(...part.map((span) => ({ ...span, offset })));
      }
    }
    return parts;
  }

  const openOn = (day: number): Span[] =>
    hoursOn(day).length === 0 ? [] : joined(partsOf(day).flatMap((part) => [...openIn(part)]));

  return { year, partsOf, openOn };
}

const remembered = new WeakMap<ResolvedCalendar, ReturnType<typeof workedOut>>();

function known(calendar: ResolvedCalendar) {
  const found = remembered.get(calendar) ?? workedOut(calendar);
  remembered.set(calendar, found);
  return found;
}

/** The open spans that end after `at`, whole and in order, as far as is looked. */
function* openAfter(calendar: ResolvedCalendar, at: number): Generator<Span> {
  const { year } = known(calendar);
  const until = at + HORIZON;
  let held: Span | null = null;
  for (let number = yearOf(at); number <= yearOf(until); number += 1) {
    const { open } = year(number);
    for (let index = firstAfter(open, at); index < open.length; index += 1) {
      const span = open[index];
      if (span === undefined || span.from >= until) break;
      // A span may go on over the end of a year.
      if (held !== null && held.to === span.from) {
        held = { from: held.from, to: span.to };
        continue;
      }
      if (held !== null) yield held;
      held = span;
    }
  }
  if (held !== null) yield held;
}

/** Whether service time counts at `at`. */
export function isOpen(calendar: ResolvedCalendar, at: number): boolean {
  const { open } = known(calendar).year(yearOf(at));
  const span = open[firstAfter(open, at)];
  return span !== undefined && span.from <= at;
}

/** When it opens: `at` itself when it is open, null when it does not open within two years. */
export function nextOpening(calendar: ResolvedCalendar, at: number): number | null {
  for (const { from } of openAfter(calendar, at)) return Math.max(from, at);
  return null;
}

/** When it closes for the first time after `at`; null when that is not within two years. */
export function nextClosing(calendar: ResolvedCalendar, at: number): number | null {
  for (const { to } of openAfter(calendar, at)) return to < at + HORIZON ? to : null;
  return null;
}

/** The service time from `from` until `to`; none when `to` is not later. Each year between them is worked out once. */
export function serviceTimeBetween(calendar: ResolvedCalendar, from: number, to: number): number {
  const { year } = known(calendar);
  let sum = 0;
  for (let number = yearOf(from); from < to && number <= yearOf(to); number += 1) {
    const one = year(number);
    sum += openUntil(one, to) - openUntil(one, from);
  }
  return sum;
}

/**
 * The first instant by which `ms` of service time have passed since `from`: the moment of closing rather than the next
 * opening, and `from` itself for none. Null when that is not within two years.
 */
export function addServiceTime(calendar: ResolvedCalendar, from: number, ms: number): number | null {
  if (ms <= 0) return from;
  let left = ms;
  for (const span of openAfter(calendar, from)) {
    const start = Math.max(span.from, from);
    if (left <= span.to - start) return start + left <= from + HORIZON ? start + left : null;
    left -= span.to - start;
  }
  return null;
}

/**
 * The end of an aim of `days` business days, 1 or more. A business day is a local day with any open time. What comes
 * in while it is closed counts as come in at the next opening. The aim ends on the `days`-th business day after that
 * one, when its clock first shows the same time or a later one, but not before it opens nor after it closes for the
 * day. Null when that is not within two years.
 */
export function addBusinessDays(calendar: ResolvedCalendar, from: number, days: number): number | null {
  const { partsOf, openOn, year } = known(calendar);
  const start = nextOpening(calendar, from);
  if (start === null) return null;
  const here = year(yearOf(start)).stretches.find((stretch) => stretch.from <= start && start < stretch.to);
  const wall = start + (here?.offset ?? 0);
  const sameTime = wall - startOfDay(wall);
  let left = days;
  for (let day = startOfDay(wall) + DAY; day < wall + HORIZON; day += DAY) {
    const open = openOn(day);
    const [first, last] = [open.at(0), open.at(-1)];
    if (first === undefined || last === undefined) continue;
    left -= 1;
    if (left > 0) continue;
    const same = partsOf(day).flatMap(({ offset, ...part }) =>
      overlap(part, { from: day + sameTime - offset, to: day + DAY - offset }),
    );
    return Math.min(Math.max(same.at(0)?.from ?? last.to, first.from), last.to);
  }
  return null;
}

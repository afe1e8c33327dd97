/**
 * Service time by walking minutes: the reading that the engine is checked against. It knows nothing of offsets and
 * transitions, only what a wall clock shows at each minute (Intl), and shares no code with the engine. Offsets of our
 * days are whole minutes, so a minute is open or closed as a whole. Times are milliseconds since 1970.
 */
import { randomInt } from 'node:crypto';
import type { OpenHours } from '#shared/contract.ts';
import type { ResolvedCalendar } from '#shared/sla/calendar.ts';
import type { Dice } from '../torture/dice.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS_SHOWN = 12;

/** What the wall clock shows at one minute: the date as days since 1970, and minutes after midnight. */
type Wall = { date: number; minute: number };
/** Some days around a moment of a zone. `turn` is when the clock is turned, or the middle. */
export type Shown = { timeZone: string; from: number; to: number; turn: number; walls: Wall[] };

/** Days on which the clock is turned in many ways, and some ordinary ones. */
export const OCCASIONS = [
  ['Europe/Oslo', '2026-03-29'],
  ['Europe/Oslo', '2026-10-25'],
  ['Europe/Oslo', '2028-02-29'],
  ['Europe/Dublin', '2025-10-26'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/New_York', '2024-02-29'],
  ['America/St_Johns', '2010-11-07'],
  ['America/St_Johns', '2011-03-13'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2019-02-17'],
  ['America/Sao_Paulo', '2026-02-17'],
  ['Australia/Sydney', '2026-04-05'],
  ['Australia/Sydney', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['Asia/Kathmandu', '2026-12-31'],
  ['Asia/Pyongyang', '2018-05-05'],
  ['Pacific/Apia', '2011-12-30'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Antarctica/Troll', '2026-03-29'],
  ['UTC', '2027-01-01'],
] as const;

/** Looks at every minute around a date, once. */
export function shown([timeZone, date]: readonly [string, string]): Shown {
  const from = Date.parse(date) - (DAYS_SHOWN / 2) * DAY;
  const to = from + DAYS_SHOWN * DAY;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const walls: Wall[] = [];
  for (let at = from; at < to; at += MINUTE) {
    const text = format.format(at);
    walls.push({
      date: Date.parse(text.slice(0, 10)) / DAY,
      minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)),
    });
  }
  const stamp = ({ date: day, minute }: Wall) => day * 24 * 60 + minute;
  const turned = walls.findIndex((wall, i) => {
    const before = walls[i - 1];
    return before !== undefined && stamp(wall) !== stamp(before) + 1;
  });
  return {
    timeZone,
    from,
    to,
    turn: turned > 0 ? from + turned * MINUTE : (from + to) / 2,
    walls,
  };
}

const inMinutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const inWords = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** 1970-01-01 was a Thursday; `getUTCDay` has Sunday as 0. */
const isoWeekday = (date: number) => new Date(date * DAY).getUTCDay() || 7;

/** For each minute shown, whether the calendar is open in it. */
function openMinutes({ walls }: Shown, calendar: ResolvedCalendar): boolean[] {
  const holidays = new Set(calendar.holidays.map((date) => Date.parse(date) / DAY));
  const hours = calendar.open.map(({ weekday, from, to }) => ({
    weekday,
    from: inMinutes(from),
    to: inMinutes(to),
  }));
  let today = Number.NaN;
  let todays: typeof hours = [];
  return walls.map(({ date, minute }) => {
    if (date !== today) {
      today = date;
      todays = holidays.has(date) ? [] : hours.filter(({ weekday }) => weekday === isoWeekday(date));
    }
    return todays.some(({ from, to }) => from <= minute && minute < to);
  });
}

/**
 * The same questions as the engine's, answered minute by minute; undefined where the answer lies beyond the days
 * shown.
 */
export function walker(days: Shown, calendar: ResolvedCalendar) {
  const open = openMinutes(days, calendar);
  const indexOf = (at: number) => Math.floor((at - days.from) / MINUTE);
  const startOf = (index: number) => days.from + index * MINUTE;
  const isOpen = (at: number) => open[indexOf(at)] ?? false;

  function firstAfter(at: number, wanted: boolean): number | undefined {
    for (let i = indexOf(at); i < open.length; i += 1) {
      if (open[i] === wanted) return Math.max(startOf(i), at);
    }
    return undefined;
  }

  function opening(at: number) {
    return firstAfter(at, true);
  }

  function closing(at: number) {
    const start = opening(at);
    return start === undefined ? undefined : firstAfter(start, false);
  }

  function between(from: number, to: number): number {
    let sum = 0;
    for (let i = indexOf(from); i < open.length && startOf(i) < to; i += 1) {
      if (open[i]) sum += Math.min(to, startOf(i + 1)) - Math.max(from, startOf(i));
    }
    return sum;
  }

  function after(from: number, ms: number): number | undefined {
    if (ms === 0) return from;
    let left = ms;
    for (let i = indexOf(from); i < open.length; i += 1) {
      const start = Math.max(from, startOf(i));
      if (!open[i]) continue;
      if (startOf(i + 1) - start >= left) return start + left;
      left -= startOf(i + 1) - start;
    }
    return undefined;
  }

  function businessDays(from: number, count: number): number | undefined {
    const start = opening(from);
    if (start === undefined) return undefined;
    const here = days.walls[indexOf(start)];
    const lastDate = days.walls.at(-1)?.date;
    if (here === undefined || lastDate === undefined) return undefined;
    const into = start - startOf(indexOf(start));
    let left = count;
    for (let date = here.date + 1; date < lastDate; date += 1) {
      const minutes = days.walls.flatMap((wall, i) => (wall.date === date ? [{ ...wall, i }] : []));
      const opens = minutes.filter(({ i }) => open[i]);
      const [first, last] = [opens.at(0), opens.at(-1)];
      if (first === undefined || last === undefined) continue;
      left -= 1;
      if (left > 0) continue;
      const same = minutes.find(({ minute }) => minute >= here.minute);
      const closes = startOf(last.i + 1);
      if (same === undefined) return closes;
      const at = startOf(same.i) + (same.minute === here.minute ? into : 0);
      return Math.min(Math.max(at, startOf(first.i)), closes);
    }
    return undefined;
  }

  return { isOpen, opening, closing, between, after, businessDays };
}

const TELLING = [0, 1, 60, 90, 119, 120, 135, 150, 180, 181, 480, 540, 720, 960, 1020, 1380, 1439];

function someHours(dice: Dice, weekday: number): OpenHours {
  const edge = () =>
    dice.chance(0.5) ? (TELLING[dice.between(0, TELLING.length - 1)] ?? 0) : dice.between(0, 1439);
  const from = edge();
  const to = dice.chance(0.2) ? 1440 : Math.max(from + 1, edge());
  return { weekday, from: inWords(from), to: inWords(to) };
}

/** A calendar as a desk may well name it, and some that only a test would: overlaps, doubles, all or nothing. */
export function someCalendar(dice: Dice, { timeZone, from, to }: Shown): ResolvedCalendar {
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => dice.chance(day < 6 ? 0.9 : 0.4));
  const always = dice.chance(0.05);
  const open = weekdays.flatMap((weekday) =>
    always
      ? [{ weekday, from: '00:00', to: '24:00' }]
      : Array.from({ length: dice.between(1, 3) }, () => someHours(dice, weekday)),
  );
  const holidays: string[] = [];
  for (let at = from; at < to; at += DAY) {
    if (!dice.chance(0.12)) continue;
    const date = new Date(at).toISOString().slice(0, 10);
    holidays.push(...(dice.chance(0.3) ? [date, date] : [date]));
  }
  return { timeZone, open, holidays };
}

/** An instant among the days shown, often near the turn of the clock, often on a whole minute. */
export function someInstant(dice: Dice, { from, turn }: Shown): number {
  const at = dice.chance(0.5) ? turn + dice.between(-4 * HOUR, 4 * HOUR) : from + dice.between(0, 9 * DAY);
  return dice.chance(0.6) ? Math.floor(at / MINUTE) * MINUTE : at;
}

/** The seed of this run: another each time, or the one that `SLA_SEED` names. */
export function seedOfRun(): number {
  const named = process.env.SLA_SEED;
  return named === undefined ? randomInt(2 ** 31) : Number(named);
}

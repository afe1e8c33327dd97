/**
 * Public holidays as dates (date-holidays, which follows the laws of each country). Only core looks them up: the table
 * is too large for the window, which gets the dates.
 */
import Holidays from 'date-holidays';
import type { PolicyCalendar } from '#shared/contract.ts';
import type { ResolvedCalendar } from '#shared/sla/calendar.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A local date as the library gives it: `2026-04-02 00:00:00`, with what follows the civil date left unread. */
const WHOLE_DAYS = /^(\d{4}-\d{2}-\d{2}) 00:00:00/;

/**
 * The public holidays of a country from one year to another, both included, in order. Each local date comes once, as
 * `YYYY-MM-DD`; a holiday of several days gives each of them, one that begins within the day gives none. Null for a
 * country or region that is not known, because its days would be guessed. Codes are those of ISO 3166-1 and 3166-2.
 */
export function holidayDates(
  country: string,
  region: string | null,
  fromYear: number,
  toYear: number,
): { date: string; name: string }[] | null {
  const all = new Holidays();
  if (!Object.hasOwn(all.getCountries() ?? {}, country)) return null;
  if (region !== null && !Object.hasOwn(all.getStates(country) ?? {}, region)) return null;
  all.init({ country, ...(region !== null && { state: region }) }, { types: ['public'] });

  const names = new Map<string, string>();
  for (let year = fromYear; year <= toYear; year += 1) {
    for (const { date, start, end, name } of all.getHolidays(year)) {
      const first = WHOLE_DAYS.exec(date)?.[1];
      if (first === undefined) continue;
      // Rounded, because a day on which the clock is turned has 23 or 25 hours.
      const days = Math.round((end.getTime() - start.getTime()) / DAY_MS);
      for (let day = 0; day < days; day += 1) {
        const local = new Date(Date.parse(first) + day * DAY_MS).toISOString().slice(0, 10);
        names.set(local, names.get(local) ?? name);
      }
    }
  }
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * The calendar of a policy with its holidays as dates, for last year up to the year after the next. Null when there is
 * none or its country or region is not known; then nothing is promised by it.
 */
export function resolveCalendar(calendar: PolicyCalendar | null, now: number): ResolvedCalendar | null {
  if (calendar === null) return null;
  const { timeZone, open, holidays, extraHolidays } = calendar;
  const year = new Date(now).getUTCFullYear();
  const named = holidays === null ? [] : holidayDates(holidays.country, holidays.region, year - 1, year + 2);
  if (named === null) return null;
  const dates = [...named, ...extraHolidays].map(({ date }) => date);
  return { timeZone, open, holidays: [...new Set(dates)].sort() };
}

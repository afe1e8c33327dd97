/** The part of the world whose customs dates, clocks and tables follow, whatever language is spoken. Pure. */
import { z } from 'zod';

/** Two capital letters (ISO 3166). */
export const Region = z.string().regex(/^[A-Z]{2}$/);

/**
 * The region that a locale names, as BCP 47 (`en-GB`) or as a POSIX system writes it (`nb_NO.UTF-8`); null when it
 * names none. One that was chosen beside the language wins: `en_US@rg=nozzzz` on macOS, `en-US-u-rg-nozzzz` elsewhere.
 */
export function regionIn(locale: string): string | null {
  const chosen = /(?:@|;)rg=([a-z]{2})zzzz|-u-(?:.*-)?rg-([a-z]{2})zzzz/i.exec(locale);
  const beside = chosen?.[1] ?? chosen?.[2];
  if (beside !== undefined) return beside.toUpperCase();
  const [, ...parts] = (locale.split(/[.@]/)[0] ?? '').split(/[-_]/);
  const extension = parts.findIndex((part) => part.length === 1);
  const own = extension < 0 ? parts : parts.slice(0, extension);
  return own.find((part) => /^[a-z]{2}$/i.test(part))?.toUpperCase() ?? null;
}

/** The locale in which most people of a region write. */
export const nativeLocale = (region: string): string =>
  `${new Intl.Locale(`und-${region}`).maximize().language}-${region}`;

export type DateOrder = 'day' | 'month' | 'year';

/** What a date in figures begins with in a region. */
export function dateBegins(region: string): DateOrder {
  const parts = new Intl.DateTimeFormat(nativeLocale(region), {
    ...{ dateStyle: 'short', calendar: 'gregory' },
  }).formatToParts(0);
  const first = parts.find(({ type }) => type === 'day' || type === 'month' || type === 'year')?.type;
  return first === 'month' || first === 'year' ? first : 'day';
}

/** What parts two cells, and what a fraction begins with, where a spreadsheet reads a CSV file. */
export type SpreadsheetMarks = { separator: ','; decimal: '.' } | { separator: ';'; decimal: '.' | ',' };

/** These write a point, but their systems part a list by a semicolon (the "list separator" of Windows). */
const POINT_AND_SEMICOLON = ['CH', 'LI'];

/**
 * A spreadsheet opens a CSV file by the customs of the system: where a fraction begins with a comma, cells are parted
 * by semicolons, and with commas everything would land in the first column. Unknown is taken for the United States,
 * as systems do.
 */
export function spreadsheetMarks(region: string | null): SpreadsheetMarks {
  const native = region === null ? 'en-US' : nativeLocale(region);
  const fraction = new Intl.NumberFormat(native).formatToParts(0.5).find(({ type }) => type === 'decimal');
  if (fraction?.value !== '.') return { separator: ';', decimal: ',' };
  return { separator: POINT_AND_SEMICOLON.includes(region ?? '') ? ';' : ',', decimal: '.' };
}

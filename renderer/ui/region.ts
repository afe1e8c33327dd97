/** The locale in which dates and clocks are written: the words of the window's language, the customs of the region. */
import { createContext, useContext } from 'react';
import { dateBegins, nativeLocale } from '#shared/region.ts';

/** English as it is written where a date begins with its day, month or year. */
const ENGLISH = { day: 'en-GB', month: 'en-US', year: 'en-CA' } as const;

/**
 * Bokmål is written in one way. English is written in many, and `Intl` knows it for most regions; for the others it
 * would silently write as in the United States, so the order of a date and the count of hours are taken from the
 * region's own language. An unknown region is taken for the United States, as systems do.
 */
export function formatLocale(language: string, region: string | null): string {
  if (language === 'nb') return 'nb-NO';
  if (region === null) return 'en-US';
  const own = `en-${region}`;
  if (new Intl.DateTimeFormat(own).resolvedOptions().locale === own) return own;
  const { hourCycle } = new Intl.DateTimeFormat(nativeLocale(region), { hour: 'numeric' }).resolvedOptions();
  return `${ENGLISH[dateBegins(region)]}-u-hc-${hourCycle ?? 'h23'}`;
}

/** The locale of the window, which `App` gives to everything in it. */
export const FormatLocale = createContext('en-US');
export const useFormatLocale = (): string => useContext(FormatLocale);

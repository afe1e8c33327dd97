/** Months, hours and minutes of the figures in the person's language. */
import { useFormatLocale } from '../../ui/region.ts';
import { duration } from '../../ui/time.ts';

const MINUTE = 60_000;
const monthStart = (month: string) => Date.parse(`${month}-01T00:00Z`);

export function useFormat() {
  const locale = useFormatLocale();
  const date = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options).format(at);
  const minutes = (value: number) => duration(locale, value * MINUTE);
  return {
    count: (value: number) => new Intl.NumberFormat(locale).format(value),
    minutes,
    minutesOrNone: (value: number | null) => (value === null ? '–' : minutes(value)),
    list: (values: readonly number[]) =>
      new Intl.ListFormat(locale, { type: 'conjunction' }).format(values.map(minutes)),
    day: (at: number, timeZone: string) => date(at, { dateStyle: 'long', timeZone }),
    month: (month: string) => date(monthStart(month), { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    shortMonth: (month: string) => date(monthStart(month), { month: 'short', timeZone: 'UTC' }),
    hour: (hour: number) => date(hour * 60 * MINUTE, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
    shortHour: (hour: number) => date(hour * 60 * MINUTE, { hour: 'numeric', timeZone: 'UTC' }),
  };
}
export type Format = ReturnType<typeof useFormat>;

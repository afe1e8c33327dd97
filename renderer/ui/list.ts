import { isolated } from '#shared/names.ts';
import { useFormatLocale } from './region.ts';

/** Names as a sentence holds them in the person's language: "a, b and c". */
export function useList(): (names: readonly string[]) => string {
  const locale = useFormatLocale();
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (names) => format.format(names.map(isolated));
}

import { useTranslation } from 'react-i18next';
import { isolated } from '#shared/names.ts';

/** Names as a sentence holds them in the person's language: "a, b and c". */
export function useList(): (names: readonly string[]) => string {
  const { i18n } = useTranslation();
  const format = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return (names) => format.format(names.map(isolated));
}

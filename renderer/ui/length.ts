import type { TFunction } from 'i18next';

/** A counter is noise until the limit comes into sight. */
const IN_SIGHT = 0.9;

/** What to say of a text's length: nothing, how much is left, or by how much it is too long. Nothing is cut. */
export function lengthWords(
  t: TFunction,
  count: (value: number) => string,
  text: string,
  limit: number,
): { note?: string; error?: string } {
  const left = limit - text.length;
  if (left < 0) return { error: t('wizard.tooLong', { over: count(-left), limit: count(limit) }) };
  if (text.length >= limit * IN_SIGHT) return { note: t('wizard.left', { count: left }) };
  return {};
}

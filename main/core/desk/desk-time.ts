/** What time it is at the desk, as an answer says it. */
import { isDate } from '#shared/contract.ts';

/**
 * The `Date` of an answer in milliseconds since 1970; null when there is none that can be one, or when the answer was kept
 * somewhere on the way (`Age`, RFC 9111 section 5.1): then its time has passed.
 */
export function spokenTime(headers: Headers): number | null {
  const age = headers.get('age');
  if (age !== null && age.trim() !== '0') return null;
  const at = Date.parse(headers.get('date') ?? '');
  return isDate(at) ? at : null;
}

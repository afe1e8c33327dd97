/** The desk's address as a person types it. Core and shell read it alike. Pure. */
import { LifelineError } from './errors.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address in its one form, without a slash at the end. Throws `desk_address_invalid` for what is none, and
 * `desk_address_insecure` for plain http to anywhere but this computer: the token would travel readable.
 */
export function deskAddress(typed: string): string {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  if (url === null || text === '' || url.username !== '' || url.password !== '') {
    throw new LifelineError('desk_address_invalid');
  }
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    throw new LifelineError('desk_address_insecure');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new LifelineError('desk_address_invalid');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

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

/** Written so, a path may lead elsewhere at a server that reads it once more. */
const HIDDEN_PATH = /%(2f|5c|2e|25)|\/\/|\\/i;

/** True when an address that a desk gave lies under the desk's own: the token goes there, and nowhere else. */
export function isUnder(address: string, given: string): boolean {
  const own = URL.parse(address);
  const url = URL.parse(given);
  if (own === null || url === null || url.origin !== own.origin) return false;
  if (url.username !== '' || url.password !== '') return false;
  const folder = `${own.pathname.replace(/\/+$/, '')}/`;
  return url.pathname.startsWith(folder) && !HIDDEN_PATH.test(url.pathname.slice(folder.length - 1));
}

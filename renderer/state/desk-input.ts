/** The address and the token of a desk as people paste them: what is tidied up, and what is said before anybody is asked. Pure. */
import { deskAddress } from '#shared/desk-address.ts';
import { type ErrorCode, failureOf } from '#shared/errors.ts';

/** What comes along when something is copied: blanks of every kind, signs that nobody sees, brackets and quotes. */
const AROUND = /^[\s\u200b-\u200f\u2060\ufeff<"'“”«»]+|[\s\u200b-\u200f\u2060\ufeff>"'“”«»]+$/gu;

export const tidy = (pasted: string): string => pasted.replace(AROUND, '');

export type TokenProblem = 'tokenSpaces' | 'tokenStrange';

/** What keeps a tidied token from being one: a header carries only visible ASCII (RFC 6750 section 2.1). */
export function tokenProblem(token: string): TokenProblem | null {
  if (/\s/u.test(token)) return 'tokenSpaces';
  return /^[\x21-\x7e]*$/.test(token) ? null : 'tokenStrange';
}

/** What keeps a tidied address from being one; null when nothing does. */
export function addressProblem(address: string): ErrorCode | null {
  // A browser would look for it as words.
  if (/\s/u.test(address)) return 'desk_address_invalid';
  try {
    deskAddress(address);
    return null;
  } catch (error) {
    return failureOf(error).code;
  }
}

/** An address in its one form; as it is while it is none yet. */
export const addressOf = (address: string): string =>
  addressProblem(address) === null ? deskAddress(address) : address;

/** Failures that the token can mend; all others are said at the address. */
const OF_TOKEN: ReadonlySet<ErrorCode> = new Set(['desk_unauthorized', 'secrets_failed']);
/** Failures that say nothing of the address or the token: one may go on, and the desk is found later. */
const OF_NETWORK: ReadonlySet<ErrorCode> = new Set([
  'desk_unreachable',
  'network_offline',
  'desk_unavailable',
  'desk_redirects',
  'network_proxy',
]);

export const isOfToken = (code: ErrorCode): boolean => OF_TOKEN.has(code);
export const isOfNetwork = (code: ErrorCode): boolean => OF_NETWORK.has(code);

/** Where the desk may be when what answers is a page and no desk: the same place without the rest of the address. */
export function originToTry(address: string, code: ErrorCode): string | null {
  if (code !== 'desk_not_a_desk' && code !== 'desk_answer_unfit') return null;
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  if (url === null || url.origin === 'null') return null;
  return url.pathname === '/' && url.search === '' && url.hash === '' ? null : url.origin;
}

/** Which addresses in a text of others are links, and what of them must be seen. One rule for window and shell. Pure. */

/** Browsers and mail programs take about this much. A longer address is a text. */
const LONGEST = 2_048;
const MOST_ADDRESSES = 20;

/** Where a link goes. `shown` is what tells it from others: the host, the addresses or the number. */
export type Destination = { href: string; shown: string };

/** Characters that are not seen or that turn the order of others; none belongs into an address. */
const UNSEEN = /[\p{Cc}\p{Cf}]/u;

/**
 * Where a link in a text of others may go; null for what stays text (invariant 9). Hosts are given in ASCII, so that
 * letters that look alike show as what they are.
 */
export function destinationOf(text: string): Destination | null {
  if (text.length > LONGEST || UNSEEN.test(text)) return null;
  const url = URL.parse(text);
  switch (url?.protocol) {
    case 'https:':
      return web(url);
    case 'mailto:':
      return mail(url);
    case 'tel:':
      return call(url);
    default:
      return null;
  }
}

/** What stands before an @ is read as the host by people, and is none. */
function web({ href, host, username, password }: URL): Destination | null {
  return username === '' && password === '' ? { href, shown: host } : null;
}

const ADDRESS = /^[^\s@,;:<>()[\]"\\]{1,64}@[^\s@,;:<>()[\]"\\]{1,255}$/u;
const LINE_BREAKS = /[\r\n\t]/g;

/** What mail programs do with other headers, such as `attach` and `bcc`, nobody has agreed to. */
function mail({ href, pathname, searchParams, hash }: URL): Destination | null {
  const path = decoded(pathname);
  if (path === null || hash !== '') return null;
  const addresses = listed(path);
  for (const [name, value] of searchParams) {
    switch (name.toLowerCase()) {
      case 'to':
      case 'cc':
        addresses.push(...listed(value));
        break;
      case 'subject':
        if (UNSEEN.test(value)) return null;
        break;
      case 'body':
        if (UNSEEN.test(value.replace(LINE_BREAKS, ''))) return null;
        break;
      default:
        return null;
    }
  }
  const isGood = addresses.length > 0 && addresses.length <= MOST_ADDRESSES;
  return isGood && addresses.every((one) => ADDRESS.test(one)) ? { href, shown: addresses.join(', ') } : null;
}

const listed = (text: string): string[] => (text === '' ? [] : text.split(',').map((one) => one.trim()));

/** A `*` or `#` makes a code of a number, which forwards calls or wipes a phone. E.164 allows 15 digits. */
const NUMBER = /^\+?[\d ().-]{1,40}$/;

function call({ pathname, search, hash }: URL): Destination | null {
  const number = decoded(pathname)?.trim() ?? '';
  const digits = digitsOf(number).length;
  if (!NUMBER.test(number) || digits < 3 || digits > 15 || search !== '' || hash !== '') return null;
  return { href: `tel:${number.startsWith('+') ? '+' : ''}${digitsOf(number)}`, shown: number };
}

const digitsOf = (number: string): string => number.replace(/\D/g, '');

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Other letters look like these. */
const PLAIN_LETTERS = /^[\u0020-\u007e]+$/;

/** True when a link's words say all of where it goes. Otherwise that is shown beside them. */
export function saysWhere(words: string, { href, shown }: Destination): boolean {
  const said = words.trim();
  if (!PLAIN_LETTERS.test(said)) return false;
  if (said === shown) return true;
  if (href.startsWith('tel:')) return NUMBER.test(said) && digitsOf(said) === digitsOf(href);
  if (href.startsWith('mailto:')) return said === `mailto:${shown}`;
  return [said, `https://${said}`].some((one) => destinationOf(one)?.href === href);
}

/** Values that break what believes them. Each place of the contract is tried with those of its kind and of all others. */
import fc from 'fast-check';

/** Stands in a value for what only a text can say: a number that no value of JavaScript is, or arrays in arrays. */
const raw = (text: string): string => `\u0001raw ${text}`;
/** The value that stands for it is short, so that nothing here overflows. */
const deep = (depth: number): string => `\u0001deep ${depth}`;

/** A value as the text of JSON, with what only a text can say. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0001(raw|deep) ([^"]+)"/g, (_, what: string, text: string) =>
    what === 'raw' ? text : `${'['.repeat(Number(text))}${']'.repeat(Number(text))}`,
  );
}

/** Names that every object seems to have. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'] as const;

/** Instants at the edges of calendars, clocks and types; some of them fit the contract. */
const INSTANTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '1600-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '2026-02-29T12:00:00Z',
  '2026-03-29T02:30:00+01:00',
  '2026-03-02T09:00:00.123456789Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T09:00:00+23:59',
  '2099-12-31T23:59:59.999Z',
  '2100-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-03-02',
  '9999-12-31',
  '1600-02-29',
  'Mon, 02 Mar 2026 09:00:00 GMT',
] as const;

/** Ids of other versions, of other writing, or of everything. */
const IDS = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '9b2f7c4e-3d51-4a6b-8c7d-0e1f2a3b4c5d',
  'c232ab00-9414-11ec-b3c8-9f6bdeced846',
  '0197F3C0-0000-7000-8000-00000000AAAA',
  '0197f3c0-0000-7000-0000-00000000aaaa',
  '{0197f3c0-0000-7000-8000-00000000aaaa}',
  '../../../etc/passwd',
] as const;

const NUMBERS = [
  0,
  1,
  -1,
  0.1,
  1e308,
  2 ** 31,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  5e-324,
  8.64e15,
  8.64e15 + 1,
] as const;
const RAW_NUMBERS = ['-0', '1e400', '-1e400', '1E+2', '123456789012345678901234567890'] as const;

/** Words that turn, hide or cut what stands around them. */
const WORDS = [
  '',
  ' ',
  '\u0000',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\u202e\u2066gnp.exe\u2069',
  '\u200b\u200d\ufeff',
  '\ud800',
  'a\udc00b',
  '\u2028\u2029\r\n',
  'e\u0301\u0323'.repeat(50),
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  'NaN',
  'Infinity',
  'null',
  "'; DROP TABLE ticket; --",
  '%s%n{{t}}$&$1',
  'NEAR("a" "b", 5) OR *',
  '<script>alert(1)</script>',
  '=HYPERLINK("https://evil.example")',
  'Europe/Nowhere',
  ...PROTOTYPE_NAMES,
] as const;

const LONG = [255, 256, 1_001, 20_001, 60_000] as const;
const VERY_LONG = [300_000, 1_000_000] as const;
/** Makes a text of so many letters, in code points. */
type Fill = (length: number) => string;
/** The same over and over. `text` is one letter, or several that are one code unit each. */
const repeated =
  (text: string): Fill =>
  (length) => {
    const letters = [...text].length;
    return letters === 1 ? text.repeat(length) : text.repeat(Math.ceil(length / letters)).slice(0, length);
  };
/** No word comes twice: an index of words has most to do. */
const otherWords: Fill = (length) => {
  let text = '';
  for (let n = 0; text.length < length; n += 1) text += `${(n * 7_919).toString(36)} `;
  return text.slice(0, length);
};
const MARKUP = ['[', '|', '> ', '*a_', '\n', '. ', '\u202e', '.exe'].map(repeated);
/** What a text is filled with that is as long as it may be. */
export const FILLS: readonly Fill[] = [...['x', 'ø', '\u{1f469}'].map(repeated), otherWords];

const longText = (lengths: readonly number[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...FILLS, ...MARKUP), fc.constantFrom(...lengths))
    .map(([fill, length]) => fill(length));

export const hostileInstants = fc.constantFrom(...INSTANTS);
export const hostileIds = fc.constantFrom(...IDS);
export const hostileNumbers = fc.oneof(
  fc.constantFrom<unknown>(...NUMBERS),
  fc.constantFrom(...RAW_NUMBERS).map(raw),
);
export const hostileWords = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom<string>(...WORDS) },
  { weight: 8, arbitrary: longText(LONG) },
  { weight: 1, arbitrary: longText(VERY_LONG) },
);

/** Anything at all, where something else is expected. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], { length: 1e9 }),
  fc.constantFrom(...PROTOTYPE_NAMES).map((name) => Object.fromEntries([[name, { isAdmin: true }]])),
  fc.constantFrom(10, 500, 20_000).map(deep),
  hostileNumbers,
  hostileWords,
  hostileInstants,
  hostileIds,
);

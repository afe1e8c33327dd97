/** What somebody looks for: words, phrases and operators, read from one line of text. Pure. */
import { z } from 'zod';
import { isCjk, type Placed, placedSpellingsOf, type Spelling, spellingsOf } from './folding.ts';
import { shownLine } from './names.ts';
import { plainText } from './plain-text.ts';

/** Of a pasted text the beginning says what is looked for. */
const LONGEST = 500;
const MOST_TERMS = 16;
/** Two letters stand within nearly every text. */
const SHORTEST_INSIDE = 3;

export const SearchState = z.enum([
  'open',
  'waiting',
  'unsent',
  'draft',
  'solved',
  'closed',
  'unread',
  'refused',
  'missing',
]);
export type SearchState = z.infer<typeof SearchState>;

/** A word, or words side by side. `isWhole` is true between quotes; any other may be unfinished, at either end. */
export type SearchTerm = { text: string; isWhole: boolean };

export type SearchQuery = {
  terms: SearchTerm[];
  /** Any of these states will do. */
  is: SearchState[];
  severity: 'business_critical' | 'standard' | null;
  hasFile: boolean;
  /** Part of the name of who wrote; `me` is the person. */
  from: string | null;
  /** Local days, `from` included and `before` not. */
  after: string | null;
  before: string | null;
  /** Operators that say nothing here. They are looked for as words. */
  notUnderstood: string[];
};

const SEVERITIES: Readonly<Record<string, SearchQuery['severity']>> = {
  critical: 'business_critical',
  business_critical: 'business_critical',
  'business-critical': 'business_critical',
  standard: 'standard',
};

/** As word processors and other languages write them; each is one code unit, as the plain one is. */
const QUOTES = /[“”„‟«»「」『』〝〞〟＂]/g;
const PIECE = /(?<name>\p{L}+):(?:"(?<quoted>[^"]*)"?|(?<plain>\S+))|"(?<phrase>[^"]*)"?|(?<word>\S+)/gu;

/** True when the query asks for nothing at all. */
export const asksNothing = ({ notUnderstood: _, ...query }: SearchQuery): boolean =>
  Object.values(query).every((part) => (Array.isArray(part) ? part.length === 0 : !part));

/**
 * Reads what somebody typed. Never throws: what is no operator is a word, what is no word is left out, a quote that
 * never ends goes to the end.
 */
export function readSearch(typed: string): SearchQuery {
  const text = typed.slice(0, LONGEST).replace(QUOTES, '"');
  const query: SearchQuery = {
    ...{ terms: [], is: [], severity: null, hasFile: false, from: null, after: null, before: null },
    notUnderstood: [],
  };
  for (const { groups = {}, 0: whole } of text.matchAll(PIECE)) {
    const value = groups.quoted ?? groups.plain ?? '';
    if (groups.name !== undefined && takeOperator(query, groups.name.toLowerCase(), value)) continue;
    if (groups.name !== undefined) query.notUnderstood.push(whole);
    const words = groups.phrase ?? whole;
    // One piece, such as "LL-1034", is looked for as it stands: its words side by side.
    if (wordsOf(words).length > 0 && query.terms.length < MOST_TERMS) {
      // Until the second quote, the phrase is still being written.
      query.terms.push({ text: words, isWhole: groups.phrase !== undefined && /^".*"$/s.test(whole) });
    }
  }
  return query;
}

/** True when the operator is one that is known, with a value that it has. */
function takeOperator(query: SearchQuery, name: string, value: string): boolean {
  const lower = value.toLowerCase();
  switch (name) {
    case 'is': {
      const state = SearchState.safeParse(lower);
      if (state.success) query.is.push(state.data);
      return state.success;
    }
    case 'severity': {
      const severity = SEVERITIES[lower];
      if (severity) query.severity = severity;
      return severity !== undefined;
    }
    case 'has':
      if (lower !== 'file') return false;
      query.hasFile = true;
      return true;
    case 'from':
      if (value.trim() === '') return false;
      query.from = lower.trim() === 'me' ? 'me' : value.trim();
      return true;
    case 'before':
    case 'after':
      if (!z.iso.date().safeParse(value).success) return false;
      query[name] = value;
      return true;
    default:
      return false;
  }
}

const wordsOf = (text: string): string => (spellingsOf(text)[0] ?? '').trim();

/** One way to type a term: words with a space between, without one around. */
export type Sought = { words: string; isWhole: boolean };

/** The ways in which a term may be written in a text. */
export function soughtBy({ text, isWhole }: SearchTerm): Sought[] {
  return spellingsOf(text).map((spelling) => {
    const words = spelling.trim();
    // A single letter begins every other word.
    return { words, isWhole: isWhole || (words.length === 1 && !isCjk(words)) };
  });
}

/** True when it may begin in the middle of a word. */
export const mayBeInside = ({ words, isWhole }: Sought): boolean =>
  !isWhole && words.replaceAll(' ', '').length >= SHORTEST_INSIDE;

/** How a text fits: every term is a word of it or begins one, or some only stand within words. Null when it does not. */
export type Fit = 'begins' | 'within' | null;

/** How a text fits all of the terms, from its spellings and the ways to write each of them. */
export function fitOf(spellings: readonly Spelling[], terms: readonly (readonly Sought[])[]): Fit {
  let fit: Fit = 'begins';
  for (const ways of terms) {
    if (ways.some((way) => spellings.some((spelling) => spelling.includes(beginning(way))))) continue;
    const isWithin = (way: Sought) =>
      mayBeInside(way) && spellings.some((spelling) => spelling.includes(way.words));
    if (!ways.some(isWithin)) return null;
    fit = 'within';
  }
  return fit;
}

const beginning = ({ words, isWhole }: Sought): string => ` ${words}${isWhole ? ' ' : ''}`;

/** A text with the places that were looked for: pairs of start and end, in UTF-16 code units, in order. */
export const Marked = z.object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) });
export type Marked = z.infer<typeof Marked>;

/** Before the first place that was found, so much is shown of what leads to it. */
const LEAD = 40;
/** Marks further in than this are not looked for: nobody reads a text of a million characters for a colour. */
const SEEN = 50_000;

/** As much of a Markdown text as a result shows, around the first place that was looked for. */
export function excerptOf(text: string, terms: readonly SearchTerm[], length: number): Marked {
  const ways = terms.flatMap(soughtBy);
  const seen = text.slice(0, SEEN);
  const first = firstPlace(seen, ways);
  const start = first <= LEAD ? 0 : wordStart(seen, first - LEAD);
  const piece = seen.slice(start, start + length).replace(/[\uD800-\uDBFF]$/, '');
  const opening = start > 0 ? '…' : '';
  const closing = start + piece.length < text.length ? '…' : '';
  const shown = `${opening}${shownLine(plainText(piece))}${closing}`;
  return { text: shown, marks: placesOf(shown, ways) };
}

/** The whole text with its marks. */
export const markedWhole = (text: string, terms: readonly SearchTerm[]): Marked => ({
  text,
  marks: placesOf(text.slice(0, SEEN), terms.flatMap(soughtBy)),
});

function wordStart(text: string, near: number): number {
  const space = text.indexOf(' ', near);
  return space === -1 || space > near + LEAD ? near : space + 1;
}

/** A long text is read in parts of so many characters, each with the beginning of the next. */
const PART = 1_000;
const OVERLAP = 200;

/** Where what was looked for is first, in a long text without finding all other places; 0 when it is not there. */
function firstPlace(text: string, ways: readonly Sought[]): number {
  for (let start = 0; start < text.length; start += PART) {
    const [first] = placesOf(text.slice(start, start + PART + OVERLAP), ways);
    if (first !== undefined) return start + first[0];
  }
  return 0;
}

/** Where the ways to write the terms stand: the parts of words that fit, and no more. */
function placesOf(text: string, ways: readonly Sought[]): [number, number][] {
  if (fitOf(spellingsOf(text), [ways]) === null) return [];
  const found = placedSpellingsOf(text).flatMap((placed) => ways.flatMap((way) => placesIn(placed, way)));
  const places: [number, number][] = [];
  for (const [start, end] of found.sort((one, other) => one[0] - other[0])) {
    const last = places.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else places.push([start, end]);
  }
  return places;
}

function placesIn({ spelling, starts, ends }: Placed, way: Sought): [number, number][] {
  const isInside = mayBeInside(way);
  const wanted = isInside ? way.words : beginning(way);
  const before = isInside ? 0 : 1;
  const places: [number, number][] = [];
  for (let at = spelling.indexOf(wanted); at !== -1; at = spelling.indexOf(wanted, at + 1)) {
    const first = at + before;
    places.push([starts[first] ?? 0, ends[first + way.words.length - 1] ?? 0]);
  }
  return places;
}

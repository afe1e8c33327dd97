/** What somebody looks for: words, phrases and operators, read from one line of text. Pure. */
import { z } from 'zod';
import { shownLine, withoutTowers } from './names.ts';
import { plainText } from './plain-text.ts';

/** Of a pasted text the beginning says what is looked for. */
const LONGEST = 500;
const MOST_TERMS = 16;
/** A single letter begins every other word, and finding them all takes long. */
const SHORTEST_BEGINNING = 2;

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

/** A word or phrase. `isPrefix` is true for the last word while it may still be going on. */
export type SearchTerm = { text: string; isPrefix: boolean };

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

const PIECE = /(?<name>\p{L}+):(?:"(?<quoted>[^"]*)"?|(?<plain>\S+))|"(?<phrase>[^"]*)"?|(?<word>\S+)/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** True when the query asks for nothing at all. */
export const asksNothing = ({ notUnderstood: _, ...query }: SearchQuery): boolean =>
  Object.values(query).every((part) => (Array.isArray(part) ? part.length === 0 : !part));

/**
 * Reads what somebody typed. Never throws: what is no operator is a word, what is no word is left out, a quote that
 * never ends goes to the end. Only letters and digits of it ever reach the index.
 */
export function readSearch(typed: string): SearchQuery {
  const text = typed.slice(0, LONGEST);
  const query: SearchQuery = {
    ...{ terms: [], is: [], severity: null, hasFile: false, from: null, after: null, before: null },
    notUnderstood: [],
  };
  for (const { groups = {}, index, 0: whole } of text.matchAll(PIECE)) {
    const value = groups.quoted ?? groups.plain ?? '';
    if (groups.name !== undefined && takeOperator(query, groups.name.toLowerCase(), value)) continue;
    if (groups.name !== undefined) query.notUnderstood.push(whole);
    const isPhrase = groups.name !== undefined || groups.phrase !== undefined;
    const words = (groups.phrase ?? whole).match(WORD) ?? [];
    const isGoingOn = !isPhrase && index + whole.length === text.length && /[\p{L}\p{N}\p{M}]$/u.test(whole);
    // One piece, such as "LL-1034", is looked for as it stands: its words side by side.
    if (words.length > 0 && query.terms.length < MOST_TERMS) {
      const isLongEnough = (words.at(-1) ?? '').length >= SHORTEST_BEGINNING;
      query.terms.push({ text: words.join(' '), isPrefix: isGoingOn && isLongEnough });
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
      query.from = value.trim();
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

/**
 * The query in the language of SQLite's full-text index, or null when no word is looked for. Every term is quoted,
 * because everything else that a person may write has a meaning there
 * (https://www.sqlite.org/fts5.html#full_text_query_syntax).
 */
export function indexQuery(terms: readonly SearchTerm[]): string | null {
  if (terms.length === 0) return null;
  return terms.map(({ text, isPrefix }) => `"${text}"${isPrefix ? '*' : ''}`).join(' AND ');
}

/** A text with the places that were looked for: pairs of start and end, in UTF-16 code units, in order. */
export const Marked = z.object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) });
export type Marked = z.infer<typeof Marked>;

/** Before the first place that was found, so much is shown of what leads to it. */
const LEAD = 40;
/** Marks further in than this are not looked for: nobody reads a text of a million characters for a colour. */
const SEEN = 50_000;

/** As much of a Markdown text as a result shows, around the first place that was looked for. */
export function excerptOf(text: string, terms: readonly SearchTerm[], length: number): Marked {
  const seen = text.slice(0, SEEN);
  const first = placesOf(seen, terms)[0]?.[0] ?? 0;
  const start = first <= LEAD ? 0 : wordStart(seen, first - LEAD);
  const piece = seen.slice(start, start + length).replace(/[\uD800-\uDBFF]$/, '');
  const opening = start > 0 ? '…' : '';
  const closing = start + piece.length < text.length ? '…' : '';
  const shown = `${opening}${shownLine(plainText(piece))}${closing}`;
  return { text: shown, marks: placesOf(shown, terms) };
}

/** The whole text with its marks. */
export const markedWhole = (text: string, terms: readonly SearchTerm[]): Marked => ({
  text,
  marks: placesOf(text.slice(0, SEEN), terms),
});

function wordStart(text: string, near: number): number {
  const space = text.indexOf(' ', near);
  return space === -1 || space > near + LEAD ? near : space + 1;
}

/** As the index folds it: without case, and without marks on letters. */
const folded = (word: string): string =>
  withoutTowers(word).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Where the words of the terms stand, as whole words, or as beginnings for a term that may go on. */
function placesOf(text: string, terms: readonly SearchTerm[]): [number, number][] {
  const wanted = terms.flatMap(({ text: words, isPrefix }) => {
    const parts = words.split(' ').map(folded);
    return parts.map((word, place) => ({ word, isPrefix: isPrefix && place === parts.length - 1 }));
  });
  const places: [number, number][] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const there = folded(word);
    const fits = wanted.some((one) => (one.isPrefix ? there.startsWith(one.word) : there === one.word));
    if (fits) places.push([index, index + word.length]);
  }
  return places;
}

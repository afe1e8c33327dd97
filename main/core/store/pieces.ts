/**
 * The pieces of words that the index holds, and those that a text must have to be looked at. That a text has them all
 * does not mean that it fits: `fitOf` reads it. Pure.
 */
import { isCjk, type Spelling } from '#shared/folding.ts';
import { mayBeInside, type Sought } from '#shared/search.ts';

/** A piece that begins a word carries this; the others stand further in. */
const BEGINS = '^';
/** A short word with its end. Longer ones are told apart well enough by what stands further in. */
const ENDS = '$';
/** A beginning in the name of who wrote. */
const NAMES = '@';
/** Longer beginnings are looked for by this much of them, and by what stands further in. */
const LONGEST_BEGINNING = 6;
const INSIDE = 3;
/** What has so many pieces of a long word has the others as well, mostly. */
const MOST_PIECES = 10;

/**
 * Every piece carries the block of its row, so many rows that came one after the other: SQLite goes on until it finds a
 * row that has all pieces, and would go through a million at once.
 */
const BLOCK = 2 ** 15;
const BLOCK_MARK = '~';

export const blockOf = (key: number): number => Math.floor(key / BLOCK);

/** What a piece or a query is in a block. */
export const endOfBlock = (block: number): string => BLOCK_MARK + block.toString(36);
export const inBlock = (query: string, block: number): string =>
  query.replace(/"([^"]+)"/g, (_, piece: string) => `"${piece}${endOfBlock(block)}"`);

/** The pieces of a text with these spellings. */
export function piecesOf(spellings: readonly Spelling[]): Set<string> {
  const pieces = new Set<string>();
  const known = new Set<string>();
  for (const spelling of spellings) {
    let before = '';
    for (const word of wordsOf(spelling)) {
      if (isCjk(word)) {
        pieces.add(BEGINS + word);
        if (before !== '') pieces.add(before + word);
        before = word;
        continue;
      }
      before = '';
      if (known.has(word)) continue;
      known.add(word);
      addBeginnings(pieces, BEGINS, word);
      if (hasEnd(word)) pieces.add(BEGINS + word + ENDS);
      for (let at = 1; at + INSIDE <= word.length; at += 1) pieces.add(word.slice(at, at + INSIDE));
    }
  }
  return pieces;
}

/** The pieces of a name with these spellings. */
export function namePiecesOf(spellings: readonly Spelling[]): Set<string> {
  const pieces = new Set<string>();
  for (const word of spellings.flatMap(wordsOf)) addBeginnings(pieces, NAMES, word);
  return pieces;
}

/** A single letter is a piece only as a whole word. */
const hasEnd = (word: string): boolean => word.length > 1 && word.length <= LONGEST_BEGINNING;

function addBeginnings(pieces: Set<string>, mark: string, word: string): void {
  if (word.length === 1) pieces.add(mark + word);
  for (let length = 2; length <= Math.min(word.length, LONGEST_BEGINNING); length += 1)
    pieces.add(mark + word.slice(0, length));
}

/**
 * The texts that may have all of the terms, in the language of SQLite's full-text index; null when there can be none.
 * Pieces have no quote in them, and are quoted because everything else has a meaning there
 * (https://www.sqlite.org/fts5.html#full_text_query_syntax).
 */
export function queryFor(terms: readonly (readonly Sought[])[], where: 'begins' | 'within'): string | null {
  const isOne = terms.length === 1;
  const parts = terms.map((ways) =>
    anyOf(
      ways.flatMap((way) => {
        const within = where === 'within' && mayBeInside(way) ? [piecesWithin(way)] : [];
        // What begins with the only term has been found before.
        return where === 'within' && isOne ? within : [piecesAtBeginnings(way), ...within];
      }),
    ),
  );
  return parts.includes(null) ? null : parts.join(' AND ');
}

/** Those whose author has names that begin so. */
export function nameQueryFor(terms: readonly (readonly Sought[])[]): string | null {
  const parts = terms.map((ways) =>
    anyOf(
      ways.map(({ words }) =>
        words.split(' ').map((word) => NAMES + word.slice(0, isCjk(word) ? word.length : LONGEST_BEGINNING)),
      ),
    ),
  );
  return parts.length === 0 || parts.includes(null) ? null : parts.join(' AND ');
}

function anyOf(alternatives: string[][]): string | null {
  const possible = alternatives.filter((pieces) => pieces.length > 0).map(allOf);
  return possible.length === 0 ? null : `(${possible.join(' OR ')})`;
}

/** Some of many will do, from all over the word. */
function allOf(pieces: string[]): string {
  const step = Math.max(1, pieces.length / MOST_PIECES);
  const some = Array.from(
    { length: Math.min(pieces.length, MOST_PIECES) },
    (_, at) => pieces[Math.floor(at * step)],
  );
  return `(${some.map((piece) => `"${piece}"`).join(' AND ')})`;
}

function piecesAtBeginnings({ words, isWhole }: Sought): string[] {
  const all = words.split(' ');
  return all.flatMap((word, place) =>
    beginningOf(word, all[place - 1] ?? '', isWhole || place < all.length - 1),
  );
}

function beginningOf(word: string, before: string, isWhole: boolean): string[] {
  if (isCjk(word)) return isCjk(before) ? [before + word] : [BEGINS + word];
  if (word.length === 1) return isWhole ? [BEGINS + word] : [];
  if (isWhole && hasEnd(word)) return [BEGINS + word + ENDS];
  const further: string[] = [];
  for (let at = word.length - INSIDE; at > LONGEST_BEGINNING - INSIDE; at -= INSIDE)
    further.push(word.slice(at, at + INSIDE));
  return [BEGINS + word.slice(0, LONGEST_BEGINNING), ...further];
}

/** Where the first word is the end of a longer one. */
function piecesWithin({ words }: Sought): string[] {
  const [first = '', ...rest] = words.split(' ');
  const ends: string[] = [];
  for (let at = 0; at + INSIDE <= first.length; at += 1) ends.push(first.slice(at, at + INSIDE));
  return [
    ...ends,
    ...rest.flatMap((word, place) =>
      beginningOf(word, place === 0 ? first : (rest[place - 1] ?? ''), place < rest.length - 1),
    ),
  ];
}

const wordsOf = (spelling: Spelling): string[] => spelling.split(' ').filter((word) => word !== '');

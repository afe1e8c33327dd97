/**
 * Texts as they are looked for: letters as people type them, and words with one space between them. Pure, and linear in
 * what it reads. docs/decisions/0035 says what is folded, and why.
 */
import { withoutTowers } from './names.ts';

/** Every word stands between two spaces, so that " word" is a beginning and " word " is a whole one. */
export type Spelling = string;

/** How letters with a second way to type them are written: `aa` for å, or a single `a`. */
type Way = 'short' | 'long';

/** Letters that Unicode does not take apart, or not as people do. */
const TYPED: Readonly<Record<string, string>> = {
  ...{
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ł: 'l',
    ħ: 'h',
    ı: 'i',
    ŋ: 'ng',
    ŧ: 't',
    ə: 'e',
  },
  ς: 'σ',
  ...{ ё: 'е', ѐ: 'е', ѝ: 'и', ґ: 'г' },
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{
    أ: 'ا',
    إ: 'ا',
    آ: 'ا',
    ٱ: 'ا',
    ى: 'ي',
    ئ: 'ي',
    ی: 'ي',
    ک: 'ك',
    ؤ: 'و',
    ة: 'ه',
    ۀ: 'ه',
    ہ: 'ه',
    ـ: '',
  },
  // Apostrophes that count as letters part words as the others do.
  ...{ ʼ: "'", ʻ: "'", ʹ: "'" },
};
/** Where a Norwegian or German keyboard is missing. `æ` is `ae` either way. */
const TYPED_LONG: Readonly<Record<string, string>> = { å: 'aa', ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', ǿ: 'oe' };

const ASCII = /^[\0-\x7f]*$/;
const HAS_LONG = /[åäöüøǿ]/i;
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Marks that people leave out: accents of alphabets with cases, and the vowels of Hebrew and Arabic. */
const LEFT_OUT =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]|[\u06d6-\u06ed]|[\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/;
const TAKEN_APART = /[\p{Script=Latin}\p{Script=Greek}]/u;
const KATAKANA = /[\u30a1-\u30f6]/;
const KANA_APART = 0x60;
/** Would become letters at the end of a word. */
const TRADE_MARKS = /[™℠]/g;

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const ASCII_WORD = /[a-z0-9]+/g;
/** Writing without spaces: each of these letters is a word by itself. */
const CJK_LETTER = '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}';
const CJK = new RegExp(`[${CJK_LETTER}]`, 'u');
const CJK_OR_REST = new RegExp(`[${CJK_LETTER}]\\p{M}*|[^${CJK_LETTER}]+`, 'gu');

export const isCjk = (word: string): boolean => CJK.test(word);

const known: Record<Way, Map<string, string>> = { short: new Map(), long: new Map() };

/** One character, composed. */
function typed(character: string, way: Way): string {
  const before = known[way].get(character);
  if (before !== undefined) return before;
  const now = UNSEEN.test(character) || LEFT_OUT.test(character) ? '' : letters(character, way);
  known[way].set(character, now);
  return now;
}

function letters(character: string, way: Way): string {
  if (/\p{Nd}/u.test(character)) return digit(character);
  if (KATAKANA.test(character)) return String.fromCharCode(character.charCodeAt(0) - KANA_APART);
  const lower = character.toLowerCase();
  const long = way === 'long' ? TYPED_LONG[lower] : undefined;
  if (long !== undefined) return long;
  const bare = TAKEN_APART.test(character) ? lower.normalize('NFD').replace(/\p{M}/gu, '') : lower;
  return [...bare].map((letter) => TYPED[letter] ?? letter).join('');
}

/** The figures of any writing, as 0 to 9. They stand in runs of ten. */
function digit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** A text in the letters that people type. What is not seen is gone: it parts no word. */
function folded(text: string, way: Way): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return withoutTowers(text)
    .replace(TRADE_MARKS, ' ')
    .normalize('NFKC')
    .replace(/[^\0-\x7f]/gu, (character) => typed(character, way))
    .toLowerCase();
}

function wordsIn(text: string): string[] {
  if (ASCII.test(text)) return text.match(ASCII_WORD) ?? [];
  return (text.match(WORD) ?? []).flatMap((word) => (isCjk(word) ? (word.match(CJK_OR_REST) ?? []) : word));
}

const spelled = (text: string, way: Way): Spelling => ` ${wordsIn(folded(text, way)).join(' ')} `;

/** A text as it may be typed: once, or twice where letters such as ø are written `o` by some and `oe` by others. */
export function spellingsOf(text: string): Spelling[] {
  const short = spelled(text, 'short');
  if (ASCII.test(text) || !HAS_LONG.test(text.normalize('NFC'))) return [short];
  return [short, spelled(text, 'long')];
}

/** A spelling with the place that each of its code units has in the text. */
export type Placed = { spelling: Spelling; starts: number[]; ends: number[] };

/** A letter with its marks, however it is written: composed, taken apart, or as half-width kana with their marks. */
const CLUSTER =
  /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[\uac00-\ud7a3][\u11a8-\u11ff]|[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\s\S]/uy;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const MARK = /\p{M}/u;

/** The same as `spellingsOf`, with places. For texts that are shown: it takes some times as long. */
export function placedSpellingsOf(text: string): Placed[] {
  return spellingsOf(text).map((_, index) => placed(text, index === 0 ? 'short' : 'long'));
}

function placed(text: string, way: Way): Placed {
  let spelling = ' ';
  const [starts, ends] = [[0], [0]];
  /** What the last letter is: of a word that may go on, or a word by itself. */
  const now: { last: 'none' | 'word' | 'alone' } = { last: 'none' };
  const add = (letter: string, start: number, end: number) => {
    spelling += letter;
    for (let unit = 0; unit < letter.length; unit += 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  const take = (letter: string, start: number, end: number) => {
    if (!LETTER.test(letter)) {
      if (now.last !== 'none') add(' ', start, start);
      now.last = 'none';
      return;
    }
    const goesOn = MARK.test(letter) && now.last !== 'none';
    const isAlone = isCjk(letter);
    if (!goesOn && (now.last === 'alone' || (now.last === 'word' && isAlone))) add(' ', start, start);
    add(letter, start, end);
    if (!goesOn) now.last = isAlone ? 'alone' : 'word';
  };
  for (let at = 0; at < text.length; ) {
    const plain = plainLetter(text, at);
    if (plain !== null) {
      if (now.last === 'alone' || (plain === ' ' && now.last !== 'none')) add(' ', at, at);
      if (plain !== ' ') add(plain, at, at + 1);
      now.last = plain === ' ' ? 'none' : 'word';
      at += 1;
      continue;
    }
    CLUSTER.lastIndex = at;
    const end = at + (CLUSTER.exec(text)?.[0].length ?? 1);
    for (const letter of folded(text.slice(at, end), way)) take(letter, at, end);
    at = end;
  }
  if (now.last !== 'none') add(' ', text.length, text.length);
  return { spelling, starts, ends };
}

/** Most letters by a way of their own, a space for what is none; null for what the rest of the world writes with. */
function plainLetter(text: string, at: number): string | null {
  const code = text.charCodeAt(at);
  // What follows may be a mark on it.
  if (code > 0x7f || text.charCodeAt(at + 1) >= 0x300) return null;
  const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  if (isLetter) return text.charAt(at);
  return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 0x20) : ' ';
}

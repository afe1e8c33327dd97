/** Names that others wrote, made safe to stand beside our own words. Pure, and linear in what it reads. */
import { z } from 'zod';

/** Longest name that is shown, in characters. The titles of the contract fit. */
const LONGEST = 200;
/** What is read of a name at most, in UTF-16 code units: a flood of what is not shown ends there. */
const READ = 4 * LONGEST;

/** Not seen; among them all that turns the order of what stands around it (https://www.unicode.org/reports/tr9/). */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Joiners and the choice of a picture: words of some languages and many emoji need them, one or two at a time. */
const JOINERS = '\u200c\u200d\ufe0e\ufe0f';
const UNSEEN_BUT_JOINERS = new RegExp(`(?![${JOINERS}])${UNSEEN.source}`, 'gu');
const EDGE_OR_MANY_JOINERS = new RegExp(`^[${JOINERS}]+|[${JOINERS}]{3,}|[\u200c\u200d]+$`, 'gu');
/** Few languages set more than two marks on one letter. In a text some may; a name has neighbours above and below. */
const MANY_MARKS = { name: /(\p{M}{4})\p{M}+/gu, text: /(\p{M}{8})\p{M}+/gu };
const SPACES = /[\p{Cc}\s]+/gu;
/** What nearly every name is: Latin letters, figures and signs, with single spaces between them. A list has 100,000. */
const PLAIN_NAME = /^[!-~\u00a1-\u00ac\u00ae-\u024f]+(?: [!-~\u00a1-\u00ac\u00ae-\u024f]+)*$/;
const PLAIN_LINE = /^[ -~\u00a1-\u00ac\u00ae-\u024f]*$/;

/**
 * A name as it is shown: one line of at most 200 characters, without what is not seen, what turns the order of other
 * words, and towers of marks on one letter.
 */
export function shownName(name: string): string {
  if (name.length <= LONGEST && PLAIN_NAME.test(name)) return name;
  const read = name
    .slice(0, READ)
    .toWellFormed()
    .replace(UNSEEN_BUT_JOINERS, '')
    .replace(SPACES, ' ')
    .replace(MANY_MARKS.name, '$1')
    .replace(EDGE_OR_MANY_JOINERS, '')
    .trim();
  const characters = [...read];
  const isWhole = name.length <= READ && characters.length <= LONGEST;
  return isWhole ? read : `${characters.slice(0, LONGEST - 1).join('')}…`;
}

/** A name on its way to the window or a notification. */
export const ShownName = z.string().transform(shownName);

/**
 * A text without towers of marks on one letter. They reach over the lines around them, and to fold or draw one takes
 * the square of its height: 3 s for 18,000.
 */
export const withoutTowers = (text: string): string => text.replace(MANY_MARKS.text, '$1');

const TURNS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** A text in which nothing turns the order of what stands around it. */
export const withoutTurns = (text: string): string => text.replace(TURNS, '');

/** The beginning of a text of others, on one line beside our own words. Whoever calls has cut it. */
export const shownLine = (text: string): string =>
  PLAIN_LINE.test(text) ? text : withoutTurns(text).replace(MANY_MARKS.name, '$1');
export const ShownLine = z.string().transform(shownLine);

/** Letters that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const [ISOLATE, END] = ['\u2068', '\u2069'];

/** True when every isolate ends, and nothing else turns the order. */
function isBalanced(value: string): boolean {
  let open = 0;
  for (const turn of value.match(TURNS) ?? []) {
    if (turn === ISOLATE) open += 1;
    else if (turn === END && open > 0) open -= 1;
    else return false;
  }
  return open === 0;
}

/**
 * A name in the middle of a sentence, kept from turning the words around it (first strong isolate of
 * https://www.unicode.org/reports/tr9/). A list of such names stays one.
 */
export function isolated(value: string): string {
  const own = isBalanced(value) ? value : withoutTurns(value);
  return RIGHT_TO_LEFT.test(own) ? `${ISOLATE}${own}${END}` : own;
}

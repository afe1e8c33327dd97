/** The one door for JSON that comes from a desk, or from whoever answers in its place. */
import { BOUNDS } from './contract.ts';

/** What comes in is more than anything that fits. */
export class TooMuch extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Parses a text up to `BOUNDS.depth` and `BOUNDS.values`. Throws `TooMuch` beyond them, before anything is built: a
 * megabyte of brackets costs a hundred times what a megabyte of words does.
 */
export function parseReceived(text: string): unknown {
  let depth = 0;
  let values = 1;
  const signFrom = signsInWords(text);
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = endOfWords(text, at + 1, signFrom);
    // `[` and `{`, and their ends.
    else if (sign === 0x5b || sign === 0x7b) {
      depth += 1;
      values += 1;
      if (depth > BOUNDS.depth) throw new TooMuch(`nested more than ${BOUNDS.depth} deep`);
    } else if (sign === 0x5d || sign === 0x7d) depth -= 1;
    else if (sign === COMMA) values += 1;
    if (values > BOUNDS.values) throw new TooMuch(`more than ${BOUNDS.values} values`);
  }
  return JSON.parse(text);
}

/** Where the words that begin at `from` have their closing quote. */
function endOfWords(text: string, from: number, signFrom: (from: number) => number): number {
  let at = signFrom(from);
  while (text.charCodeAt(at) === BACKSLASH) at = signFrom(at + 2);
  return at;
}

/**
 * Finds the next quote or backslash, and the text's end when there is none. Within words nothing else counts, and a leap
 * to it costs far less than a look at each letter. Each of the two is looked for once, however often the other comes.
 */
export function signsInWords(text: string): (from: number) => number {
  const next = { quote: -1, backslash: -1 };
  const found = (sign: string, from: number): number => {
    const at = text.indexOf(sign, from);
    return at === -1 ? text.length : at;
  };
  return (from) => {
    if (next.quote < from) next.quote = found('"', from);
    if (next.backslash < from) next.backslash = found('\\', from);
    return Math.min(next.quote, next.backslash);
  };
}

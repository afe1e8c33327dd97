/**
 * Takes a JSON object with one long list apart: the list's items, each as its own text, and what is around them. A page
 * of changes is read item by item then, because parsing all of it at once would hold core's thread.
 */
import { signsInWords, TooMuch } from '#shared/received-json.ts';
import { TooLarge } from './no-answer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** The name of the list and the white space after it stand within so many characters. */
const LOOKED_BACK = 200;

/** A long list: a member of the outermost object, with `most` items at most, and `around` characters around it. */
export type LongList = { member: string; most: number; around: number };

/** What is no JSON shows when its parts are parsed. Feeding throws `TooMuch` as soon as a bound is passed. */
export function listReader({ member, most, around: mostAround }: LongList) {
  const opensList = new RegExp(`"${member}"\\s*:\\s*$`);
  const items: string[] = [];
  let around = '';
  /** The item that is being read, in parts, as it may stretch over many pieces. */
  let item: string[] = [];
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let isInList = false;
  let hasRead = false;
  /** Also those without a word between their commas. */
  let count = 0;

  function endItem(last: string): void {
    const text = [...item, last].join('').trim();
    item = [];
    count += 1;
    if (count > most) throw new TooMuch(`more than ${most} ${member} in one page`);
    if (text !== '') items.push(text);
  }

  return {
    feed(piece: string): void {
      /** Where what is not put anywhere yet begins. */
      let from = 0;
      const signFrom = signsInWords(piece);
      for (let at = 0; at < piece.length; at += 1) {
        if (isInText) {
          if (isEscaped) isEscaped = false;
          else {
            at = signFrom(at);
            isEscaped = piece.charCodeAt(at) === BACKSLASH;
            isInText = piece.charCodeAt(at) !== QUOTE;
          }
          continue;
        }
        const sign = piece.charCodeAt(at);
        if (sign === QUOTE) isInText = true;
        // `[` and `{`, and their ends.
        else if (sign === 0x5b || sign === 0x7b) {
          depth += 1;
          if (sign !== 0x5b || depth !== 2 || hasRead) continue;
          const isLong = at - from >= LOOKED_BACK;
          const before = isLong ? piece.slice(at - LOOKED_BACK, at) : around.slice(-LOOKED_BACK);
          if (!opensList.test(isLong ? before : before + piece.slice(from, at))) continue;
          isInList = true;
          hasRead = true;
          around += piece.slice(from, at + 1);
          from = at + 1;
        } else if (sign === 0x5d || sign === 0x7d) {
          depth -= 1;
          if (!isInList || depth !== 1) continue;
          endItem(piece.slice(from, at));
          isInList = false;
          from = at;
        } else if (sign === COMMA && isInList && depth === 2) {
          endItem(piece.slice(from, at));
          from = at + 1;
        }
      }
      if (isInList) item.push(piece.slice(from));
      else around += piece.slice(from);
      if (around.length > mostAround) throw new TooLarge(mostAround);
    },
    /** The object with an empty list, and the items that were in it. */
    end: () => ({ around: around + item.join(''), items }),
  };
}

/**
 * The addresses in what a person wrote or pasted from a mail program: `Ola <a@b>; "Berg, Kari" <c@d>, e@f`, also broken
 * over lines. Stricter readers, made for the headers of a message, drop whoever they do not understand; here nobody is
 * lost: what has no address is given back as it was written, so that the person sees it. Pure.
 */

/** A piece that nobody closed must not be searched for to the end of the text, again from each of its signs. */
const LONGEST_PIECE = 320;

const within = (open: string, inner: string, close: string): string =>
  `${open}((?:${inner}){0,${LONGEST_PIECE}})${close}`;

/** In brackets, in quotes (straight, then curly), a remark, what stands between people, a word, or a sign left over. */
const PIECE = new RegExp(
  [
    within('<', '[^<>]', '>'),
    within('"', String.raw`\\.|[^"\\]`, '"'),
    within('“', '[^“”]', '”'),
    within(String.raw`\(`, '[^()]', String.raw`\)`),
    String.raw`([,;、]|\r?\n)`,
    String.raw`([^\s,;、<>"“”()]+)`,
    '[<>"“”()]',
  ].join('|'),
  'gsu',
);

/** An address without what programs put around one: `mailto:`, square brackets, single quotes, a full stop. */
const bare = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/^[['‘]+|[\]'’.:]+$/g, '')
    .replace(/^mailto:/i, '');

const hasSign = (word: string): boolean => word.includes('@');

/** The addresses, in the order they stand, each as often as it stands there. */
export function addressesIn(text: string): string[] {
  const found: string[] = [];
  /** What has been read since the last person: words of a name, and addresses without brackets. */
  let words: string[] = [];
  /** A family name, maybe: a comma came after it, and its address may still follow. */
  let before: string | null = null;
  /** True once the part that is being read has its address; a new line then ends it. */
  let isComplete = false;

  const giveBack = () => {
    if (before !== null) found.push(before);
    before = null;
  };
  const closeName = (address: string) => {
    // A program that knows no name shows the address in its place; any other address before this one is a person's.
    if (words.length > 1 && words.some(hasSign)) {
      giveBack();
      for (const other of words.filter(hasSign)) found.push(bare(other));
    }
    found.push(address);
    [words, before, isComplete] = [[], null, true];
  };
  const endPart = (separator: string) => {
    const last = words.findLastIndex(hasSign);
    if (last >= 0) {
      giveBack();
      for (const address of words.filter(hasSign)) found.push(bare(address));
      if (last < words.length - 1) found.push(words.slice(last + 1).join(' '));
    } else if (words.length > 0) {
      giveBack();
      before = words.join(' ');
    }
    if (separator !== ',') giveBack();
    [words, isComplete] = [[], false];
  };

  const clean = text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  for (const [whole, bracketed, quoted, curly, remark, separator, word] of clean.matchAll(PIECE)) {
    if (bracketed !== undefined) {
      const address = bare(bracketed);
      if (address === '') words.push(whole);
      else closeName(address);
    } else if (separator === undefined) {
      const name = quoted ?? curly ?? word;
      if (remark === undefined && name !== undefined && name.trim() !== '') words.push(name);
    } else if (/[,;、]/.test(separator) || isComplete || words.some(hasSign)) {
      endPart(separator);
    }
  }
  endPart(';');
  return found;
}

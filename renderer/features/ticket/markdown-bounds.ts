/**
 * What is laid out as Markdown. The parser's time grows with the square of some texts, and its stack with their
 * depth; a message that is made to be slow, or is just a long log, is shown as the plain text that it is.
 */

/** Above these a parse may take longer than a person notices. Real answers stay far below. */
const MOST = { length: 20_000, brackets: 500, bars: 2_000, depth: 24, lines: 2_000 } as const;

/** What opens a quote or a list at the start of a line, one inside another. */
const OPENERS = /^(?:\s*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)))*\s*/;

function count(text: string, one: string): number {
  let found = 0;
  for (let at = text.indexOf(one); at !== -1; at = text.indexOf(one, at + 1)) found += 1;
  return found;
}

function depth(line: string): number {
  const start = OPENERS.exec(line.slice(0, 1_000))?.[0] ?? '';
  // A list inside a list is also made by two spaces or more.
  return Math.max(start.replace(/\s/g, '').length, start.length / 2);
}

/** True when a text can be laid out as Markdown without holding up the window. */
export function isQuickMarkdown(text: string): boolean {
  if (text.length > MOST.length) return false;
  if (count(text, '[') > MOST.brackets || count(text, '|') > MOST.bars) return false;
  const lines = text.split('\n');
  return lines.length <= MOST.lines && lines.every((line) => depth(line) <= MOST.depth);
}

/** A message longer than this begins folded. */
export const LONG = 8_000;
const BEGINNING = 3_000;

/** The beginning of a long message, up to the end of a line where there is one. */
export function beginningOf(text: string): string {
  const end = text.lastIndexOf('\n', BEGINNING);
  return text.slice(0, end > BEGINNING / 2 ? end : BEGINNING).toWellFormed();
}

const PIECE = 20_000;

/** A text in pieces that end with a line, so that only those in sight are laid out. Together they are all of it. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const lineEnd = text.indexOf('\n', from + PIECE);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

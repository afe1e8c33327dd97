/** Texts that are so long that not all of them is shown or laid out at once. Pure. */

/** A message longer than this begins folded. */
export const LONG = 8_000;
const BEGINNING = 3_000;

/** The beginning of a long message, up to the end of a line where there is one. */
export function beginningOf(text: string): string {
  const end = text.lastIndexOf('\n', BEGINNING);
  return text.slice(0, end > BEGINNING / 2 ? end : BEGINNING).toWellFormed();
}

const PIECE = 5_000;

/**
 * A text in pieces that end with a line, so that only those in sight are laid out. Together they are all of it. A line
 * that goes on and on is cut, because the browser breaks it as a whole.
 */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = pieceEnd(text, from);
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

function pieceEnd(text: string, from: number): number {
  const last = from + 2 * PIECE;
  const lineEnd = text.slice(from + PIECE, last).indexOf('\n');
  if (lineEnd !== -1) return from + PIECE + lineEnd + 1;
  if (last >= text.length) return text.length;
  return /[\uD800-\uDBFF]/.test(text.charAt(last - 1)) ? last - 1 : last;
}

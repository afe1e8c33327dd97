/**
 * Tables as CSV (RFC 4180), for spreadsheets: with the mark by which they know UTF-8, by the customs of the region, and
 * so that no cell is read as a formula (https://owasp.org/www-community/attacks/CSV_Injection). Pure.
 */
import type { SpreadsheetMarks } from './region.ts';

const BYTE_ORDER_MARK = '\uFEFF';
/**
 * A spreadsheet takes a cell that begins so for a formula. It passes over what shows nothing, spaces of every kind and
 * signs without a width; a full-width sign, as a Japanese keyboard writes it, counts like the plain one (NFKC makes
 * them one), and so does the minus of typographers.
 */
const LOOKS_LIKE_FORMULA = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-−@]/u;
const STARTS_UNSEEN = /^[\t\r\n]/;
/** Either separator: whatever opens the file by other customs must not find a new cell within a text. */
const NEEDS_QUOTES = /[",;\t\r\n]/;

const isFormula = (text: string): boolean =>
  LOOKS_LIKE_FORMULA.test(text.normalize('NFKC')) || STARTS_UNSEEN.test(text);

/** A text that could be a formula gets an apostrophe, which spreadsheets take for text. */
function cell(value: string | number | null, { decimal }: SpreadsheetMarks): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', decimal);
  const safe = isFormula(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(
  rows: readonly (readonly (string | number | null)[])[],
  marks: SpreadsheetMarks,
): string {
  const lines = rows.map((row) => row.map((value) => cell(value, marks)).join(marks.separator));
  return BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join('');
}

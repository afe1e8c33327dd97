/**
 * Tables as CSV (RFC 4180), for spreadsheets: with the mark by which they know UTF-8, and so that no cell is read as a
 * formula (https://owasp.org/www-community/attacks/CSV_Injection). Pure.
 */

const BYTE_ORDER_MARK = '\uFEFF';
/** A spreadsheet takes a cell that begins so for a formula, or passes over what it begins with and looks on. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** A number is written as it is; a text that could be a formula gets an apostrophe, which spreadsheets take for text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = LOOKS_LIKE_FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

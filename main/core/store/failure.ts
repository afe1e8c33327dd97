/** What SQLite and the file system say, in the names that a person can act on. */
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type ErrorCode, LifelineError } from '#shared/errors.ts';

const CODES: readonly [RegExp, ErrorCode][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)$/, 'store_full'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOTDIR)/, 'store_read_only'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB|SQLITE_IOERR_SHORT_READ|SQLITE_IOERR_CORRUPTFS)/, 'store_damaged'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'store_in_use'],
];

/** SQLite's complaints about the computer and not about the file. */
const SURROUNDINGS =
  /^SQLITE_(BUSY|LOCKED|FULL|READONLY|CANTOPEN|PERM|NOMEM|PROTOCOL|IOERR(?!_SHORT_READ|_CORRUPTFS))/;

/**
 * An index of words that does not fit itself any more. Of a rule that a value breaks, SQLite says which; this comes from
 * inside the search (https://www.sqlite.org/fts5.html), whose tables nobody else writes.
 */
const isIndexAtOdds = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  error.code.startsWith('SQLITE_CONSTRAINT') &&
  error.message === 'constraint failed';

/** Names an error of SQLite or the file system in words that a person can act on. */
export function storeError(error: unknown): LifelineError {
  if (error instanceof LifelineError) return error;
  const code = isIndexAtOdds(error) ? 'SQLITE_CORRUPT' : codeOf(error);
  const known = CODES.find(([pattern]) => pattern.test(code));
  const detail = error instanceof Error ? error.message : String(error);
  return new LifelineError(known?.[1] ?? 'store_failed', { detail }, { cause: error });
}

/** What SQLite said, by its name; anything else as it is. */
export function named(error: unknown): unknown {
  return error instanceof Database.SqliteError ? storeError(error) : error;
}

/** True when what went wrong while a file was read as a store is the file's own fault. */
export function blamesTheFile(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return true;
  return error instanceof Database.SqliteError && !SURROUNDINGS.test(error.code);
}

/**
 * True when what went wrong while something was stored is the store's own fault, and not that of what was to be stored:
 * a value that no column takes or a rule that it breaks.
 */
export function blamesTheStore(error: unknown): boolean {
  const { cause } = error instanceof LifelineError ? error : { cause: error };
  if (cause instanceof Database.SqliteError) return isIndexAtOdds(cause) || !ITS_OWN.test(cause.code);
  return error instanceof LifelineError;
}
const ITS_OWN = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE|ERROR)/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

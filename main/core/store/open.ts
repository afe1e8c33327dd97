/** Opens the store: one SQLite file, one process, durable before anyone is told "saved". */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type ErrorCode, LifelineError } from '#shared/errors.ts';
import { MIGRATIONS } from './migrations.ts';

export type Db = Database.Database;

/** How long to wait for an earlier process of the same profile to let go of the file. */
const LOCK_WAIT_MS = 5_000;

/**
 * Opens or makes the store in `folder`, brings it to the newest version, and holds it alone.
 * Throws a LifelineError with a `store_*` code; a file that cannot be used is left as it is.
 */
export function openStore(folder: string): Db {
  let db: Db | null = null;
  try {
    mkdirSync(folder, { recursive: true });
    db = new Database(join(folder, 'lifeline.db'), { timeout: LOCK_WAIT_MS });
    // Exclusive: a second process with the same profile is refused instead of sending everything twice.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    // The driver's own default for WAL is NORMAL, which may lose the last commits at power loss.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Shows at once, not at the first keystroke, that the folder cannot be written.
    db.exec('BEGIN IMMEDIATE; COMMIT');
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error);
  }
}

function migrate(db: Db): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) throw new LifelineError('store_newer');
  MIGRATIONS.slice(version).forEach((sql, offset) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version + offset + 1}`);
    }).immediate();
  });
}

const CODES: readonly [RegExp, ErrorCode][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)$/, 'store_full'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOTDIR)/, 'store_read_only'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'store_damaged'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'store_in_use'],
];

/** Names an error of SQLite or the file system in words that a person can act on. */
export function storeError(error: unknown): LifelineError {
  if (error instanceof LifelineError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = CODES.find(([pattern]) => pattern.test(code));
  const detail = error instanceof Error ? error.message : String(error);
  return new LifelineError(known?.[1] ?? 'store_failed', { detail }, { cause: error });
}

/** What SQLite said, by its name; anything else as it is. */
export function named(error: unknown): unknown {
  return error instanceof Database.SqliteError ? storeError(error) : error;
}

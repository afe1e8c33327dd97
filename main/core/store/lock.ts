/**
 * One process holds the profile. The lock is a file of its own and not the database, which a rebuild moves away:
 * who holds this may do so, and nobody else looks at the database at all.
 */
import type { Db, Disk } from '../ports.ts';
import { blamesTheFile } from './failure.ts';
import { removeDatabase } from './paths.ts';

/** How long to wait for an earlier process of the same profile to let go. */
const LOCK_WAIT_MS = 5_000;

type Lock = { release(): void };

/** Takes the profile or throws SQLITE_BUSY. The operating system frees it when the process dies. */
export function takeLock(disk: Disk, path: string): Lock {
  try {
    return lockWith(disk, path);
  } catch (error) {
    if (!blamesTheFile(error)) throw error;
    // It holds nothing, so nothing is lost with one that is not readable.
    removeDatabase(disk, path);
    return lockWith(disk, path);
  }
}

function lockWith(disk: Disk, path: string): Lock {
  const db: Db = disk.openDatabase(path, { timeout: LOCK_WAIT_MS });
  try {
    db.pragma('journal_mode = MEMORY');
    // Never committed: it only holds the lock of the file.
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => void db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Looks at backups from outside: one under its final name is whole, whatever the power did. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The backups in the store's folder that are no good database. */
export function brokenBackups(folder: string): string[] {
  const backups = join(folder, 'backups');
  if (!existsSync(backups)) return [];
  return readdirSync(backups)
    .filter((name) => /^\d+-\d+\.db$/.test(name))
    .filter((name) => !isWhole(join(backups, name)));
}

function isWhole(path: string): boolean {
  try {
    const db = new Database(path, { readonly: true });
    try {
      return (
        db.pragma('quick_check', { simple: true }) === 'ok' &&
        db.pragma('user_version', { simple: true }) !== 0
      );
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

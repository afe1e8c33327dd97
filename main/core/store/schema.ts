/** What a store of each version looks like, and how an older one becomes the newest. */
import Database from 'better-sqlite3';
import { z } from 'zod';
import { LifelineError } from '#shared/errors.ts';
import type { Db } from '../ports.ts';
import { LEAVES_SUMS, MIGRATIONS } from './migrations.ts';
import { fillSums } from './sums.ts';

export const NEWEST = MIGRATIONS.length;

export const versionOf = (db: Db) => z.int().parse(db.pragma('user_version', { simple: true }));

/** All tables, indexes and triggers in one text. */
export function schemaOf(db: Db): string {
  return JSON.stringify(
    db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').all(),
  );
}

const known = new Map<number, string>();

/** The schema that our own migrations make; null for a version that they do not know. */
export function schemaAt(version: number): string | null {
  if (version < 0 || version > NEWEST) return null;
  const made = known.get(version) ?? schemaMade(version);
  known.set(version, made);
  return made;
}

function schemaMade(version: number): string {
  const db = new Database(':memory:');
  try {
    for (const sql of MIGRATIONS.slice(0, version)) db.exec(sql);
    return schemaOf(db);
  } finally {
    db.close();
  }
}

/**
 * Brings a database to the newest version; each step is one transaction. The connection must know `row_sum`.
 * Throws `store_newer` when it is already beyond.
 */
export function migrate(db: Db): void {
  const version = versionOf(db);
  if (version > NEWEST) throw new LifelineError('store_newer');
  MIGRATIONS.slice(version).forEach((sql, offset) => {
    const next = version + offset + 1;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${next}`);
      noteVersion(db, next);
      // What the rows come to is counted anew.
      db.exec(`UPDATE setting SET value = json_remove(value, '$.total') WHERE name = 'mark'`);
      fillSums(db, LEAVES_SUMS.has(sql) ? ['setting'] : undefined);
    }).immediate();
  });
}

/**
 * The version a second time, in a row with a sum: the one in the header of the file has none, and a flipped bit there
 * must not look like a newer store.
 */
function noteVersion(db: Db, version: number): void {
  db.prepare(
    `INSERT INTO setting (name, value) VALUES ('schema', @version)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  ).run({ version: String(version) });
}

/** The version that the store itself has noted; null when it has none. */
export function notedVersion(db: Db): number | null {
  const noted = z
    .string()
    .safeParse(db.prepare(`SELECT value FROM setting WHERE name = 'schema'`).pluck().get());
  return noted.success ? Number(noted.data) : null;
}

/** Looks at a database file and says whether it is a store, and whole. The file is not changed. */
import { z } from 'zod';
import type { Db, Disk } from '../ports.ts';
import { blamesTheFile } from './failure.ts';
import { openMark } from './mark.ts';
import { NEWEST, notedVersion, schemaAt, schemaOf, versionOf } from './schema.ts';
import { registerSums, type SummedTable, summedTables, tablesWithWrongSums, totalOf } from './sums.ts';

export type Verdict<T> =
  | { kind: 'good'; version: number; found: T }
  | { kind: 'newer' }
  | { kind: 'damaged'; why: string };

/**
 * Looks at the database at `path`. `full` reads every row against its sum and every index against its table. `look`
 * reads more from a database that has passed so far; a text that it gives is a damage.
 * Throws what SQLite says of the computer: locked, no right to read, no memory.
 */
export function examine<T>(
  disk: Disk,
  path: string,
  { full, look }: { full: boolean; look: (db: Db, version: number) => T | string },
): Verdict<T> {
  const header = headerProblem(disk.readAt(path, 0, HEADER_LENGTH));
  if (header !== null) return { kind: 'damaged', why: header };
  let db: Db | null = null;
  try {
    // Read-only, because the last writable connection that closes would write the WAL into the file.
    db = disk.openDatabase(path, { timeout: LOCK_WAIT_MS, readonly: true });
    return verdictOn(db, full, look);
  } catch (error) {
    if (!blamesTheFile(error)) throw error;
    return { kind: 'damaged', why: error instanceof Error ? error.message : String(error) };
  } finally {
    db?.close();
    // The read-only connection leaves these. A store is never shared, so it needs no index of its WAL.
    disk.remove(`${path}-shm`);
    if (disk.size(`${path}-wal`) === 0) disk.remove(`${path}-wal`);
  }
}

/** What a full check finds wrong in an open store of the newest version; null when all is well. */
export function problemWithin(db: Db): string | null {
  // What SQLite still remembers would hide what has become of the file.
  db.pragma('shrink_memory');
  return structureProblem(db, 'integrity_check') ?? contentProblem(db);
}

/** Before the profile's own lock there was only the database's; its last holder may still be ending. */
const LOCK_WAIT_MS = 5_000;

function verdictOn<T>(db: Db, full: boolean, look: (db: Db, version: number) => T | string): Verdict<T> {
  registerSums(db);
  const damaged = (why: string) => ({ kind: 'damaged', why }) as const;
  const version = versionOf(db);
  const structure = structureProblem(db, full ? 'integrity_check' : 'quick_check');
  if (structure !== null) return damaged(structure);
  const schema = schemaOf(db);
  if (version > NEWEST) {
    return schema === schemaAt(NEWEST) && notedVersion(db) === NEWEST
      ? damaged(`the header says version ${version}, the store says ${NEWEST}`)
      : { kind: 'newer' };
  }
  if (schema !== schemaAt(version)) return damaged(`not the tables of version ${version}`);
  const content = full ? contentProblem(db) : null;
  if (content !== null) return damaged(content);
  const found = look(db, version);
  return typeof found === 'string' ? damaged(found) : { kind: 'good', version, found };
}

function structureProblem(db: Db, check: 'quick_check' | 'integrity_check'): string | null {
  const said = z.string().parse(db.pragma(`${check}(1)`, { simple: true }));
  return said === 'ok' ? null : said;
}

const Rows = z.array(z.unknown());
const IndexRows = z.array(z.object({ table: z.string(), index: z.string() }));

function contentProblem(db: Db): string | null {
  const orphans = Rows.parse(db.pragma('foreign_key_check'));
  if (orphans.length > 0) return `rows without what they belong to: ${JSON.stringify(orphans[0])}`;
  const tables = summedTables(db);
  const unread = indexProblem(db, tables);
  if (unread !== null) return unread;
  const wrong = tablesWithWrongSums(db, tables);
  if (wrong.length > 0) return `rows that are not what was written: ${wrong.join(', ')}`;
  const { total } = openMark(db).read();
  return total === null || total === totalOf(db, tables) ? null : 'rows that do not belong together';
}

/**
 * Reads every index to its end, as queries do. SQLite's own check passes over a damaged page without entries, and a
 * query fails on it.
 */
function indexProblem(db: Db, tables: SummedTable[]): string | null {
  const indexes = IndexRows.parse(
    db
      .prepare(
        `SELECT m.name AS "table", i.name AS "index" FROM sqlite_master m, pragma_index_list(m.name) i
           WHERE m.type = 'table' AND i.partial = 0`,
      )
      .all(),
  );
  // The tables inside the search are its own, and integrity_check asks it about them.
  const own = new Set(tables.map(({ table }) => table));
  const read = (table: string, how: string) =>
    db.prepare(`SELECT count(*) || ' ' || total(rowid) FROM ${table} ${how}`).pluck().get();
  const wrong = indexes.find(
    ({ table, index }) => own.has(table) && read(table, `INDEXED BY ${index}`) !== read(table, 'NOT INDEXED'),
  );
  return wrong === undefined ? null : `the index ${wrong.index} does not fit its table`;
}

const HEADER_LENGTH = 100;

/**
 * The header of a database file (https://www.sqlite.org/fileformat2.html#the_database_header). It is in no row and so
 * under no sum; some of its bytes would only show when something is written.
 */
function headerProblem(header: Uint8Array): string | null {
  if (header.length < HEADER_LENGTH) return 'shorter than the header of a database';
  const bytes = Buffer.from(header);
  if (bytes.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'not a database';
  const isStores =
    bytes.readUInt16BE(16) === 4096 &&
    // Written and read in the same way: with a WAL, or (as a tool may leave it) without.
    [0x0101, 0x0202].includes(bytes.readUInt16BE(18)) &&
    // No reserved space, and the three constants that the format prescribes.
    bytes.readUInt32BE(20) === 0x00402020 &&
    // An empty database has format 0.
    [0, 4].includes(bytes.readUInt32BE(44)) &&
    // Page cache, vacuum, application id and the space for later: nothing that the store uses.
    [48, 52, 64, 68, 72, 76, 80, 84, 88].every((offset) => bytes.readUInt32BE(offset) === 0) &&
    // UTF-8.
    [0, 1].includes(bytes.readUInt32BE(56));
  return isStores ? null : 'not the header of a store';
}

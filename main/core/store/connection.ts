/** A connection that writes a store: durable, of the newest version, and with a sum in every row. */
import type { Db, Disk } from '../ports.ts';
import { migrate } from './schema.ts';
import { keepSums, registerSums, type SummedTable, summedTables } from './sums.ts';

/** Told of each row that is written: its table, and which thing it belongs to. */
type Touched = (table: string, id: string) => void;

/** Who hears of what is written. */
export type Watch = {
  touched: Touched;
  /** By how much the total of all sums changes. */
  counted: (change: number) => void;
};
const NOBODY: Watch = { touched: () => undefined, counted: () => undefined };

/** What names the thing that a row belongs to, where it is not its own id. */
const BELONGS_TO: Record<string, string> = {
  setting: 'name',
  message: 'ticket_id',
  attachment: 'ticket_id',
  operation: 'ticket_id',
  receipt: 'ticket_id',
  notice: 'ticket_id',
};

/** Opens or makes the database at `path` and brings it to the newest version. */
export function writableStore(disk: Disk, path: string, watch: Watch = NOBODY): Db {
  const db = disk.openDatabase(path, { timeout: LOCK_WAIT_MS });
  try {
    // No other process may write in between, and SQLite needs no index of the WAL in a shared file.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    // The driver's own default for WAL is NORMAL, which may lose the last commits at power loss.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    registerSums(db);
    migrate(db);
    const tables = summedTables(db);
    keepSums(db, tables, watch.counted);
    tellOfChanges(db, tables, watch.touched);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const LOCK_WAIT_MS = 5_000;

/** By triggers, so that no statement can forget it. */
function tellOfChanges(db: Db, tables: SummedTable[], touched: Touched): void {
  db.function('touched', (table: unknown, id: unknown) => {
    touched(String(table), String(id));
    return null;
  });
  for (const { table, columns } of tables) {
    const id = BELONGS_TO[table] ?? 'id';
    const tell = (row: 'NEW' | 'OLD') => `BEGIN SELECT touched('${table}', ${row}.${id}); END;`;
    db.exec(`
      CREATE TEMP TRIGGER inserted_${table} AFTER INSERT ON main.${table} ${tell('NEW')}
      CREATE TEMP TRIGGER updated_${table} AFTER UPDATE OF ${columns.join(', ')} ON main.${table} ${tell('NEW')}
      CREATE TEMP TRIGGER deleted_${table} AFTER DELETE ON main.${table} ${tell('OLD')}
    `);
  }
}

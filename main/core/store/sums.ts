/**
 * A checksum in each row. SQLite's own checks look at the structure of the file and do not see a byte that flipped
 * inside a text (https://www.sqlite.org/pragma.html#pragma_integrity_check).
 */
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Db } from '../ports.ts';

export type SummedTable = { table: string; columns: string[] };
const TableRows = z.array(z.object({ table: z.string(), columns: z.string() }));
const ColumnNames = z.array(z.string());

/** The tables that carry a sum, with their columns but for the sum itself. */
export function summedTables(db: Db): SummedTable[] {
  const rows = db
    .prepare(
      `SELECT m.name AS "table", json_group_array(c.name) AS columns FROM sqlite_master m, pragma_table_info(m.name) c
       WHERE m.type = 'table' GROUP BY m.name HAVING max(c.name = 'sum') ORDER BY m.name`,
    )
    .all();
  return TableRows.parse(rows).map(({ table, columns }) => ({
    table,
    columns: ColumnNames.parse(JSON.parse(columns)).filter((column) => column !== 'sum'),
  }));
}

/** Gives a connection the function `row_sum`, which the sums below are made and checked with. */
export function registerSums(db: Db): void {
  db.function('row_sum', { varargs: true, safeIntegers: true }, (...values: unknown[]) =>
    BigInt(sumOf(values)),
  );
}

/**
 * From here on every row written through this connection carries its sum, and `counted` is told by how much the total
 * of all sums changes.
 */
export function keepSums(db: Db, tables: SummedTable[], counted: (change: number) => void): void {
  db.function('counted', (is: unknown, was: unknown) => {
    counted(Number(is) - Number(was ?? 0));
    return is;
  });
  for (const { table, columns } of tables) {
    const write = (was: string) =>
      `UPDATE ${table} SET sum = counted(${rowSum(columns, 'NEW.')}, ${was}) WHERE rowid = NEW.rowid;`;
    db.exec(`
      CREATE TEMP TRIGGER sum_inserted_${table} AFTER INSERT ON main.${table} BEGIN ${write('0')} END;
      CREATE TEMP TRIGGER sum_updated_${table} AFTER UPDATE OF ${columns.join(', ')} ON main.${table}
        BEGIN ${write('OLD.sum')} END;
      CREATE TEMP TRIGGER sum_deleted_${table} AFTER DELETE ON main.${table} BEGIN SELECT counted(0, OLD.sum); END;
    `);
  }
}

/** Totals stay well within what a number holds exactly. */
const TOTALS = 2 ** 48;
export const totalAfter = (total: number, change: number): number =>
  (((total + change) % TOTALS) + TOTALS) % TOTALS;

/**
 * The total of the sums of all rows but the mark, which carries it. Rows that are whole in themselves may still not
 * belong together: pages of an older or a foreign database.
 */
export function totalOf(db: Db, tables = summedTables(db)): number {
  return tables.reduce((total, { table }) => {
    const others = table === 'setting' ? `WHERE name <> 'mark'` : '';
    const sum = db.prepare(`SELECT coalesce(sum(sum), 0) FROM ${table} ${others}`).pluck().get();
    return totalAfter(total, z.number().parse(sum));
  }, 0);
}

/** Gives every row its sum, after its table has changed; of these tables only, when they are named. */
export function fillSums(db: Db, only?: readonly string[]): void {
  for (const { table, columns } of summedTables(db)) {
    if (only === undefined || only.includes(table)) db.exec(`UPDATE ${table} SET sum = ${rowSum(columns)}`);
  }
}

/** The tables with a row that does not fit its sum. */
export function tablesWithWrongSums(db: Db, tables: SummedTable[]): string[] {
  return tables
    .filter(({ table, columns }) => {
      const wrong = `SELECT EXISTS (SELECT 1 FROM ${table} WHERE sum IS NOT ${rowSum(columns)})`;
      return db.prepare(wrong).pluck().get() === 1;
    })
    .map(({ table }) => table);
}

function rowSum(columns: string[], row = ''): string {
  return `row_sum(${['rowid', ...columns].map((column) => row + column).join(', ')})`;
}

/** CRC-32 over types, lengths and values, so that no two rows of different values are the same bytes. */
function sumOf(values: readonly unknown[]): number {
  let sum = 0;
  for (const value of values) {
    if (value instanceof Uint8Array) sum = crc32(value, crc32(`blob ${value.length} `, sum));
    else if (typeof value === 'string') sum = crc32(`text ${value.length} ${value}`, sum);
    else sum = crc32(`${typeof value} ${String(value)} `, sum);
  }
  return sum;
}

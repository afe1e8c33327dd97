/** Which store this is, and the number of its last transaction: kept in the database, to be compared with the journal's. */
import { z } from 'zod';
import type { Db } from '../ports.ts';

const Mark = z.object({
  seq: z.int(),
  /** The last transaction that changed unsent work. */
  changed: z.int(),
  /** When the store was made, which tells it from any other; null in one from before this was noted. */
  born: z.int().nullable().default(null),
  /** The total of the sums of all rows; null where it was not counted. */
  total: z.int().nullable().default(null),
});
export type Mark = z.infer<typeof Mark>;

export function openMark(db: Db) {
  const select = db.prepare(`SELECT value FROM setting WHERE name = 'mark'`).pluck();
  const upsert = db.prepare(
    `INSERT INTO setting (name, value) VALUES ('mark', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  return {
    /** Zero in a store from before there was a journal. */
    read(): Mark {
      const value = z
        .string()
        .nullable()
        .parse(select.get() ?? null);
      return value === null ? { seq: 0, changed: 0, born: null, total: null } : Mark.parse(JSON.parse(value));
    },
    write(mark: Mark): void {
      upsert.run(JSON.stringify(mark));
    },
  };
}

/** The number of the last transaction, kept in the database itself to be compared with the journal's. */
import { z } from 'zod';
import type { Db } from '../ports.ts';

/** `changed`: the last transaction that changed unsent work. */
const Mark = z.object({ seq: z.int(), changed: z.int() });
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
      return value === null ? { seq: 0, changed: 0 } : Mark.parse(JSON.parse(value));
    },
    write(mark: Mark): void {
      upsert.run(JSON.stringify(mark));
    },
  };
}

/** Small named values: preferences, the desk's address, the account, the cursor. Each has its schema. */
import { z } from 'zod';
import { Account } from '#shared/contract.ts';
import { Preferences } from '#shared/model.ts';
import type { Db } from './open.ts';

type Values = {
  preferences: Preferences;
  deskUrl: string;
  account: Account;
  /** Where the changes pull stands, and for whom: the cursor of another desk or requester means nothing here.
   *  `caughtUp` once the history that a first pull brings has all come. */
  cursor: { owner: string; value: string; caughtUp: boolean };
};
type Name = keyof Values;

const SCHEMAS: { [N in Name]: z.ZodType<Values[N]> } = {
  preferences: Preferences,
  deskUrl: z.string(),
  account: Account,
  cursor: z.object({ owner: z.string(), value: z.string(), caughtUp: z.boolean() }),
};

export function openSettings(db: Db) {
  const select = db.prepare('SELECT value FROM setting WHERE name = ?').pluck();
  const upsert = db.prepare(
    'INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM setting WHERE name = ?');

  return {
    /** The value, or null when it was never set or no longer fits its schema. */
    get<N extends Name>(name: N): Values[N] | null {
      const stored = select.get(name);
      if (typeof stored !== 'string') return null;
      const parsed = SCHEMAS[name].safeParse(JSON.parse(stored));
      return parsed.success ? parsed.data : null;
    },
    set<N extends Name>(name: N, value: Values[N]): void {
      upsert.run(name, JSON.stringify(value));
    },
    clear(name: Name): void {
      remove.run(name);
    },
  };
}
export type SettingsStore = ReturnType<typeof openSettings>;

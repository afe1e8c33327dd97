/** The store as one room with one door: everything core keeps, and the transactions that hold it together. */

import { LifelineError } from '#shared/errors.ts';
import { openNotices } from './notices.ts';
import { type Db, named, openStore } from './open.ts';
import { openOperations } from './operations.ts';
import { openSettings } from './settings.ts';
import { openTickets } from './tickets.ts';

/** Opens the store in `folder`. Throws a LifelineError with a `store_*` code. */
export function openEverything(folder: string) {
  const db = openStore(folder);
  return {
    ...openParts(db),
    /** All of `work` or none of it, on disk when this returns. SQLite's errors come out with their `store_*` names. */
    transaction<T>(work: () => T): T {
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        throw named(error);
      }
    },
    close(): void {
      db.close();
    },
  };
}
function openParts(db: Db) {
  try {
    return {
      settings: openSettings(db),
      tickets: openTickets(db),
      operations: openOperations(db),
      notices: openNotices(db),
    };
  } catch (error) {
    // A table that every version of this file has is not there.
    db.close();
    throw new LifelineError('store_damaged', {}, { cause: error });
  }
}

export type Store = ReturnType<typeof openEverything>;

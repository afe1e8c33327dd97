/** The only way to write: one transaction, with what it leaves unsent in the journal before it counts. */
import type { Db } from '../ports.ts';
import type { Watch } from './connection.ts';
import { storeError } from './failure.ts';
import type { Journal } from './journal.ts';
import { openMark } from './mark.ts';
import { totalAfter, totalOf } from './sums.ts';
import { asTexts, entryOf, openUnsent, sameTexts, type Texts } from './unsent.ts';

/** What a transaction has touched so far. */
type Open = { isChanged: boolean; entries: Set<string>; totalChange: number };

export function changeLog() {
  let open: Open | null = null;
  const touched: Watch['touched'] = (table, id) => {
    // A write that is in no transaction would be missing from the journal.
    if (open === null) throw new Error(`${table} was written outside a transaction of the store`);
    open.isChanged = true;
    const entry = entryOf(table, id);
    if (entry !== null) open.entries.add(entry);
  };
  return {
    touched,
    counted(change: number): void {
      if (open !== null) open.totalChange += change;
    },
    isOpen: () => open !== null,
    /** Runs `work` within an open transaction; when it fails, only what it did is undone. */
    within<T>(work: () => T): T {
      const before = open?.totalChange ?? 0;
      try {
        return work();
      } catch (error) {
        if (open !== null) open.totalChange = before;
        throw error;
      }
    },
    /** Runs `work` and gives it what it has touched. */
    during<T>(work: (open: Open) => T): T {
      const mine: Open = { isChanged: false, entries: new Set(), totalChange: 0 };
      open = mine;
      try {
        return work(mine);
      } finally {
        open = null;
      }
    },
  };
}
export type ChangeLog = ReturnType<typeof changeLog>;

export function openTransactions(db: Db, journal: Journal, log: ChangeLog) {
  const unsent = openUnsent(db);
  const mark = openMark(db);
  const found = mark.read();
  let last = { ...found, total: found.total ?? totalOf(db) };

  /** The entries that a transaction has changed, as the journal writes them. */
  function changesOf(entries: Set<string>): Texts {
    return new Map(
      [...entries].flatMap((key) => {
        const entry = JSON.stringify(unsent.entry(key));
        return entry === (journal.entry(key) ?? 'null') ? [] : [[key, entry]];
      }),
    );
  }

  return {
    /** All of `work` or none of it, on disk when this returns. */
    run<T>(work: () => T): T {
      if (log.isOpen()) return log.within(() => db.transaction(work)());
      return log.during((touched) => {
        let next = last;
        let changes: Texts = new Map();
        let isIntended = false;
        try {
          const result = db
            .transaction(() => {
              const value = work();
              if (!touched.isChanged) return value;
              changes = changesOf(touched.entries);
              const seq = last.seq + 1;
              const total = totalAfter(last.total, touched.totalChange);
              next = { ...last, seq, changed: changes.size > 0 ? seq : last.changed, total };
              mark.write(next);
              if (changes.size > 0) {
                isIntended = true;
                journal.intend(seq, changes);
              }
              return value;
            })
            .immediate();
          if (next !== last) {
            last = next;
            journal.done(next.seq, changes);
          }
          return result;
        } catch (error) {
          if (!isIntended) throw error;
          journal.takeBack();
          throw storeError(error);
        }
      });
    },
    seq: () => last.seq,
    /** What is unsent differs from what the journal says. */
    differsFromJournal(): boolean {
      return !sameTexts(asTexts(unsent.all()), journal.texts());
    },
  };
}
export type Transactions = ReturnType<typeof openTransactions>;

/** Opens the store: one process, durable before anyone is told "saved", checked, and rebuilt when it is damaged. */
import { LifelineError } from '#shared/errors.ts';
import type { Clock, Db, Disk } from '../ports.ts';
import { type Backups, openBackups } from './backups.ts';
import { bringBack } from './bring-back.ts';
import { examine, type Verdict } from './check.ts';
import { writableStore } from './connection.ts';
import { storeError } from './failure.ts';
import { type KeptJournal, openJournal, readJournal } from './journal.ts';
import { takeLock } from './lock.ts';
import { type Mark, openMark } from './mark.ts';
import { removeCompanions, removeDatabase, type StorePaths, storePaths } from './paths.ts';
import { finishRebuild, makeEmpty, rebuild } from './rebuild.ts';
import { NEWEST } from './schema.ts';
import { giveUpReserve } from './space.ts';
import { type ChangeLog, changeLog, openTransactions, type Transactions } from './transactions.ts';
import { asTexts, openUnsent, sameTexts } from './unsent.ts';

/** Up to here every start reads every row; a larger file is read whole after a crash, and when the app is idle. */
const ALWAYS_FULL_BYTES = 64 * 1024 * 1024;

export type OpenOptions = {
  disk: Disk;
  clock: Clock;
  /** True when something was found wrong with the file while it was in use. */
  isSuspect?: boolean;
};

export type OpenedStore = {
  db: Db;
  paths: StorePaths;
  backups: Backups;
  transactions: Transactions;
  close(): void;
};

/**
 * Opens or makes the store in `folder`, rebuilds it when it is damaged, and brings it to the newest version.
 * Throws a LifelineError with a `store_*` code; nothing is changed then.
 */
export function openStore(folder: string, { disk, clock, isSuspect = false }: OpenOptions): OpenedStore {
  const paths = storePaths(folder);
  try {
    disk.makeFolder(folder);
    const lock = takeLock(disk, paths.lock);
    try {
      const opened = openLocked(disk, clock, paths, isSuspect);
      return {
        ...opened,
        close() {
          opened.db.close();
          lock.release();
        },
      };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    const failure = storeError(error);
    if (failure.failure.code === 'store_full') giveUpReserve(disk, paths);
    throw failure;
  }
}

function openLocked(disk: Disk, clock: Clock, paths: StorePaths, isSuspect: boolean) {
  const backups = openBackups(disk, paths, clock);
  const tools = { disk, clock, paths, backups };
  removeDatabase(disk, paths.building);
  backups.tidy();
  finishRebuild(disk, paths);
  const kept = readJournal(disk, paths);
  let isRebuilt = false;
  if (kept === null && backups.list().length === 0 && isNothing(disk, paths)) {
    makeEmpty(tools);
  } else {
    const verdict = verdictOn(disk, paths, kept, isSuspect);
    if (verdict.kind === 'newer') throw new LifelineError('store_newer');
    isRebuilt = verdict.kind === 'damaged';
    if (verdict.kind === 'damaged') rebuild(tools, kept);
    else if (verdict.version > 0 && verdict.version < NEWEST) backUpBeforeMigration(disk, paths, backups);
  }
  const log = changeLog();
  const db = writableStore(disk, paths.database, log);
  try {
    const transactions = withJournal(disk, clock, paths, db, log, isRebuilt ? null : kept);
    return { db, paths, backups, transactions };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** True when there is no database: at most what a very first start left that did not get far. */
function isNothing(disk: Disk, paths: StorePaths): boolean {
  return (disk.size(paths.database) ?? 0) === 0 && (disk.size(paths.wal) ?? 0) === 0;
}

function verdictOn(
  disk: Disk,
  paths: StorePaths,
  kept: KeptJournal | null,
  isSuspect: boolean,
): Verdict<null> {
  const size = disk.size(paths.database);
  if (size === null) return { kind: 'damaged', why: 'there is no database' };
  // SQLite would roll it back into the database, and a store in WAL mode never makes one.
  if (disk.size(paths.rollback) !== null)
    return { kind: 'damaged', why: 'a rollback journal of something else' };
  // A store that was closed has no WAL left.
  const wasCrash = (disk.size(paths.wal) ?? 0) > 0;
  const verdict = examine(disk, paths.database, {
    full: wasCrash || size <= ALWAYS_FULL_BYTES,
    look: (db, version) => (version === 0 ? null : differenceFrom(kept, db, version)),
  });
  // That no check finds it now does not mean that it is gone: it would be met again and again.
  return isSuspect && verdict.kind === 'good'
    ? { kind: 'damaged', why: 'it was found damaged in use' }
    : verdict;
}

/** What the journal knows better than the database; null when they agree. */
function differenceFrom(kept: KeptJournal | null, db: Db, version: number): string | null {
  const mark: Mark = openMark(db).read();
  if (kept === null) return null;
  if (kept.born !== null && mark.born !== kept.born) return 'the database of another store';
  if (kept.committed > mark.seq) return `transaction ${kept.committed} is missing, the last is ${mark.seq}`;
  // A journal that has lost lines itself accuses nobody: it is written anew.
  const isWitness = !kept.isDamaged && kept.isComparable(version) && kept.changed >= mark.changed;
  if (!isWitness || version !== NEWEST) return null;
  const journal = asTexts(kept.entriesAt(mark.seq));
  return sameTexts(journal, asTexts(openUnsent(db).all()))
    ? null
    : 'unsent work is not what the journal says';
}

function backUpBeforeMigration(disk: Disk, paths: StorePaths, backups: Backups): void {
  const db = disk.openDatabase(paths.database, { timeout: 0 });
  // Closing the only connection writes the WAL into the file and removes it.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  removeCompanions(disk, paths.database);
  backups.copy();
}

/** Starts a new journal with what is unsent, and does what the last one only meant to. */
function withJournal(
  disk: Disk,
  clock: Clock,
  paths: StorePaths,
  db: Db,
  log: ChangeLog,
  kept: KeptJournal | null,
): Transactions {
  const { seq, born } = openMark(db).read();
  // Whether it was committed, nobody knows. What was to be kept is kept; what was to go may be tried once more.
  const unfinished = new Map([...(kept?.entriesAfter(seq) ?? [])].filter(([, entry]) => entry !== null));
  const journal = openJournal(disk, paths, NEWEST, { born, seq, entries: openUnsent(db).all(), unfinished });
  const transactions = openTransactions(db, journal, log);
  if (unfinished.size > 0) transactions.run(() => bringBack(db, unfinished, 'only', clock.now()));
  return transactions;
}

/** The store as one room with one door: everything core keeps, and the transactions that hold it together. */
import { LifelineError } from '#shared/errors.ts';
import type { StoreHealth } from '#shared/model.ts';
import { openBlobs } from '../attachments/blobs.ts';
import { openArticles } from './articles.ts';
import { openAttachments } from './attachments.ts';
import { scheduleBackups } from './backup-schedule.ts';
import { problemWithin } from './check.ts';
import { named } from './failure.ts';
import { keepIndexed } from './keep-indexed.ts';
import { openNotices } from './notices.ts';
import { type OpenedStore, type OpenOptions, openStore } from './open.ts';
import { openOperations } from './operations.ts';
import { openSearch } from './search.ts';
import { openSettings } from './settings.ts';
import { watchSpace } from './space.ts';
import { openTickets } from './tickets.ts';
import { openUnread } from './unread.ts';

type StoreOptions = OpenOptions & {
  /** Told when the health of the store has changed. */
  changed?: (health: StoreHealth) => void;
  /** Told when the file turns out to be damaged where nobody has asked for anything. */
  damaged?: () => void;
};

/** Opens the store in `folder`. Throws a LifelineError with a `store_*` code. */
export function openEverything(
  folder: string,
  { changed = () => {}, damaged = () => {}, ...options }: StoreOptions,
) {
  const opened = openStore(folder, options);
  try {
    return everythingIn(folder, opened, options, { changed, damaged });
  } catch (error) {
    opened.close();
    throw named(error);
  }
}

function everythingIn(
  folder: string,
  opened: OpenedStore,
  { disk, clock }: OpenOptions,
  { changed, damaged }: Required<Pick<StoreOptions, 'changed' | 'damaged'>>,
) {
  const { db, paths, transactions } = opened;
  const indexed = keepIndexed(db, clock, transactions, damaged);
  const settings = openSettings(db);
  const files = openBlobs(disk, folder);
  const parts = {
    settings,
    tickets: openTickets(db),
    operations: openOperations(db),
    attachments: openAttachments(db, files.has),
    articles: openArticles(db),
    search: openSearch(db, indexed.catchUp),
    notices: openNotices(db),
    /** Changes that this version could not read. */
    unread: openUnread(db),
    /** What is in the files of tickets. */
    files,
  };
  const space = watchSpace(disk, clock, paths, () => changed(health()));
  const backups = scheduleBackups(opened, clock, () => changed(health()));

  function transaction<T>(work: () => T): T {
    try {
      const done = transactions.run(work);
      indexed.soon();
      return done;
    } catch (error) {
      const failure = named(error);
      if (failure instanceof LifelineError && failure.failure.code === 'store_full') space.giveUpReserve();
      throw failure;
    }
  }

  function health(): StoreHealth {
    return { lowDisk: space.low(), recovery: settings.get('recovery'), lastBackupAt: backups.lastAt() };
  }

  space.start();
  backups.start();
  indexed.soon();

  return {
    ...parts,
    /** All of `work` or none of it, on disk when this returns. SQLite's errors come out with their `store_*` names. */
    transaction,
    health,
    /** The person has seen what was recovered. */
    dismissRecovery(): void {
      transaction(() => settings.clear('recovery'));
      changed(health());
    },
    /** Looks whether the disk is low, for instance after a large file came in. */
    lookAtSpace: space.look,
    /** Reads everything against its sums; for a moment when nobody waits. Throws `store_damaged`. */
    checkWhenIdle(): void {
      try {
        const problem =
          problemWithin(db) ?? (transactions.differsFromJournal() ? 'differs from the journal' : null);
        if (problem !== null) throw new LifelineError('store_damaged', { detail: problem });
      } catch (error) {
        throw named(error);
      }
    },
    close(): void {
      space.stop();
      backups.stop();
      indexed.stop();
      parts.search.stop();
      opened.close();
    },
  };
}
export type Store = ReturnType<typeof openEverything>;

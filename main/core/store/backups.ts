/**
 * Copies of the store to fall back on. Their order is the rising number in the name and never the clock, which may
 * have been turned by years; the time in the name is only what a person is told.
 */
import { join } from 'node:path';
import type { Clock, Db, Disk } from '../ports.ts';
import { examine } from './check.ts';
import { copyFile, removeDatabase, type StorePaths } from './paths.ts';
import { hasRoomForCopy } from './space.ts';

export type Backup = { path: string; number: number; at: number };

const NAME = /^(\d{6})-(-?\d+)\.db$/;
const MAKING = 'making.db';

const KEPT_OF_NOW = 3;
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

export function openBackups(disk: Disk, paths: StorePaths, clock: Clock) {
  const making = join(paths.backups, MAKING);

  /** Newest first. */
  function list(): Backup[] {
    return disk
      .list(paths.backups)
      .flatMap((name) => {
        const [, number, at] = NAME.exec(name) ?? [];
        return number === undefined || at === undefined
          ? []
          : [{ path: join(paths.backups, name), number: Number(number), at: Number(at) }];
      })
      .sort((a, b) => b.number - a.number);
  }

  /** A copy counts only once it has been read back whole and is safe from a power cut. */
  function keep(): void {
    const verdict = examine(disk, making, { full: true, look: () => null });
    if (verdict.kind !== 'good') {
      removeDatabase(disk, making);
      return;
    }
    disk.sync(making);
    const number = (list()[0]?.number ?? 0) + 1;
    disk.rename(making, join(paths.backups, `${String(number).padStart(6, '0')}-${clock.now()}.db`));
    disk.sync(paths.backups);
    for (const old of superfluous(list())) disk.remove(old.path);
  }

  function prepare(): void {
    disk.makeFolder(paths.backups);
    disk.sync(paths.folder);
    tidy();
  }

  function tidy(): void {
    removeDatabase(disk, making);
  }

  return {
    list,
    /** Removes a copy that an earlier run did not finish. */
    tidy,
    /** Of a store that nobody has open and that has no WAL. */
    copy(): void {
      prepare();
      copyFile(disk, paths.database, making);
      keep();
    },
    /** Of the store that is open as `db`, while it goes on being written; none when the disk would become low. */
    async make(db: Db, isClosed: () => boolean): Promise<void> {
      if (!hasRoomForCopy(disk, paths)) return;
      prepare();
      await disk.backup(db, making);
      if (!isClosed()) keep();
    },
  };
}
export type Backups = ReturnType<typeof openBackups>;

/** What need not be kept: all but the newest three and the newest of each of the last seven days that have one. */
export function superfluous(newestFirst: readonly Backup[]): Backup[] {
  const days = new Set<number>();
  return newestFirst.filter(({ at }, index) => {
    const day = Math.floor(at / DAY_MS);
    const isFirstOfDay = !days.has(day) && days.size < KEPT_DAYS;
    if (isFirstOfDay) days.add(day);
    return index >= KEPT_OF_NOW && !isFirstOfDay;
  });
}

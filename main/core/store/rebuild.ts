/**
 * Makes a store out of the newest good backup and the journal of unsent work. The damaged files are moved, never
 * deleted. A crash at any step leaves either what was there before, or a complete new database that the next start
 * puts in its place.
 */
import { basename, dirname, join } from 'node:path';
import { LifelineError } from '#shared/errors.ts';
import type { Clock, Db, Disk } from '../ports.ts';
import type { Backup, Backups } from './backups.ts';
import { bringBack } from './bring-back.ts';
import { examine } from './check.ts';
import { writableStore } from './connection.ts';
import type { KeptJournal } from './journal.ts';
import { openMark } from './mark.ts';
import { copyFile, removeDatabase, type StorePaths } from './paths.ts';
import { NEWEST } from './schema.ts';
import { openSettings } from './settings.ts';
import { indexAnew } from './word-index.ts';

type Tools = { disk: Disk; clock: Clock; paths: StorePaths; backups: Backups };

/** Makes the first, empty store. */
export function makeEmpty({ disk, clock, paths }: Tools): void {
  // The folder may be as new as the store.
  disk.sync(dirname(paths.folder));
  build(disk, paths, { from: null, to: paths.database }, (db) =>
    openMark(db).write({ seq: 0, changed: 0, born: clock.now(), total: null }),
  );
}

/** Rebuilds a damaged store. Throws `store_newer` when what is left of it is a newer version's. */
export function rebuild(tools: Tools, journal: KeptJournal | null): void {
  const { disk, clock, paths, backups } = tools;
  if ((journal?.version ?? 0) > NEWEST) throw new LifelineError('store_newer');
  const backup = newestGood(disk, backups);
  const isWhole = journal !== null && !journal.isDamaged;
  const setAside = newFolder(tools);
  try {
    build(disk, paths, { from: backup, to: paths.rebuilt }, (db) => {
      indexAnew(db);
      const entries = journal?.entriesAt(Number.MAX_SAFE_INTEGER) ?? new Map();
      const unsentRestored = bringBack(db, entries, isWhole ? 'whole' : 'doubtful', clock.now());
      const mark = openMark(db);
      const seq = Math.max(mark.read().seq, journal?.changed ?? 0, journal?.committed ?? 0) + 1;
      mark.write({ seq, changed: seq, born: mark.read().born ?? journal?.born ?? clock.now(), total: null });
      const settings = openSettings(db);
      settings.set('recovery', {
        at: clock.now(),
        setAside,
        backupAt: backup?.at ?? null,
        unsentRestored,
        journalDamaged: !isWhole,
      });
      settings.set('tellAfterRebuild', true);
    });
  } catch (error) {
    // Every command tries again; copies of the journal must not fill a disk that is full already.
    disk.remove(join(paths.folder, setAside, basename(paths.journal)));
    throw error;
  }
  finishRebuild(disk, paths);
}

/** Puts a rebuilt database in its place, when one is complete, and what was there into the newest set-aside folder. */
export function finishRebuild(disk: Disk, paths: StorePaths): void {
  if (disk.size(paths.rebuilt) === null) return;
  const folder = join(paths.setAside, disk.list(paths.setAside).at(-1) ?? '');
  // All that belongs to the old one must be gone before: SQLite would read an old WAL into the new database.
  for (const file of [paths.database, paths.wal, paths.shm, paths.rollback]) {
    if (disk.size(file) !== null) disk.rename(file, join(folder, basename(file)));
  }
  disk.sync(folder);
  disk.sync(paths.folder);
  disk.rename(paths.rebuilt, paths.database);
  disk.sync(paths.folder);
}

function newestGood(disk: Disk, backups: Backups): Backup | null {
  for (const backup of backups.list()) {
    const verdict = examine(disk, backup.path, { full: true, look: () => null });
    if (verdict.kind === 'newer') throw new LifelineError('store_newer');
    if (verdict.kind === 'good') return backup;
  }
  return null;
}

/** A new folder for what is set aside, with the journal as it was found; its path within the store's folder. */
function newFolder({ disk, clock, paths }: Tools): string {
  const newest = disk.list(paths.setAside).at(-1);
  // An empty one is what a rebuild has left that failed.
  const isFree = newest !== undefined && disk.list(join(paths.setAside, newest)).length === 0;
  const number = Number(newest?.slice(0, NUMBER_LENGTH) ?? 0) + 1;
  const name = isFree ? newest : `${String(number).padStart(NUMBER_LENGTH, '0')}-${clock.now()}`;
  const folder = join(paths.setAside, name);
  disk.makeFolder(folder);
  const copy = join(folder, basename(paths.journal));
  try {
    if (disk.size(paths.journal) !== null) copyFile(disk, paths.journal, copy);
    for (const made of [folder, paths.setAside, paths.folder]) disk.sync(made);
  } catch (error) {
    disk.remove(copy);
    throw error;
  }
  return join(basename(paths.setAside), name);
}
const NUMBER_LENGTH = 6;

/** Makes a database beside the store's, and gives it the name `to` once it is complete and checked. */
function build(
  disk: Disk,
  paths: StorePaths,
  { from, to }: { from: Backup | null; to: string },
  fill: (db: Db) => void,
): void {
  removeDatabase(disk, paths.building);
  if (from !== null) copyFile(disk, from.path, paths.building);
  const db = writableStore(disk, paths.building);
  try {
    db.transaction(() => fill(db)).immediate();
  } finally {
    // Writes the WAL into the file, so that the file alone is the whole database.
    db.close();
  }
  const verdict = examine(disk, paths.building, { full: true, look: () => null });
  if (verdict.kind !== 'good')
    throw new LifelineError('store_damaged', { detail: 'a rebuilt store is not whole' });
  disk.sync(paths.building);
  disk.rename(paths.building, to);
  disk.sync(paths.folder);
}

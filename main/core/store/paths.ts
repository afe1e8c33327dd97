/** Where the store keeps what, and the moves that no power cut may tear. */
import { join } from 'node:path';
import type { Disk } from '../ports.ts';

const COPY_PIECE = 1 << 20;

export function storePaths(folder: string) {
  return {
    folder,
    lock: join(folder, 'lock'),
    database: join(folder, 'lifeline.db'),
    wal: join(folder, 'lifeline.db-wal'),
    shm: join(folder, 'lifeline.db-shm'),
    /** SQLite's own rollback journal; a store in WAL mode never has one. */
    rollback: join(folder, 'lifeline.db-journal'),
    /** A new database while it is made, and once it is complete. */
    building: join(folder, 'building.db'),
    rebuilt: join(folder, 'rebuilt.db'),
    journal: join(folder, 'journal'),
    backups: join(folder, 'backups'),
    setAside: join(folder, 'set-aside'),
    reserve: join(folder, 'reserve'),
  };
}
export type StorePaths = ReturnType<typeof storePaths>;

/** Removes what SQLite may leave beside a database file that was closed whole. */
export function removeCompanions(disk: Disk, path: string): void {
  for (const end of ['-wal', '-shm', '-journal']) disk.remove(path + end);
}

/** Removes a database that is not the store, with all that belongs to it. */
export function removeDatabase(disk: Disk, path: string): void {
  disk.remove(path);
  removeCompanions(disk, path);
}

/** Copies a file piece by piece and syncs the copy; what was at `to` before is gone. */
export function copyFile(disk: Disk, from: string, to: string): void {
  const size = disk.size(from) ?? 0;
  disk.write(to, new Uint8Array());
  for (let offset = 0; offset < size; offset += COPY_PIECE) {
    disk.append(to, disk.readAt(from, offset, Math.min(COPY_PIECE, size - offset)));
  }
  disk.sync(to);
}

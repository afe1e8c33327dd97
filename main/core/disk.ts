/** The real disk. */
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import type { Db, Disk } from './ports.ts';

/** The connections opened here: a backup needs more of one than core does. */
const opened = new WeakMap<Db, Database.Database>();

export const realDisk: Disk = {
  openDatabase(path, options) {
    const db = new Database(path, options);
    opened.set(db, db);
    return db;
  },
  async backup(from, to) {
    const db = opened.get(from);
    if (db === undefined) throw new Error('this connection was opened elsewhere');
    await db.backup(to);
  },
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  list: (folder) => (statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder).sort() : []),
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  read: (path) => readFileSync(path),
  readAt(path, offset, length) {
    return withFile(path, 'r', (file) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
  },
  write: (path, bytes) => writeFileSync(path, bytes),
  append: (path, bytes) => appendFileSync(path, bytes),
  truncate: (path, size) => withFile(path, 'r+', (file) => ftruncateSync(file, size)),
  sync(path) {
    // Windows can sync neither a folder nor a file that is open for reading only.
    const isFolder = statSync(path).isDirectory();
    if (isFolder && process.platform === 'win32') return;
    withFile(path, isFolder ? 'r' : 'r+', fsyncSync);
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
};

function withFile<T>(path: string, flags: string, work: (file: number) => T): T {
  const file = openSync(path, flags);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

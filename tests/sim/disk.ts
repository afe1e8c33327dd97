/**
 * The disk of one life: a real folder and real SQLite, where every statement and every file operation is a border at
 * which the life may end or the disk may be full.
 */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { realDisk } from '../../main/core/disk.ts';
import type { Db, Disk } from '../../main/core/ports.ts';
import type { Life } from './life.ts';
import type { Unsynced } from './unsynced.ts';

const PLENTY = 100 * 2 ** 30;
/** Statements of a script that need room on the disk; what is temporary needs none. */
const NEEDS_ROOM = /\b(INSERT|UPDATE|DELETE|ALTER)\b|\bCREATE (?!TEMP)/;

export type DiskFaults = {
  /** True when the write at hand finds the disk full. */
  isFull: () => boolean;
  freeBytes: () => number | null;
};

export function faultyDisk(
  life: Life,
  folder: string,
  { faults, lost, committed }: { faults: DiskFaults; lost: Unsynced; committed: () => void },
) {
  const opened = new Map<Db, Database.Database>();
  const inside = (path: string): string => relative(folder, path);

  function border<T>(what: string, work: () => T, gone: () => Error): T {
    if (!life.cross(`${what} <`)) throw gone();
    const result = work();
    if (!life.cross(`${what} >`)) throw gone();
    return result;
  }

  function file<T>(what: string, path: string, work: () => T): T {
    return border(`${what} ${inside(path)}`, work, fileGone);
  }

  /** Holds nothing but room, so it is made without writing it: that would take most of the time of a run. */
  const isRoom = (path: string): boolean => inside(path) === 'reserve';

  /** A write in two halves: a process may die, or the disk fill up, between them. */
  function writeInHalves(what: string, path: string, bytes: Uint8Array, isAppend: boolean): void {
    file(what, path, () => {
      const half = bytes.length >> 1;
      lost.written(inside(path), () => contentOf(path));
      if (isAppend) appendFileSync(path, bytes.subarray(0, half));
      else writeFileSync(path, bytes.subarray(0, half));
      if (!life.cross(`${what} half`)) throw fileGone();
      if (faults.isFull()) throw systemError('ENOSPC', 'no space left on device');
      appendFileSync(path, bytes.subarray(half));
    });
  }

  /**
   * A statement whose every use is a border. It is prepared when it is first used: a life prepares some two hundred,
   * uses few of them, and there are many lives in a run. `idle` only gives it the shape of a statement.
   */
  function watchedStatement(
    db: Database.Database,
    sql: string,
    idle: Database.Statement,
  ): Database.Statement {
    const what = shortened(sql);
    let made: Database.Statement | null = null;
    let isPlucked = false;
    function statement(): Database.Statement {
      if (made !== null) return made;
      made = db.prepare(sql);
      if (isPlucked) made.pluck();
      return made;
    }
    const watched = <T>(work: (prepared: Database.Statement) => T): T =>
      border(
        what,
        () => {
          const prepared = statement();
          if (!prepared.readonly && faults.isFull()) throw diskFull();
          return work(prepared);
        },
        sqliteGone,
      );
    const uses: Pick<Database.Statement, 'run' | 'get' | 'all' | 'iterate' | 'pluck'> = {
      run: (...values) => watched((prepared) => prepared.run(...values)),
      get: (...values) => watched((prepared) => prepared.get(...values)),
      all: (...values) => watched((prepared) => prepared.all(...values)),
      iterate: (...values) => watched((prepared) => prepared.iterate(...values)),
      pluck(toggle = true) {
        isPlucked = toggle;
        made?.pluck(toggle);
        return lazy;
      },
    };
    const lazy: Database.Statement = new Proxy(idle, {
      get(_, name) {
        if (name in uses) return Reflect.get(uses, name);
        throw new Error(`the model disk knows no ${String(name)} of a statement`);
      },
    });
    return lazy;
  }

  /** What better-sqlite3 does for a transaction, with its statements at the border. */
  function transactions(db: Database.Database) {
    const control = (sql: string) => {
      let statement: Database.Statement | null = null;
      return () => {
        statement ??= db.prepare(sql);
        return border(sql, statement.run.bind(statement), sqliteGone);
      };
    };
    const plain = {
      commit: control('COMMIT'),
      rollback: control('ROLLBACK'),
      savepoint: control('SAVEPOINT inner_one'),
      release: control('RELEASE inner_one'),
      back: control('ROLLBACK TO inner_one'),
    };
    const begins = {
      default: control('BEGIN'),
      deferred: control('BEGIN DEFERRED'),
      immediate: control('BEGIN IMMEDIATE'),
      exclusive: control('BEGIN EXCLUSIVE'),
    };
    const count = db.prepare('SELECT total_changes()').pluck();

    function within<T>(begin: () => unknown, work: () => T): T {
      if (life.isOver) throw sqliteGone();
      const isInner = db.inTransaction;
      const before = count.get();
      (isInner ? plain.savepoint : begin)();
      try {
        const result = work();
        if (!isInner && count.get() !== before && faults.isFull()) throw diskFull();
        (isInner ? plain.release : plain.commit)();
        if (!isInner && count.get() !== before) committed();
        return result;
      } catch (error) {
        if (life.isOver) throw error;
        if (db.inTransaction) {
          (isInner ? plain.back : plain.rollback)();
          if (isInner) plain.release();
        }
        throw error;
      }
    }
    return (work: (...values: unknown[]) => unknown) => {
      const variant =
        (begin: () => unknown) =>
        (...values: unknown[]) =>
          within(begin, () => work(...values));
      return Object.assign(variant(begins.default), {
        default: variant(begins.default),
        deferred: variant(begins.deferred),
        immediate: variant(begins.immediate),
        exclusive: variant(begins.exclusive),
      });
    };
  }

  function watchedDatabase(db: Database.Database): Db {
    const idle = db.prepare('SELECT 1');
    const transaction = transactions(db);
    return new Proxy(db, {
      get(target, name) {
        switch (name) {
          case 'prepare':
            return (sql: string) => {
              if (life.isOver) throw sqliteGone();
              return watchedStatement(target, sql, idle);
            };
          case 'transaction':
            return transaction;
          case 'exec':
            return (sql: string) =>
              border(
                `exec ${sql.trim().slice(0, 40)}`,
                () => {
                  if (NEEDS_ROOM.test(sql) && faults.isFull()) throw diskFull();
                  target.exec(sql);
                },
                sqliteGone,
              );
          case 'pragma':
            return (sql: string, options?: Database.PragmaOptions) =>
              border(`pragma ${sql}`, () => target.pragma(sql, options), sqliteGone);
          default: {
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === 'function' ? value.bind(target) : value;
          }
        }
      },
    });
  }

  const disk: Disk = {
    openDatabase(path, options) {
      return border(
        `open ${inside(path)}`,
        () => {
          // Nobody else holds it: whoever would have to wait here would wait for ever.
          const db = new Database(path, { ...options, timeout: 0 });
          try {
            const watched = watchedDatabase(db);
            opened.set(watched, db);
            return watched;
          } catch (error) {
            db.close();
            throw error;
          }
        },
        sqliteGone,
      );
    },
    async backup(from, to) {
      const db = opened.get(from);
      if (db === undefined) throw new Error('this connection was opened elsewhere');
      writeInHalves('backup', to, db.serialize(), false);
    },
    makeFolder: (path) =>
      file('mkdir', path, () => {
        for (let made = inside(path); made !== '' && !existsSync(join(folder, made)); made = above(made)) {
          lost.madeFolder(made);
        }
        realDisk.makeFolder(path);
      }),
    list: (path) => file('list', path, () => realDisk.list(path)),
    size: (path) => file('size', path, () => realDisk.size(path)),
    read: (path) => file('read', path, () => realDisk.read(path)),
    readAt: (path, offset, length) => file('read', path, () => realDisk.readAt(path, offset, length)),
    write(path, bytes) {
      if (!isRoom(path)) return writeInHalves('write', path, bytes, false);
      file('write', path, () => {
        if (faults.isFull()) throw systemError('ENOSPC', 'no space left on device');
        writeFileSync(path, '');
        truncateSync(path, bytes.length);
      });
    },
    append: (path, bytes) => writeInHalves('append', path, bytes, true),
    truncate: (path, size) =>
      file('truncate', path, () => {
        lost.written(inside(path), () => contentOf(path));
        realDisk.truncate(path, size);
      }),
    sync: (path) =>
      file('sync', path, () => {
        statSync(path);
        lost.synced(inside(path) || '.');
      }),
    rename: (from, to) =>
      file('rename', to, () => {
        const before = contentOf(to);
        renameSync(from, to);
        lost.renamed(inside(from), inside(to), before);
      }),
    remove: (path) =>
      file('remove', path, () => {
        const before = isRoom(path) ? null : contentOf(path);
        rmSync(path, { force: true });
        if (before !== null) lost.removed(inside(path), before);
      }),
    freeBytes: (path) => file('free', path, () => faults.freeBytes() ?? PLENTY),
  };

  return {
    disk,
    /** Gives the files back, once nobody uses them any more. */
    release(): void {
      for (const db of opened.values()) if (db.open) db.close();
    },
  };
}

const shortNames = new Map<string, string>();
/** A statement in a word. */
function shortened(sql: string): string {
  const name = shortNames.get(sql) ?? sql.trim().replace(/\s+/g, ' ').slice(0, 60);
  shortNames.set(sql, name);
  return name;
}

/** The folder that a path inside the store's lies in; empty for the store's own. */
function above(path: string): string {
  return path.includes('/') ? dirname(path) : '';
}

function contentOf(path: string): Uint8Array | null {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
}

function diskFull(): Error {
  return new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
}

/** What core sees of a disk when its process is no more: it must not matter, since nobody hears of it. */
const sqliteGone = (): Error => new Database.SqliteError('the process has ended', 'SQLITE_IOERR');
const fileGone = (): Error => systemError('EIO', 'the process has ended');

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

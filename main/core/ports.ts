/** Everything that core takes from outside. The shell passes the real ones, simulation passes its own. */
import type Database from 'better-sqlite3';
import type { RandomBytes } from '#shared/ids.ts';
import type { Notice, NoticeId, NoticeOutcome, SecretName } from '#shared/wire.ts';

export type Clock = {
  /** Milliseconds since 1970. May jump either way: nothing is ordered by it. */
  now(): number;
  /** Calls `action` once after `ms`, until the returned function is called. */
  after(ms: number, action: () => void): () => void;
};

export type Random = {
  bytes: RandomBytes;
  /** Uniform in [0, 1). */
  fraction(): number;
};

export type Secrets = {
  read(name: SecretName): Promise<string | null>;
  write(name: SecretName, value: string): Promise<void>;
  /** What keeps them, in Electron's words; `basic_text` is no protection. */
  backend(): Promise<string>;
};

export type Notifier = {
  show(notice: Notice): Promise<NoticeOutcome>;
  /** Takes these off the screen; of those that are not there any more, nothing comes. */
  close(ids: NoticeId[]): Promise<void>;
};

/** What core uses of a SQLite connection. */
export type Db = Pick<
  Database.Database,
  'prepare' | 'exec' | 'pragma' | 'transaction' | 'function' | 'close'
>;

/**
 * The disk. Everything is synchronous, so that core knows what is there when a call returns, and nothing written is
 * safe from a power cut before `sync` of the file and, for a new or renamed one, of its folder. Errors are Node's,
 * with their `code`.
 */
export type Disk = {
  openDatabase(path: string, options: { timeout: number; readonly?: boolean }): Db;
  /** Copies an open database to a new file as it is at one moment; not yet synced. */
  backup(from: Db, to: string): Promise<void>;
  makeFolder(path: string): void;
  /** The names in a folder, sorted; none when there is no such folder. */
  list(folder: string): string[];
  /** Bytes of a file; null when there is none. */
  size(path: string): number | null;
  read(path: string): Uint8Array;
  readAt(path: string, offset: number, length: number): Uint8Array;
  write(path: string, bytes: Uint8Array): void;
  append(path: string, bytes: Uint8Array): void;
  /** Cuts a file down to `size` bytes; needs no room. */
  truncate(path: string, size: number): void;
  sync(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file; nothing happens when there is none. */
  remove(path: string): void;
  freeBytes(folder: string): number;
};

export type Ports = {
  clock: Clock;
  random: Random;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  secrets: Secrets;
  notifier: Notifier;
  disk: Disk;
  /** Keeps a line for whoever looks into what went wrong. */
  log: (line: string) => void;
  /** Folder of the store; made when missing. */
  folder: string;
  /** A desk that the app was started with; used only while the settings name none. */
  startedWith: { url: string; token: string } | null;
  /** True when this core takes the place of one that died. */
  afterDeath?: boolean | undefined;
  /** The version of the app. */
  version?: string | undefined;
};

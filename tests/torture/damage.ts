/** What can happen to the files of a store while the app is closed. */
import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Dice } from './dice.ts';

const PAGE = 4096;

/** What is damaged, and how. `other` is the store of somebody else, to take foreign files from. */
export type Damage = { name: string; act(store: string, other: string, dice: Dice): void };

const database = (store: string) => join(store, 'lifeline.db');
const wal = (store: string) => join(store, 'lifeline.db-wal');
const shm = (store: string) => join(store, 'lifeline.db-shm');
const journal = (store: string) => join(store, 'journal');

function flip(file: string, { between }: Dice): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  if (bytes.length === 0) return;
  const flips = between(1, 64);
  for (let each = 0; each < flips; each += 1) {
    const at = between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << between(0, 7));
  }
  writeFileSync(file, bytes);
}

/** Another letter in each answer that was received: SQLite sees nothing wrong in it, nor does the journal. */
function misspell(file: string): void {
  const bytes = readFileSync(file);
  for (const { index } of bytes.toString('latin1').matchAll(/\d answer \d/g)) bytes.write('A', index + 2);
  writeFileSync(file, bytes);
}

function truncate(file: string, { between }: Dice): void {
  if (!existsSync(file)) return;
  const { length } = readFileSync(file);
  truncateSync(file, between(0, length));
}

function swapPages(file: string, { between }: Dice): void {
  const bytes = readFileSync(file);
  const pages = Math.floor(bytes.length / PAGE);
  const [a, b] = [between(0, pages - 1), between(0, pages - 1)];
  const kept = Buffer.from(bytes.subarray(a * PAGE, (a + 1) * PAGE));
  bytes.copyWithin(a * PAGE, b * PAGE, (b + 1) * PAGE);
  kept.copy(bytes, b * PAGE);
  writeFileSync(file, bytes);
}

/** Blocks of a file that a failing disk has lost: they read as zeros. */
function zeroBlocks(file: string, { between }: Dice): void {
  const bytes = readFileSync(file);
  for (let each = between(1, 4); each > 0; each -= 1) {
    const at = between(0, Math.floor(bytes.length / 512) - 1) * 512;
    bytes.fill(0, at, at + 512);
  }
  writeFileSync(file, bytes);
}

const take = (from: string, to: string): void => {
  if (existsSync(from)) copyFileSync(from, to);
};

export const OTHER_LETTERS: Damage = {
  name: 'other letters in the database',
  act: (store) => misspell(database(store)),
};

export const DAMAGES: readonly [Damage, ...Damage[]] = [
  OTHER_LETTERS,
  { name: 'flipped bits in the database', act: (store, _, dice) => flip(database(store), dice) },
  { name: 'flipped bits in the WAL', act: (store, _, dice) => flip(wal(store), dice) },
  {
    name: 'flipped bits in database and WAL',
    act(store, _, dice) {
      flip(database(store), dice);
      flip(wal(store), dice);
    },
  },
  { name: 'flipped bits in the journal', act: (store, _, dice) => flip(journal(store), dice) },
  { name: 'a database cut short', act: (store, _, dice) => truncate(database(store), dice) },
  { name: 'a WAL cut short', act: (store, _, dice) => truncate(wal(store), dice) },
  { name: 'no WAL', act: (store) => rmSync(wal(store), { force: true }) },
  { name: 'no database', act: (store) => rmSync(database(store)) },
  {
    name: 'a foreign WAL and shm',
    act(store, other) {
      take(wal(other), wal(store));
      writeFileSync(shm(store), Buffer.alloc(32_768, 0x5a));
    },
  },
  {
    name: 'a foreign database under its own WAL',
    act: (store, other) => take(database(other), database(store)),
  },
  {
    name: 'a foreign database',
    act(store, other) {
      take(database(other), database(store));
      rmSync(wal(store), { force: true });
      take(wal(other), wal(store));
    },
  },
  { name: 'an empty file', act: (store) => writeFileSync(database(store), '') },
  {
    name: 'a text file',
    act: (store) => writeFileSync(database(store), 'This is not a database.\n'.repeat(99)),
  },
  { name: 'swapped pages', act: (store, _, dice) => swapPages(database(store), dice) },
  { name: 'lost blocks', act: (store, _, dice) => zeroBlocks(database(store), dice) },
];

/** Makes the store one of a later version, as an older app finds it after a newer one. */
export function makeNewer(store: string): void {
  const db = new Database(database(store));
  const version = Number(db.pragma('user_version', { simple: true })) + 1;
  db.exec('CREATE TABLE something_new (id TEXT PRIMARY KEY) STRICT');
  db.prepare(`UPDATE setting SET value = ?, sum = NULL WHERE name = 'schema'`).run(String(version));
  db.pragma(`user_version = ${version}`);
  db.close();
}

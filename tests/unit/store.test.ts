/** Opening the store: what it promises of its file, and what it refuses by name and leaves alone (invariant 8). */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { failureOf } from '#shared/errors.ts';
import { realDisk } from '../../main/core/disk.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { openStore } from '../../main/core/store/open.ts';
import { filesOf, fill, imageOf, newFolder, openProfile, stillClock } from './profile.ts';

const open = (folder: string) => openStore(folder, { disk: realDisk, clock: stillClock() });

function failureOfOpening(folder: string): string {
  try {
    open(folder).close();
    return 'none';
  } catch (error) {
    return failureOf(error).code;
  }
}

test('commits are synced to the disk before they count (invariant 1)', () => {
  const { db, close } = open(newFolder());
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  close();
});

/** A profile as a version to come may leave it. */
function newerProfile(change: (db: Database.Database) => void): string {
  const folder = newFolder();
  const store = openProfile(folder);
  fill(store, 1, 1);
  store.close();
  const db = new Database(join(folder, 'lifeline.db'));
  change(db);
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  db.close();
  return folder;
}

const contentOf = (folder: string) =>
  filesOf(folder)
    .filter((name) => name !== 'lock')
    .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

test.each<[string, (db: Database.Database) => void]>([
  ['has other tables', (db) => db.exec('CREATE TABLE later (id TEXT) STRICT')],
  [
    'has noted its version',
    (db) => db.exec(`UPDATE setting SET value = '${MIGRATIONS.length + 1}' WHERE name = 'schema'`),
  ],
])('a newer store that %s is refused and not changed', (_, change) => {
  const folder = newerProfile(change);
  const before = contentOf(folder);
  expect(failureOfOpening(folder)).toBe('store_newer');
  expect(contentOf(folder)).toEqual(before);
});

test('a newer store is not changed even when it was killed and its WAL holds the last words', () => {
  const folder = newFolder();
  const { db, close } = open(folder);
  db.exec('CREATE TABLE later (id TEXT) STRICT');
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  const image = imageOf(folder);
  close();
  const before = contentOf(image);
  expect(before.map(([name]) => name)).toContain('lifeline.db-wal');
  expect(failureOfOpening(image)).toBe('store_newer');
  expect(contentOf(image)).toEqual(before);
});

test('an older version that finds only what a newer one left does not rebuild over it', () => {
  const folder = newerProfile((db) => db.exec('CREATE TABLE later (id TEXT) STRICT'));
  mkdirSync(join(folder, 'backups'));
  writeFileSync(join(folder, 'backups', '000001-1.db'), readFileSync(join(folder, 'lifeline.db')));
  writeFileSync(join(folder, 'lifeline.db'), 'Dear diary');
  expect(failureOfOpening(folder)).toBe('store_newer');
  expect(readFileSync(join(folder, 'lifeline.db'), 'utf8')).toBe('Dear diary');
});

test('a second process of the same profile is refused, however damaged the file looks to it', () => {
  const folder = newFolder();
  const first = open(folder);
  writeFileSync(join(folder, 'lifeline.db'), 'Dear diary');
  expect(failureOfOpening(folder)).toBe('store_in_use');
  expect(readFileSync(join(folder, 'lifeline.db'), 'utf8')).toBe('Dear diary');
  expect(filesOf(folder).filter((name) => name.startsWith('set-aside'))).toEqual([]);
  first.close();
  expect(failureOfOpening(folder)).toBe('none');
}, 30_000);

test('a process of an earlier version, which knows only the lock of the database, is respected', () => {
  const folder = newFolder();
  open(folder).close();
  const earlier = new Database(join(folder, 'lifeline.db'));
  earlier.pragma('locking_mode = EXCLUSIVE');
  earlier.exec('BEGIN IMMEDIATE; COMMIT');
  expect(failureOfOpening(folder)).toBe('store_in_use');
  earlier.close();
  expect(failureOfOpening(folder)).toBe('none');
}, 30_000);

test('a lock file that is no lock file locks nobody out', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'lock'), 'garbage '.repeat(1000));
  expect(failureOfOpening(folder)).toBe('none');
});

test('a path that cannot hold a folder is named as not writable', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(failureOfOpening(join(folder, 'file', 'store'))).toBe('store_read_only');
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a read-only folder is named', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'store'));
  chmodSync(join(folder, 'store'), 0o500);
  expect(failureOfOpening(join(folder, 'store'))).toBe('store_read_only');
});

test('a full disk is named, and what was there before stays', () => {
  const folder = newFolder();
  const store = openStore(folder, { disk: realDisk, clock: stillClock() });
  const pages = Number(store.db.pragma('page_count', { simple: true }));
  store.db.pragma(`max_page_count = ${pages}`);
  const insert = store.db.prepare(`INSERT INTO setting (name, value) VALUES ('deskUrl', ?)`);
  const fillUp = () => store.transactions.run(() => insert.run(JSON.stringify('x'.repeat(100_000))));
  expect(fillUp).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
  store.close();
  const after = openProfile(folder);
  expect(after.health().recovery).toBeNull();
  expect(after.settings.get('deskUrl')).toBeNull();
  after.close();
});

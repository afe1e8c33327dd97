/** The store names what is wrong with its file and leaves the file alone (invariant 8). */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { LifelineError } from '#shared/errors.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { openStore } from '../../main/core/store/open.ts';
import { newFolder } from './running-core.ts';

function failureOfOpening(folder: string): string {
  try {
    openStore(folder).close();
    return 'none';
  } catch (error) {
    return (error as LifelineError).failure.code;
  }
}

test('commits are synced to the disk before they count (invariant 1)', () => {
  const db = openStore(newFolder());
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  db.close();
});

test('a newer store is refused and not changed', () => {
  const folder = newFolder();
  const db = openStore(folder);
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  db.close();
  const before = readFileSync(join(folder, 'lifeline.db'));
  expect(failureOfOpening(folder)).toBe('store_newer');
  expect(readFileSync(join(folder, 'lifeline.db'))).toEqual(before);
});

test('a file that is no database is refused and not changed', () => {
  const folder = newFolder();
  const file = join(folder, 'lifeline.db');
  writeFileSync(file, 'Dear diary, '.repeat(1000));
  expect(failureOfOpening(folder)).toBe('store_damaged');
  expect(readFileSync(file, 'utf8')).toBe('Dear diary, '.repeat(1000));
});

test('a second process of the same profile is refused', () => {
  const folder = newFolder();
  const first = openStore(folder);
  expect(failureOfOpening(folder)).toBe('store_in_use');
  first.close();
  expect(failureOfOpening(folder)).toBe('none');
}, 15_000);

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
  const db = openStore(newFolder());
  db.exec('CREATE TABLE filler (content BLOB)');
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages + 2}`);
  const fill = () => db.prepare('INSERT INTO filler VALUES (zeroblob(1000000))').run();
  expect(fill).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
  expect(db.prepare('SELECT count(*) FROM filler').pluck().get()).toBe(0);
  expect(db).toBeInstanceOf(Database);
  db.close();
});

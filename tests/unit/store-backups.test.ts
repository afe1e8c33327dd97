/** Backups: made before they are needed, read back before they count, and never thrown away because of a clock. */
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { realDisk } from '../../main/core/disk.ts';
import { superfluous } from '../../main/core/store/backups.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { openEverything } from '../../main/core/store/store.ts';
import {
  diskWith,
  everything,
  filesOf,
  fill,
  newFolder,
  openProfile,
  openWithBackup,
  START,
  stillClock,
} from './profile.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const backup = (number: number, at: number) => ({ path: `${number}`, number, at });
const kept = (made: number[]) => {
  const newestFirst = made.map((at, index) => backup(index + 1, at)).reverse();
  const gone = superfluous(newestFirst);
  return newestFirst.filter((each) => !gone.includes(each)).map(({ at }) => at);
};

test('the newest three and the newest of each of the last seven days are kept', () => {
  const hours = Array.from({ length: 10 * 6 }, (_, index) => START - (START % DAY) + index * 4 * HOUR);
  const days = kept(hours).map((at) => Math.floor(at / DAY));
  expect(days).toHaveLength(3 + 6);
  expect(new Set(days).size).toBe(7);
});

test('a clock that jumps ten years and back throws nothing extra away', () => {
  const steady = Array.from({ length: 8 }, (_, day) => START + day * DAY);
  const jumped = [...steady, START + 3653 * DAY, START - 3653 * DAY, START + 8 * DAY];
  expect(kept(jumped)).toEqual([
    START + 8 * DAY,
    START - 3653 * DAY,
    START + 3653 * DAY,
    ...steady.slice(4).reverse(),
  ]);
});

/** A profile with something in it, closed. */
function usedProfile(): string {
  const folder = newFolder();
  const store = openProfile(folder);
  fill(store, 1, 1);
  store.close();
  return folder;
}

test('a start makes one when the last is four hours old, or from the future, and not before', async () => {
  const folder = usedProfile();
  const clock = stillClock();
  (await openWithBackup(folder, clock)).close();
  const count = () => filesOf(join(folder, 'backups')).length;
  expect(count()).toBe(1);
  clock.turn(3 * HOUR);
  openProfile(folder, { clock }).close();
  expect(count()).toBe(1);
  clock.turn(HOUR);
  (await openWithBackup(folder, clock)).close();
  expect(count()).toBe(2);
  clock.turn(-365 * DAY);
  (await openWithBackup(folder, clock)).close();
  expect(count()).toBe(3);
});

test('a backup is a whole store in one file, readable without anything beside it', async () => {
  const folder = usedProfile();
  const store = await openWithBackup(folder, stillClock());
  const truth = everything(store);
  store.close();
  const names = filesOf(join(folder, 'backups'));
  expect(names).toHaveLength(1);
  const other = newFolder();
  writeFileSync(join(other, 'lifeline.db'), readFileSync(join(folder, 'backups', names[0] ?? '')));
  const copy = openProfile(other);
  expect(everything(copy)).toBe(truth);
  copy.close();
});

test('a copy that is not whole does not count, and drives no good one away', async () => {
  const folder = usedProfile();
  const clock = stillClock();
  (await openWithBackup(folder, clock)).close();
  const before = filesOf(join(folder, 'backups'));
  clock.turn(DAY);
  const copied = Promise.withResolvers<void>();
  const disk = diskWith({
    async backup(from, to) {
      await realDisk.backup(from, to);
      truncateSync(to, 4096 * 4);
      copied.resolve();
    },
  });
  const store = openEverything(folder, { disk, clock });
  await copied.promise;
  await new Promise(setImmediate);
  store.close();
  expect(filesOf(join(folder, 'backups'))).toEqual(before);
});

test('a copy that a crash interrupted is gone after the next start', () => {
  const folder = usedProfile();
  mkdirSync(join(folder, 'backups'));
  writeFileSync(join(folder, 'backups', 'making.db'), 'half a copy');
  const store = openProfile(folder, { disk: diskWith({ freeBytes: () => 0 }) });
  expect(filesOf(join(folder, 'backups'))).toEqual([]);
  store.close();
});

test('a backup is safe from a power cut before it has its name', async () => {
  const folder = usedProfile();
  const calls: string[] = [];
  const disk = diskWith({
    sync(path) {
      calls.push(`sync ${path.slice(folder.length)}`);
      realDisk.sync(path);
    },
    rename(from, to) {
      calls.push(`rename ${from.slice(folder.length)}`);
      realDisk.rename(from, to);
    },
  });
  const made = Promise.withResolvers<void>();
  const store = openEverything(folder, { disk, clock: stillClock(), changed: () => made.resolve() });
  await made.promise;
  store.close();
  const renamed = calls.indexOf('rename /backups/making.db');
  expect(calls.slice(renamed - 1, renamed + 2)).toEqual([
    'sync /backups/making.db',
    'rename /backups/making.db',
    'sync /backups',
  ]);
});

test('every four hours of running there is one, if something has changed', async () => {
  const folder = usedProfile();
  const clock = stillClock();
  let made = Promise.withResolvers<void>();
  const store = openEverything(folder, { disk: realDisk, clock, changed: () => made.resolve() });
  await made.promise;
  clock.turn(4 * HOUR);
  clock.ring();
  expect(filesOf(join(folder, 'backups'))).toHaveLength(1);
  made = Promise.withResolvers();
  fill(store, 2, 1);
  clock.ring();
  await made.promise;
  expect(filesOf(join(folder, 'backups'))).toHaveLength(2);
  store.close();
});

test('a store of an earlier version is backed up before it is changed', () => {
  const folder = newFolder();
  const db = new Database(join(folder, 'lifeline.db'));
  db.pragma('journal_mode = WAL');
  db.exec(
    `${MIGRATIONS[0]}; PRAGMA user_version = 1; INSERT INTO setting VALUES ('deskUrl', '"https://old.example"')`,
  );
  db.close();
  openProfile(folder).close();
  const [name] = filesOf(join(folder, 'backups'));
  const copy = new Database(join(folder, 'backups', name ?? ''), { readonly: true });
  expect(copy.pragma('user_version', { simple: true })).toBe(1);
  expect(copy.prepare('SELECT value FROM setting').pluck().get()).toBe('"https://old.example"');
  copy.close();
});

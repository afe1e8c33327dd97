/** A disk that is getting full is noticed before writing fails, and a little room is kept for when it does. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { EMPTY_FORM, type StoreHealth } from '#shared/model.ts';
import { realDisk } from '../../main/core/disk.ts';
import { openEverything } from '../../main/core/store/store.ts';
import { seededBytes } from '../desk/random.ts';
import { diskWith, filesOf, fill, newFolder, openProfile, openWithBackup, stillClock } from './profile.ts';

const MIB = 1024 * 1024;

test('low disk is told within a minute, with what is left, and that it is over', () => {
  const clock = stillClock();
  let freeBytes = 500 * MIB;
  const told: StoreHealth['lowDisk'][] = [];
  const store = openEverything(newFolder(), {
    disk: diskWith({ freeBytes: () => freeBytes }),
    clock,
    changed: ({ lowDisk }) => told.push(lowDisk),
  });
  expect(store.health().lowDisk).toBeNull();
  freeBytes = 100 * MIB;
  clock.ring();
  expect(told).toEqual([{ freeBytes: 100 * MIB }]);
  expect(store.health().lowDisk).toEqual({ freeBytes: 100 * MIB });
  freeBytes = 500 * MIB;
  clock.ring();
  expect(told).toEqual([{ freeBytes: 100 * MIB }, null]);
  store.close();
});

test('no backup is made that would fill the disk', async () => {
  const folder = newFolder();
  const store = openProfile(folder);
  fill(store, 1, 1);
  store.close();
  const clock = stillClock();
  const again = openProfile(folder, { disk: diskWith({ freeBytes: () => 200 * MIB }), clock });
  await new Promise(setImmediate);
  again.close();
  expect(filesOf(folder).filter((name) => name.startsWith('backups'))).toEqual([]);
  (await openWithBackup(folder, clock)).close();
  expect(filesOf(folder).filter((name) => name.startsWith('backups'))).toHaveLength(1);
});

test('a disk that cannot be asked is not called low', () => {
  const disk = diskWith({
    freeBytes() {
      throw new Error('not on this file system');
    },
  });
  const store = openEverything(newFolder(), { disk, clock: stillClock() });
  expect(store.health().lowDisk).toBeNull();
  store.close();
});

test('a full disk gets the reserve, so that the next words can be saved', () => {
  const folder = newFolder();
  const reserve = join(folder, 'reserve');
  // Writing goes on only once the reserve has been given up.
  const disk = diskWith({
    append(path, bytes) {
      if (realDisk.size(reserve) !== null)
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      realDisk.append(path, bytes);
    },
    freeBytes: () => 300 * MIB,
  });
  const store = openEverything(folder, { disk, clock: stillClock() });
  expect(realDisk.size(reserve)).toBe(MIB);
  const id = idMaker(() => 1, seededBytes(1)).ticket();
  const save = () => store.transaction(() => store.tickets.createDraft(id, EMPTY_FORM, 1));
  expect(save).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'store_full' }) }));
  save();
  expect(store.tickets.list()).toHaveLength(1);
  store.close();
});

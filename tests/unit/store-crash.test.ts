/** A crash is no damage: whatever a killed process leaves opens as it is, with all that was acknowledged (invariant 1). */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { EMPTY_FORM } from '#shared/model.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Db, Disk } from '../../main/core/ports.ts';
import { seededBytes } from '../desk/random.ts';
import {
  diskWith,
  everything,
  filesOf,
  fill,
  imageOf,
  newFolder,
  openProfile,
  stillClock,
  unsent,
} from './profile.ts';

const FILE_CALLS = ['makeFolder', 'write', 'append', 'truncate', 'sync', 'rename', 'remove'] as const;

/** A disk that calls `boundary` before every call that changes something, statements of SQLite included. */
function watchedDisk(boundary: () => void): Disk {
  const watched = diskWith({
    openDatabase(path, options) {
      boundary();
      const db = realDisk.openDatabase(path, options);
      return options.readonly === true ? db : watchedDb(db, boundary);
    },
  });
  for (const call of FILE_CALLS) {
    const real = realDisk[call] as (...given: unknown[]) => void;
    Object.assign(watched, {
      [call]: (...given: unknown[]) => {
        boundary();
        real(...given);
      },
    });
  }
  return watched;
}

function watchedDb(db: Db, boundary: () => void): Db {
  return new Proxy(db, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (name === 'exec' || name === 'pragma' || name === 'close' || name === 'transaction') boundary();
        return member.apply(target, given);
      };
    },
  });
}

/** Runs `work` once for each boundary that it passes, with an image of `folder` taken there. */
function atEachBoundary(
  prepare: () => string,
  work: (folder: string, disk: Disk) => void,
  look: (image: string) => void,
): number {
  const folder = prepare();
  const images: string[] = [];
  let last = '';
  const disk = watchedDisk(() => {
    const now = JSON.stringify(filesOf(folder).map((name) => [name, realDisk.size(join(folder, name))]));
    if (now === last) return;
    last = now;
    images.push(imageOf(folder));
  });
  work(folder, disk);
  images.push(imageOf(folder));
  for (const image of images) {
    look(image);
    rmSync(image, { recursive: true });
  }
  return images.length;
}

test('a first start that is killed anywhere starts again as new', () => {
  const images = atEachBoundary(
    newFolder,
    (folder, disk) => openProfile(folder, { disk }).close(),
    (image) => {
      const store = openProfile(image);
      expect(store.health().recovery).toBeNull();
      store.close();
    },
  );
  expect(images).toBeGreaterThan(10);
});

test('between any two steps of saving, what was acknowledged is there, and nothing is called damaged', () => {
  const ids = idMaker(() => 1, seededBytes(3));
  const acknowledged: string[] = [];
  const [ticket, other] = [ids.ticket(), ids.ticket()];
  let current = '';
  const folder = newFolder();
  const images: { image: string; acknowledged: string; issued: string }[] = [];
  const disk = watchedDisk(() =>
    images.push({ image: imageOf(folder), acknowledged: acknowledged.at(-1) ?? '', issued: current }),
  );
  const store = openProfile(folder, { disk });
  images.length = 0;
  store.transaction(() => store.tickets.createDraft(ticket, EMPTY_FORM, 1));
  store.transaction(() => store.tickets.createDraft(other, EMPTY_FORM, 1));
  for (let save = 1; save <= 6; save += 1) {
    current = `version ${save}`;
    store.transaction(() => store.tickets.saveForm(ticket, { description: current }, save));
    acknowledged.push(current);
  }
  store.close();
  for (const { image, acknowledged: told, issued } of images) {
    const after = openProfile(image);
    expect(after.health().recovery).toBeNull();
    expect([told, issued]).toContain(after.tickets.get(ticket)?.form.description ?? '');
    after.close();
    rmSync(image, { recursive: true });
  }
  expect(images.length).toBeGreaterThan(30);
});

test('a rebuild that is killed anywhere is finished by the next start, and the damaged file is kept', () => {
  const original = newFolder();
  const store = openProfile(original);
  fill(store, 4, 2);
  const truth = unsent(store);
  store.close();
  truncateSync(join(original, 'lifeline.db'), 4096 * 3);
  const images = atEachBoundary(
    () => imageOf(original),
    (folder, disk) => openProfile(folder, { disk }).close(),
    (image) => {
      const after = openProfile(image);
      expect(unsent(after)).toBe(truth);
      const aside = join(after.health().recovery?.setAside ?? '', 'lifeline.db');
      expect(realDisk.size(join(image, aside))).toBe(4096 * 3);
      after.close();
    },
  );
  expect(images).toBeGreaterThan(20);
});

test('an image taken at any moment of busy work opens as it is', () => {
  const folder = newFolder();
  const store = openProfile(folder);
  const images: [image: string, truth: string][] = [];
  for (let seed = 1; seed <= 6; seed += 1) {
    fill(store, seed, 1);
    images.push([imageOf(folder), everything(store)]);
  }
  store.close();
  for (const [image, truth] of images) {
    const after = openProfile(image);
    expect(after.health().recovery).toBeNull();
    expect(everything(after)).toBe(truth);
    after.close();
  }
});

test('a line that was cut short at the end of the journal is no damage', () => {
  const folder = newFolder();
  const store = openProfile(folder);
  fill(store, 5, 1);
  const truth = everything(store);
  const image = imageOf(folder);
  store.close();
  const journal = join(image, 'journal');
  // The line that says that the last transaction is done was never synced.
  truncateSync(journal, (realDisk.size(journal) ?? 0) - 5);
  const after = openProfile(image);
  expect(after.health().recovery).toBeNull();
  expect(everything(after)).toBe(truth);
  after.close();
});

/** A full disk for the calls that `isFull` names. */
function fullDisk(isFull: (call: string, path: string) => boolean): Disk {
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  return diskWith({
    append(path, bytes) {
      if (isFull('append', path)) throw full();
      realDisk.append(path, bytes);
    },
    write(path, bytes) {
      if (isFull('write', path)) throw full();
      realDisk.write(path, bytes);
    },
  });
}

test('a save that cannot be put into the journal is refused and changes nothing; the next one is whole', () => {
  const folder = newFolder();
  let isFull = false;
  const disk = fullDisk((_, path) => isFull && path.includes('journal'));
  const store = openProfile(folder, { disk });
  fill(store, 6, 1);
  const before = everything(store);
  const save = () =>
    store.transaction(() => {
      for (const { id, state } of store.tickets.list()) {
        if (state === 'draft') store.tickets.saveForm(id, { description: 'more words' }, 9);
      }
    });
  isFull = true;
  for (let time = 0; time < 2; time += 1) {
    expect(save).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'store_full' }) }),
    );
    expect(everything(store)).toBe(before);
  }
  isFull = false;
  save();
  const truth = unsent(store);
  expect(truth).toContain('more words');
  const image = imageOf(folder);
  store.close();
  rmSync(join(image, 'lifeline.db'));
  const rebuilt = openProfile(image);
  expect(unsent(rebuilt)).toBe(truth);
  rebuilt.close();
});

/** A disk on which no room is left when a transaction commits, while `isFull`. */
function fullAtCommit(isFull: () => boolean): Disk {
  const withCommit = (db: Db): Db =>
    new Proxy(db, {
      get(target, name) {
        const member = Reflect.get(target, name, target);
        if (name !== 'transaction') return typeof member === 'function' ? member.bind(target) : member;
        return (work: (...given: unknown[]) => unknown) =>
          target.transaction((...given) => {
            const result = work(...given);
            if (isFull()) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
            return result;
          });
      },
    });
  return diskWith({
    openDatabase: (path, options) => withCommit(realDisk.openDatabase(path, options)),
    write(path, bytes) {
      if (isFull()) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      realDisk.write(path, bytes);
    },
  });
}

test('what was refused at the last moment on a full disk does not come true after a crash (invariant 1)', () => {
  const folder = newFolder();
  let isFull = false;
  const store = openProfile(folder, { disk: fullAtCommit(() => isFull) });
  fill(store, 6, 1);
  const truth = unsent(store);
  const save = (description: string) =>
    store.transaction(() => {
      for (const { id, state } of store.tickets.list()) {
        if (state === 'draft') store.tickets.saveForm(id, { description }, 9);
      }
    });
  isFull = true;
  expect(() => save('never')).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'store_full' }) }),
  );
  const image = imageOf(folder);
  for (const isLost of [false, true]) {
    const after = imageOf(image);
    if (isLost) rmSync(join(after, 'lifeline.db'));
    const next = openProfile(after);
    expect(unsent(next)).toBe(truth);
    next.close();
  }
  isFull = false;
  save('at last');
  const whole = unsent(store);
  expect(whole).toContain('at last');
  const later = imageOf(folder);
  store.close();
  rmSync(join(later, 'lifeline.db'));
  const rebuilt = openProfile(later);
  expect(unsent(rebuilt)).toBe(whole);
  rebuilt.close();
});

test('what a power cut would take with the journal was never acknowledged', () => {
  const folder = newFolder();
  const journal = join(folder, 'journal');
  let synced = Buffer.alloc(0);
  const keep = () => {
    synced = readFileSync(journal);
  };
  const disk = diskWith({
    sync(path) {
      realDisk.sync(path);
      if (path === journal) keep();
    },
    rename(from, to) {
      realDisk.rename(from, to);
      // Synced under its name before.
      if (to === journal) keep();
    },
  });
  const store = openProfile(folder, { disk });
  fill(store, 8, 2);
  const truth = unsent(store);
  const image = imageOf(folder);
  store.close();
  writeFileSync(join(image, 'journal'), synced);
  // The database alone, and the journal alone, are each enough for what was acknowledged.
  const intact = openProfile(imageOf(image));
  expect(intact.health().recovery).toBeNull();
  expect(unsent(intact)).toBe(truth);
  intact.close();
  rmSync(join(image, 'lifeline.db'));
  const rebuilt = openProfile(image);
  expect(unsent(rebuilt)).toBe(truth);
  rebuilt.close();
});

test('a commit that the database lost together with its note in the journal comes back from the line before it', () => {
  const folder = newFolder();
  const id = idMaker(() => 1, seededBytes(9)).ticket();
  const store = openProfile(folder);
  store.transaction(() => store.tickets.createDraft(id, EMPTY_FORM, 1));
  const before = imageOf(folder);
  store.transaction(() => store.tickets.saveForm(id, { description: 'acknowledged' }, 2));
  const journal = readFileSync(join(folder, 'journal'), 'utf8').trimEnd();
  store.close();
  writeFileSync(join(before, 'journal'), journal.slice(0, journal.lastIndexOf('\n') + 1));
  const images = atEachBoundary(
    () => before,
    (profile, disk) => openProfile(profile, { disk }).close(),
    (image) => {
      const after = openProfile(image);
      expect(after.tickets.get(id)?.form.description).toBe('acknowledged');
      expect(after.health().recovery).toBeNull();
      after.close();
    },
  );
  expect(images).toBeGreaterThan(5);
});

test('after a power cut a ticket comes back as it was saved last, and its operations wait as long as the desk named', () => {
  const folder = newFolder();
  const ids = idMaker(() => 1, seededBytes(11));
  const [id, operation] = [ids.ticket(), ids.operation()];
  const store = openProfile(folder);
  store.transaction(() => store.tickets.createDraft(id, EMPTY_FORM, 1));
  store.transaction(() => {
    const body = new TextEncoder().encode('{}');
    store.operations.add(
      { id: operation, ticketId: id, owner: null, key: 'k', body, kind: 'create_ticket' },
      1,
    );
    store.operations.tryAgain(operation, {
      at: 90_000,
      heldByDesk: true,
      exposed: true,
      spentTry: true,
      problem: { code: 'desk_unavailable' },
    });
  });
  const before = imageOf(folder);
  store.transaction(() => store.tickets.saveReplyDraft(id, 'acknowledged'));
  const journal = readFileSync(join(folder, 'journal'), 'utf8').trimEnd();
  store.close();
  writeFileSync(join(before, 'journal'), journal.slice(0, journal.lastIndexOf('\n') + 1));
  const after = openProfile(before);
  expect(after.tickets.get(id)?.replyDraft).toBe('acknowledged');
  expect(after.operations.waits()).toEqual([{ id: operation, nextTryAt: 90_000, heldByDesk: true }]);
  after.close();
});

test('a commit that failed leaves nothing in the journal that is not so', () => {
  const folder = newFolder();
  let isFull = false;
  const disk = fullAtCommit(() => isFull);
  const ids = idMaker(() => 1, seededBytes(10));
  const [failed, saved] = [ids.ticket(), ids.ticket()];
  const store = openProfile(folder, { disk });
  isFull = true;
  expect(() => store.transaction(() => store.tickets.createDraft(failed, EMPTY_FORM, 1))).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'store_full' }) }),
  );
  isFull = false;
  const images = [imageOf(folder)];
  store.transaction(() => store.tickets.createDraft(saved, EMPTY_FORM, 1));
  images.push(imageOf(folder));
  store.close();
  const found = images.map((image) => {
    const after = openProfile(image);
    expect(after.health().recovery).toBeNull();
    const tickets = after.tickets.list().map(({ id }) => id);
    after.close();
    return tickets;
  });
  expect(found).toEqual([[], [saved]]);
});

test('a write outside a transaction of the store is refused, because the journal would miss it', () => {
  const store = openProfile(newFolder(), { clock: stillClock() });
  expect(() => store.settings.set('deskUrl', 'https://desk.example')).toThrow('outside a transaction');
  store.close();
});
